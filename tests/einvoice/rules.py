"""The official rules for e-invoices: the schemas, the EN 16931 schematron, and Peppol's own rules that touch us.

Run as a program it judges all the files it is given on standard input at once: saxonche must not run in a thread of
the tests, and compiling the rules takes most of a second.
"""
import datetime
import json
import pathlib
import sys
from decimal import Decimal

import facturx
from lxml import etree
from saxonche import PySaxonProcessor

HERE = pathlib.Path(facturx.__file__).parent / "xsd_and_schematron"
CII = "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice"
UBL = "urn:oasis:names:specification:ubl:schema:xsd"
NAMES = {"cbc": f"{UBL}:CommonBasicComponents-2", "cac": f"{UBL}:CommonAggregateComponents-2"}
SVRL = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"


def findings(xml, stylesheets):
    """The rules that one file breaks, each as "id: what it says"."""
    tree = etree.fromstring(xml.encode())
    flavour = "factur-x" if tree.tag == CII else "ubl-2.1"
    try:
        facturx.xml_check_xsd(xml.encode(), flavor=flavour, level="en16931")
    except Exception as wrong:
        return [f"XSD: {wrong}"]
    report = etree.fromstring(stylesheets(flavour, xml).encode())
    found = [f"{broken.get('id')}: {' '.join(''.join(broken.itertext()).split())}" for broken in report.iter(SVRL)]
    return found if flavour == "factur-x" else found + [f"PEPPOL-EN16931-{rule}" for rule in peppol(tree)]


def peppol(tree):
    """Rules of Peppol BIS Billing 3.0 beyond EN 16931, by their numbers."""
    def texts(path):
        return [found.text for found in tree.findall(path, NAMES)]

    yield from ("R008" for part in tree.iter() if not len(part) and not (part.text or "").strip())
    once = {"R001": "cbc:ProfileID", "R010": "cac:AccountingCustomerParty/cac:Party/cbc:EndpointID",
            "R003": "cbc:BuyerReference", "R020": "cac:AccountingSupplierParty/cac:Party/cbc:EndpointID",
            "R053": "cac:TaxTotal[cac:TaxSubtotal]"}
    yield from (rule for rule, path in once.items() if len(tree.findall(path, NAMES)) != 1)
    if len(texts("cbc:Note")) > 1:
        yield "R002"
    if texts("cbc:CustomizationID") != [PEPPOL]:
        yield "R004"
    if texts("cbc:ProfileID") != ["urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"]:
        yield "R007"
    if any(part.get("currencyID", "GBP") != "GBP" for part in tree.iter()):
        yield "R051"
    if any(part.get("schemeID") != "9932" for part in tree.findall(".//cbc:EndpointID", NAMES)):
        yield "CL008"
    for line in tree.findall("cac:InvoiceLine", NAMES) + tree.findall("cac:CreditNoteLine", NAMES):
        yield from peppol_line(tree, line)


def peppol_line(tree, line):
    def number(path):
        return Decimal(line.findtext(path, "1", NAMES))

    def date(place, end):
        return datetime.date.fromisoformat(place.findtext(f"cac:InvoicePeriod/cbc:{end}Date", "2000-01-01", NAMES))

    if date(line, "Start") < date(tree, "Start"):
        yield "R110"
    if date(line, "End") > date(tree, "End"):
        yield "R111"
    quantity = number("cbc:CreditedQuantity") * number("cbc:InvoicedQuantity")
    price, base = number("cac:Price/cbc:PriceAmount"), number("cac:Price/cbc:BaseQuantity")
    if base <= 0:
        yield "R121"
    elif abs(number("cbc:LineExtensionAmount") - quantity * price / base) > Decimal("0.02"):
        yield "R120"


def stylesheets(processor):
    """The compiled schematron of each syntax, by what it says about a file."""
    compiled = {}
    where = {"factur-x": "facturx-en16931/FACTUR-X_EN16931.xslt", "ubl-2.1": "ubl-2.1/EN16931-UBL-validation.xslt"}

    def judged(flavour, xml):
        if flavour not in compiled:
            compiled[flavour] = processor.new_xslt30_processor().compile_stylesheet(
                stylesheet_file=str(HERE / where[flavour]))
        return compiled[flavour].transform_to_string(xdm_node=processor.parse_xml(xml_text=xml))

    return judged


if __name__ == "__main__":
    with PySaxonProcessor(license=False) as saxon:
        judging = stylesheets(saxon)
        json.dump({name: findings(xml, judging) for name, xml in json.load(sys.stdin).items()}, sys.stdout)
