"""What the files say besides money: names, references, reasons, how and when to pay."""
import io
from dataclasses import replace

import page
import pytest
from pypdf import PdfReader

from invoicing.einvoice.parties import vat_number
from invoicing.einvoice.writers import attachment, factur_x, peppol
from invoicing.papers.invoice_document import pounds
from invoicing.papers.invoice_pdf import render
from tests.einvoice.papers import PAPERS
from tests.einvoice.reading import words_at

TAX_POINT = {factur_x: "ram:TaxPointDate/udt:DateString", peppol: "cbc:TaxPointDate"}


def both(name):
    return factur_x(PAPERS[name]), peppol(PAPERS[name])


def test_the_pdf_carries_the_file_and_says_the_same_total():
    document = PAPERS["mixed VAT"]
    pdf = render(document, attachment(document))
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.attachments["factur-x.xml"] == [factur_x(document)]
    assert b"<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in reader.trailer["/Root"]["/Metadata"].get_data()
    text = " ".join(sheet.extract_text() for sheet in reader.pages)
    assert pounds(document.gross) in text
    assert words_at(factur_x(document), "ram:GrandTotalAmount") == [pounds(document.gross).lstrip("£")]
    for profile in ("3a", "ua1"):
        assert page.validate_pdf_bytes(pdf, profile=profile).is_compliant


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_document_always_gives_the_same_bytes(name):
    assert both(name) == both(name)


def test_land_is_exempt_in_words_alone_and_culture_by_its_code_too():
    for write, code, reason in ((factur_x, "ram:ExemptionReasonCode", "ram:ExemptionReason"),
                                (peppol, "cbc:TaxExemptionReasonCode", "cbc:TaxExemptionReason")):
        assert words_at(write(PAPERS["exempt"]), code) == []
        assert "licence to occupy land" in words_at(write(PAPERS["exempt"]), reason)[0]
        assert words_at(write(PAPERS["exempt culture"]), code) == ["VATEX-EU-132-1N"]
        assert words_at(write(PAPERS["outside scope"]), code) == ["VATEX-EU-O"]
        assert words_at(write(PAPERS["one line"]), reason) == []


def test_a_document_outside_the_scope_shows_no_rate_and_nobodys_vat_number():
    invoice, network = both("outside scope")
    assert words_at(invoice, "ram:RateApplicablePercent") == words_at(network, "cbc:Percent") == []
    assert b"434031494" not in invoice
    assert b"980780684" not in invoice
    assert words_at(network, "cbc:CompanyID") == []


def test_the_tax_point_is_given_where_something_is_taxable():
    for write, path in TAX_POINT.items():
        assert len(words_at(write(PAPERS["one line"]), path)) == 1
        assert len(words_at(write(PAPERS["credit note"]), path)) == 1
        assert words_at(write(replace(PAPERS["exempt"], tax_point=PAPERS["exempt"].issue_date)), path) == []


def test_a_schedule_is_due_last_and_lists_every_instalment_and_tax_point():
    invoice, network = both("schedule")
    assert words_at(network, "cbc:DueDate") == ["2026-12-01"]
    (terms,) = words_at(invoice, "ram:SpecifiedTradePaymentTerms/ram:Description")
    assert terms.startswith("Payable in instalments: £125.01 by 1 April 2026; £125.01 by 1 May 2026;")
    assert terms.count(" by ") == 9
    assert words_at(invoice, "ram:IncludedNote/ram:Content")[:2] == ["Tax point 1 April 2026", "Tax point 1 May 2026"]


def test_a_credit_note_is_positive_names_its_invoice_and_asks_for_nothing():
    invoice, network = both("credit note")
    assert words_at(invoice, "ram:TypeCode")[0] == "381"
    assert words_at(invoice, "ram:InvoiceReferencedDocument/ram:IssuerAssignedID") == ["INV-2026-000123"]
    assert words_at(network, "cbc:CreditNoteTypeCode") == ["381"]
    assert words_at(network, "cac:InvoiceDocumentReference/cbc:IssueDate") == ["2026-11-01"]
    assert words_at(network, "cbc:PayableAmount") == ["25.00"]
    assert words_at(network, "cbc:PaymentMeansCode") == words_at(network, "cbc:DueDate") == []
    assert words_at(network, "cbc:Note")[0] == "The market was cancelled because of the weather."


def test_a_line_that_takes_money_off_is_a_negative_quantity():
    _, network = both("a line that takes money off")
    assert words_at(network, "cbc:InvoicedQuantity") == ["1", "-1"]
    assert words_at(network, "cbc:PriceAmount") == ["28.5", "2.85"]


def test_payment_is_by_transfer_where_an_account_is_known():
    code, account = "cbc:PaymentMeansCode", "cac:PayeeFinancialAccount/cbc:ID"
    assert words_at(both("one line")[1], code) == ["30"]
    assert words_at(both("one line")[1], account) == ["12345678"]
    assert words_at(both("one line")[1], "cac:FinancialInstitutionBranch/cbc:ID") == ["000000"]
    assert words_at(both("one line to an account with an IBAN")[0], "ram:IBANID") == ["GB33BUKB20201555555555"]
    assert words_at(both("no account to pay into")[1], code) == ["1"]
    assert words_at(both("no account to pay into")[1], account) == []
    assert words_at(both("paid")[1], code) == []
    assert words_at(both("one line")[0], "ram:PaymentReference") == ["4400 0001 23"]


def test_the_buyers_reference_is_theirs_then_ours_then_the_number():
    for name, expected in (("one line to an account with an IBAN", "PO 7741"), ("one line", "TRADER-00042"),
                           ("a customer with no name", "INV-2026-000123")):
        assert words_at(both(name)[0], "ram:BuyerReference") == [expected]


def test_an_address_is_taken_apart_from_its_end():
    invoice, _ = both("a long address without a postcode")
    buyer = "ram:BuyerTradeParty/ram:PostalTradeAddress"
    assert words_at(invoice, f"{buyer}/ram:PostcodeCode") == []
    assert words_at(invoice, f"{buyer}/ram:CityName") == ["Exampletown"]
    assert words_at(invoice, f"{buyer}/ram:LineThree") == ["Lower Long Lane, Off Market Street"]
    assert words_at(both("one line")[0], f"{buyer}/ram:PostcodeCode") == ["EX2 2BB"]


def test_names_come_through_whole_and_forbidden_characters_are_dropped():
    for write, name in ((factur_x, "ram:BuyerTradeParty/ram:Name"), (peppol, "cbc:RegistrationName")):
        for paper in ("Welsh and other letters", "very long names"):
            assert words_at(write(PAPERS[paper]), name)[-1] == PAPERS[paper].customer_name.strip()
        assert words_at(write(PAPERS["characters that XML forbids"]), name)[-1] == "Amy Trader"
        assert words_at(write(PAPERS["a customer with no name"]), name)[-1] == "Not named"
    assert words_at(both("Welsh and other letters")[1], "cac:Item/cbc:Name") == [
        "Llain farchnad ŵ ŷ, dydd Sadwrn – tŷ <caws> & “llaeth” 𝔐"]


@pytest.mark.parametrize(("printed", "number"), [
    ("GB 434 0314 94", "GB434031494"), ("434 0314 94", "GB434031494"), ("GD001", "GBGD001"), ("IE1234567WA",
    "IE1234567WA"), ("XI 434031494", "XI434031494"), ("", "")])
def test_a_vat_number_has_its_country_before_it(printed, number):
    assert vat_number(printed) == number
