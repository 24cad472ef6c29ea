"""Reads the figures of an e-invoice back out of its XML, as whole pence."""
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

STANDARD = "urn:un:unece:uncefact:data:standard"
UBL = "urn:oasis:names:specification:ubl:schema:xsd"
NAMES = {"ram": f"{STANDARD}:ReusableAggregateBusinessInformationEntity:100",
         "udt": f"{STANDARD}:UnqualifiedDataType:100", "cbc": f"{UBL}:CommonBasicComponents-2",
         "cac": f"{UBL}:CommonAggregateComponents-2"}
CII = {"line": "ram:LineTotalAmount", "net": "ram:TaxBasisTotalAmount", "vat": "ram:TaxTotalAmount",
       "gross": "ram:GrandTotalAmount", "paid": "ram:TotalPrepaidAmount", "left": "ram:DuePayableAmount",
       "rows": "ram:ApplicableTradeTax[ram:BasisAmount]", "row net": "ram:BasisAmount",
       "row vat": "ram:CalculatedAmount", "lines": "ram:IncludedSupplyChainTradeLineItem"}
UBL_PATHS = {"line": "cbc:LineExtensionAmount", "net": "cbc:TaxExclusiveAmount", "vat": "cac:TaxTotal/cbc:TaxAmount",
             "gross": "cbc:TaxInclusiveAmount", "paid": "cbc:PrepaidAmount", "left": "cbc:PayableAmount",
             "rows": "cac:TaxSubtotal", "row net": "cbc:TaxableAmount", "row vat": "cbc:TaxAmount"}


@dataclass(frozen=True)
class Figures:
    lines: list
    rows: list
    net: int
    vat: int
    gross: int
    paid: int
    left: int


def pence(words):
    amount = Decimal(words) * 100
    assert amount == int(amount)
    return int(amount)


def tree_of(xml):
    return etree.fromstring(xml)


def words_at(xml, path):
    """The text of every element at a path, in order."""
    return [found.text for found in tree_of(xml).iterfind(f".//{path}", NAMES)]


def figures(xml):
    tree = tree_of(xml)
    paths = CII if "CrossIndustry" in tree.tag else UBL_PATHS
    if paths is CII:
        lines = tree.findall(f".//{CII['lines']}", NAMES)
    else:
        lines = tree.findall("cac:InvoiceLine", NAMES) + tree.findall("cac:CreditNoteLine", NAMES)
    total = {name: pence(tree.findtext(f".//{paths[name]}", None, NAMES)) for name in
             ("net", "vat", "gross", "paid", "left")}
    return Figures(
        lines=[pence(line.findtext(f".//{paths['line']}", None, NAMES)) for line in lines],
        rows=[(pence(row.findtext(paths["row net"], None, NAMES)), pence(row.findtext(paths["row vat"], None, NAMES)))
              for row in tree.iterfind(f".//{paths['rows']}", NAMES)], **total)


def figures_of(document):
    return Figures(lines=[line.net for line in document.lines], rows=[(row.net, row.vat) for row in document.vat_rows],
                   net=document.net, vat=document.vat, gross=document.gross, paid=document.paid,
                   left=document.gross - document.paid)
