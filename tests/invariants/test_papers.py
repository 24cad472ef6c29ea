"""I16: what the pages say, what the database holds and what the XML inside says are the same, to the penny."""

import io
from decimal import Decimal

import pikepdf
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader

from events.money import pounds
from invoicing.einvoice.writers import factur_x
from invoicing.models import CreditNote
from invoicing.printing import document_of, document_of_credit, pdf, ubl
from tests.invariants.stage import bases, examples, pence, undone

UBL = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
lines = st.lists(st.tuples(pence, bases, st.sampled_from(["S20", "E"])), min_size=1, max_size=4)


def words(data):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def embedded(data):
    """The XML that travels inside the pages."""
    with pikepdf.open(io.BytesIO(data)) as file:
        (attached,) = file.attachments.values()
        return etree.fromstring(attached.get_file().read_bytes())


def pence_of(element):
    return int(Decimal(element.text) * 100)


def totals_inside(xml):
    """(net, VAT, gross) in pence of a Cross Industry Invoice."""
    (sums,) = xml.findall(".//{*}SpecifiedTradeSettlementHeaderMonetarySummation")
    return tuple(pence_of(sums.find(f"{{*}}{name}")) for name in
                 ("TaxBasisTotalAmount", "TaxTotalAmount", "GrandTotalAmount"))  # fmt: skip


def held(document):
    return (document.net, document.vat_amount, document.gross)


def agrees(document, data):
    text = words(data)
    assert all(pounds(amount) in text for amount in (document.net, document.gross)), text
    assert document.vat_amount == 0 or pounds(document.vat_amount) in text
    assert document.number in text
    assert totals_inside(embedded(data)) == held(document)


@examples(6)
@given(lines=lines, credited=pence)
def test_pages_database_and_xml_agree_for_invoices_and_credit_notes(books, lines, credited):
    with undone():
        invoice = books.invoice(*lines)
        agrees(invoice, pdf(document_of(invoice)))
        tree = etree.fromstring(ubl(invoice))
        total = tree.find(f".//{{*}}LegalMonetaryTotal/{{{UBL}}}TaxInclusiveAmount")
        assert pence_of(total) == invoice.gross
        charge = max(invoice.charges.all(), key=lambda one: one.price)
        note = CreditNote.objects.issue(invoice, [(charge, min(credited, charge.price))], reason="price", by=books.fay)
        agrees(note, pdf(document_of_credit(note)))
        assert invoice.number in words(pdf(document_of_credit(note)))


@examples(6)
@given(lines=lines)
def test_each_lines_amount_in_the_xml_is_the_charges(books, lines):
    with undone():
        invoice = books.invoice(*lines)
        xml = etree.fromstring(embedded_bytes(invoice))
        inside = [pence_of(one) for one in xml.findall(".//{*}IncludedSupplyChainTradeLineItem//{*}LineTotalAmount")]
        assert sorted(inside) == sorted(charge.net for charge in invoice.charges.all())
        rows = xml.findall(".//{*}ApplicableHeaderTradeSettlement/{*}ApplicableTradeTax")
        assert sum(pence_of(row.find("{*}CalculatedAmount")) for row in rows) == invoice.vat_amount
        assert sum(pence_of(row.find("{*}BasisAmount")) for row in rows) == invoice.net


def embedded_bytes(invoice):
    return factur_x(document_of(invoice))
