"""An issued invoice on paper: its totals are the database's, and its stored bytes are what is served."""

import io

import pytest
from pypdf import PdfReader

from events.models import Booking
from events.money import pounds
from events.pdf_join import join
from invoicing.models import BillingRun, Charge, Code, Posting
from invoicing.printing import document_of, draft_pdf, pdf, printed
from tests import cast
from tests.invoicing.test_accounts import book

pytestmark = pytest.mark.django_db


def words(pdf):
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages).split())


def drawn(invoice):
    """An invoice's pages drawn anew."""
    return pdf(document_of(invoice))


def billed(**market):
    days = cast.market(**market)
    book(cast.trader(), days)
    fay = cast.staff("fay", "Finance")
    run = BillingRun.objects.create(until=days[-1].day, created_by=fay)
    return run, fay


@pytest.mark.parametrize(
    ("market", "title"),
    [({"vat": ("S", 2000)}, "VAT invoice"), ({"vat": ("E", 0)}, "Invoice"),
     ({"vat": ("S", 2000), "basis": "gross"}, "VAT invoice")],
)  # fmt: skip
def test_the_papers_totals_are_the_databases(market, title):
    run, fay = billed(**market)
    (invoice,) = run.issue(by=fay)
    text = words(bytes(printed(invoice).pdf))
    assert document_of(invoice).title == title
    for amount in (invoice.net, invoice.gross, *(charge.net for charge in invoice.charges.all())):
        assert pounds(amount) in text
    assert invoice.number in text
    assert "Amy's Cheese" in text
    assert invoice.account.reference in text


def test_stored_bytes_are_served_and_drawing_again_gives_the_same():
    run, fay = billed()
    (invoice,) = run.issue(by=fay)
    first = bytes(printed(invoice).pdf)
    assert first == bytes(printed(invoice).pdf) == drawn(invoice)
    assert printed(invoice).intact()


def test_a_sample_has_no_number_and_says_that_it_is_a_draft():
    run, _ = billed()
    text = words(draft_pdf(run.preview()[0]))
    assert "not an invoice" in text
    assert "INV-" not in text


def test_a_change_of_address_does_not_change_an_issued_invoice():
    run, fay = billed()
    (invoice,) = run.issue(by=fay)
    before = drawn(invoice)
    customer = invoice.account.customer
    customer.address, customer.name = "Somewhere else", "Somebody else"
    customer.save()
    assert drawn(type(invoice).objects.get(pk=invoice.pk)) == before


def test_one_pdf_holds_every_invoice_of_a_run():
    run, fay = billed()
    bob = cast.trader("bob")
    days = list(run.due()[0].line.occurrence.event.occurrences.with_parts())
    pitch = days[0].plan.places.select_related("area").last()
    booking = Booking.objects.reserve([(day, pitch, cast.price_type("casual")) for day in days[:2]],
                                      channel="portal", customer=bob)  # fmt: skip
    bob.account.charge(booking)
    invoices = run.issue(by=fay)
    text = words(join([bytes(printed(invoice).pdf) for invoice in invoices], title="Invoices", author="", subject=""))
    assert all(invoice.number in text for invoice in invoices)
    assert "Amy's Cheese" in text
    assert "Bob's Cheese" in text


def on_one_invoice(first, second):
    """The document of an invoice with a charge for each of two days that `first` and `second` change."""
    run, fay = billed(vat=("S", 2000), weeks=2)
    for charge, changes in zip(Charge.objects.order_by("pk"), (first, second), strict=True):
        before = charge.standing_gross
        Charge.objects.filter(pk=charge.pk).update(**changes)
        charge.refresh_from_db()
        movements = [(Code.UNBILLED, Code.DEFERRED, charge.standing_gross - before)]
        Posting.objects.post("charge", movements, at=run.created_at, account=charge.account)
    (invoice,) = run.issue(by=fay)
    return invoice, document_of(invoice)


def test_published_with_and_without_vat_are_both_priced_without_it():
    invoice, document = on_one_invoice({"basis": "gross", "price": 3000}, {"basis": "net", "price": 2450})
    assert (invoice.net, invoice.gross) == (4950, 5940)
    assert document.price_basis == "net"
    assert [line.unit_price for line in document.lines] == [2500, 2450]
    assert "with VAT" not in words(drawn(invoice))


def test_two_reasons_for_exemption_are_one_vat_row_that_says_both():
    exempt = {"vat": "E", "vat_rate": 0}
    invoice, document = on_one_invoice({**exempt, "vat_reason": "Exempt from VAT: land"},
                                       {**exempt, "vat_reason": "Exempt from VAT: culture"})  # fmt: skip
    (row,) = document.vat_rows
    assert (row.net, row.reason) == (invoice.net, "Exempt from VAT: land; Exempt from VAT: culture")


def test_six_market_days_are_one_sheet():
    run, fay = billed()
    (invoice,) = run.issue(by=fay)
    assert len(PdfReader(io.BytesIO(drawn(invoice))).pages) == 1
