"""Charging an account, billing it, and what never changes afterwards."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from events.models import AskedTooMuch, Booking, BookingLine
from events.proof import PROOFS as PLACES
from invoicing.cancellation import cancel
from invoicing.models import (
    BillingRun,
    Charge,
    Code,
    CreditNote,
    CreditRefused,
    Invoice,
    Paper,
    Payment,
    Posting,
    Sequence,
)
from invoicing.proofs.every import PROOFS as MONEY
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_holds_afterwards(db):
    yield
    assert {title: broken for title, check in PLACES + MONEY if (broken := check())} == {}


@pytest.fixture
def fay():
    return cast.staff("fay", "Finance")


@pytest.fixture
def amy():
    return cast.trader()


def book(customer, days, price_type="regular"):
    pitch = days[0].plan.places.select_related("area").first()
    wanted = [(day, pitch, cast.price_type(price_type)) for day in days]
    booking = Booking.objects.reserve(wanted, channel="portal", customer=customer)
    customer.account.charge(booking)
    return booking


def bill(fay, until=None):
    run = BillingRun.objects.create(until=until or localdate() + timedelta(days=365), created_by=fay)
    return run, run.issue(by=fay)


def test_six_weeks_go_on_account(amy):
    booking = book(amy, cast.market())
    assert booking.status == "confirmed"
    assert amy.account.balance() == 14_700
    assert amy.account.owed() == 0
    amy.account.charge(booking)
    assert Charge.objects.count() == 6


def test_sent_twice_by_people_who_saw_it_reserved_it_is_charged_once(amy):
    days = cast.market()
    wanted = [(days[0], days[0].plan.places.first(), cast.price_type("regular"))]
    booking = Booking.objects.reserve(wanted, channel="portal", customer=amy)
    seen = Booking.objects.get(pk=booking.pk)
    amy.account.charge(booking)
    amy.account.charge(seen)
    assert amy.account.balance() == 2450


def test_what_was_paid_meanwhile_is_not_charged_too(amy):
    days = cast.market()
    wanted = [(days[0], days[0].plan.places.first(), cast.price_type("regular"))]
    booking = Booking.objects.reserve(wanted, channel="portal", customer=amy)
    seen = Booking.objects.get(pk=booking.pk)
    Payment.objects.take(booking, "terminal")
    for one in (seen, booking):
        with pytest.raises(AskedTooMuch, match="paid already"), transaction.atomic():
            amy.account.charge(one)
    assert amy.account.balance() == 0


def test_over_the_limit_nothing_is_kept(amy):
    amy.account.credit_limit = 10_000
    amy.account.save()
    days = cast.market()
    with pytest.raises(CreditRefused, match="£147.00 on account .* limit is £100.00"), transaction.atomic():
        book(amy, days)
    assert not Booking.objects.exists()
    assert not Charge.objects.exists()
    assert not Posting.objects.exists()


def test_a_months_charges_become_one_invoice(amy, fay):
    days = cast.market()
    book(amy, days)
    run, invoices = bill(fay, until=days[3].day)
    (invoice,) = invoices
    assert invoice.number == f"INV-{localdate().year}-00001"
    assert invoice.charges.count() == 4
    assert (invoice.net, invoice.vat_amount) == (9800, 0)
    assert invoice.billed_to == "Amy's Cheese\n1 High Street\nTown\nAB1 2CD"
    assert invoice.due_on == localdate() + timedelta(days=30)
    assert amy.account.owed() == 9800
    assert amy.account.balance() == 14_700


def test_billing_again_bills_nothing_twice(amy, fay):
    days = cast.market()
    book(amy, days)
    run, _ = bill(fay, until=days[3].day)
    assert run.issue(by=fay) == []
    _, later = bill(fay)
    assert [invoice.gross for invoice in later] == [4900]


def test_a_preview_changes_nothing_and_says_who_is_held_back(amy, fay):
    days = cast.market()
    book(amy, days)
    amy.address = ""
    amy.save()
    run = BillingRun.objects.create(until=days[-1].day, created_by=fay)
    assert [bill.held_back for bill in run.preview()] == ["Amy's Cheese has no postal address. Add it and bill again."]
    assert run.issue(by=fay) == []
    assert not Invoice.objects.exists()
    assert not Sequence.objects.exists()


def test_net_prices_carry_vat_worked_out_once_for_the_document(amy, fay):
    book(amy, cast.market(vat=("S", 2000)))
    _, (invoice,) = bill(fay)
    assert (invoice.net, invoice.vat_amount) == (14_700, 2_940)


def test_gross_prices_come_to_exactly_the_published_price(amy, fay):
    days = cast.market(basis="gross", vat=("S", 2000), weeks=5)
    days[0].price_list.prices.update(amount=2500)
    book(amy, days)
    _, (invoice,) = bill(fay)
    assert (invoice.gross, invoice.vat_amount) == (12_500, 2_083)
    assert sum(charge.net for charge in invoice.charges.all()) == invoice.net


def test_charges_outside_the_scope_of_vat_get_an_invoice_of_their_own(amy, fay):
    days = cast.market(vat=("S", 2000))
    booking = book(amy, days[:2])
    Charge.objects.filter(line=booking.lines.first()).update(vat="O", vat_rate=0, vat_reason="Outside the scope")
    Posting.objects.post("charge", [(Code.DEFERRED, Code.UNBILLED, 490)], at=booking.created_at, account=amy.account)
    with pytest.raises(AskedTooMuch, match="invoice of their own"), transaction.atomic():
        Invoice.objects.issue(amy.account, list(Charge.objects.all()))
    _, invoices = bill(fay)
    assert sorted(invoice.vat_amount for invoice in invoices) == [0, 490]


def test_paying_an_invoice_settles_the_account(amy, fay):
    book(amy, cast.market())
    _, (invoice,) = bill(fay)
    Payment.objects.receive(amy.account, "bacs", 14_700, invoice=invoice, reference="line 1", by=fay)
    assert (invoice.owing_total(), invoice.settled_total()) == (0, 14_700)
    assert amy.account.balance() == 0


def test_a_cancelled_booking_vanishes_from_the_next_bill(amy, fay):
    days = cast.market()
    cancel(book(amy, days[:2]), reason="ill")
    book(amy, days[2:])
    assert amy.account.balance() == 9800
    _, (invoice,) = bill(fay)
    assert invoice.gross == 9800


def test_a_booking_cancelled_after_its_invoice_is_credited_at_once(amy, fay):
    days = cast.market()
    booking = book(amy, days[:2])
    _, (invoice,) = bill(fay)
    cancel(booking, reason="ill")
    note = CreditNote.objects.get()
    assert (note.number, note.gross, note.invoice) == (f"CN-{localdate().year}-00001", 4900, invoice)
    assert invoice.owing_total() == amy.account.balance() == 0
    assert BillingRun.objects.create(until=days[-1].day, created_by=fay).preview() == []


def test_a_booking_of_which_half_is_billed_is_half_credited_and_half_taken_off(amy, fay):
    days = cast.market()
    booking = book(amy, days[:4])
    bill(fay, until=days[1].day)
    cancel(booking, reason="ill")
    assert CreditNote.objects.get().gross == 4900
    assert Charge.objects.exclude(reverses=None).count() == 2
    assert amy.account.balance() == 0
    assert bill(fay)[1] == []


def test_what_was_paid_and_then_credited_is_credit_on_the_account(amy, fay):
    booking = book(amy, cast.market()[:2])
    _, (invoice,) = bill(fay)
    Payment.objects.receive(amy.account, "bacs", 4900, invoice=invoice, reference="line 1", by=fay)
    cancel(booking, reason="ill")
    assert (amy.account.credit(), amy.account.owed(), invoice.owing_total()) == (4900, -4900, 0)


def test_a_charge_taken_off_after_the_preview_is_not_billed(amy, fay):
    days = cast.market()
    booking = book(amy, days[:2])
    due = list(Charge.objects.all())
    cancel(booking, reason="ill")
    assert Invoice.objects.issue(amy.account, due, by=fay) is None
    assert not Invoice.objects.exists()


def test_money_of_one_account_settles_nothing_of_another(amy, fay):
    book(amy, cast.market()[:2])
    _, (invoice,) = bill(fay)
    payment = Payment.objects.receive(cast.trader("bob").account, "bacs", 4900, reference="line 1", by=fay)
    with pytest.raises(AskedTooMuch, match="not of this account"):
        amy.account.allocate(payment, [(invoice, 4900)], by=fay)
    assert invoice.owing_total() == 4900


@pytest.mark.parametrize(
    "change",
    [
        lambda invoice: Invoice.objects.filter(pk=invoice.pk).update(net=1),
        lambda invoice: Invoice.objects.filter(pk=invoice.pk).update(number="INV-1"),
        lambda invoice: Charge.objects.filter(invoice=invoice).update(description="something else"),
        lambda invoice: Charge.objects.filter(invoice=invoice).first().delete(),
        lambda invoice: connection.cursor().execute("DELETE FROM invoicing_invoice"),
        lambda invoice: connection.cursor().execute("UPDATE invoicing_charge SET invoice_id = NULL"),
        lambda invoice: connection.cursor().execute("UPDATE invoicing_posting SET amount = amount + 1"),
        lambda invoice: connection.cursor().execute("DELETE FROM invoicing_posting"),
        lambda invoice: Charge.objects.create(
            account=invoice.account, invoice=invoice, on=date(2026, 1, 1), description="late", price=1, basis="net",
            vat="E", vat_reason="x", budget_code="X"),
        lambda invoice: BookingLine.objects.update(price=1),
        lambda invoice: connection.cursor().execute("DELETE FROM events_bookingline"),
    ],
)  # fmt: skip
def test_nothing_changes_an_issued_invoice_its_charges_or_the_journal(amy, fay, change):
    book(amy, cast.market())
    _, (invoice,) = bill(fay)
    with pytest.raises(IntegrityError, match="never|stays"), transaction.atomic():
        change(invoice)


def test_stored_pages_never_change(amy, fay):
    book(amy, cast.market())
    _, (invoice,) = bill(fay)
    stored = Paper.objects.of(lambda: b"first", invoice=invoice)
    assert bytes(Paper.objects.of(lambda: b"second", invoice=invoice).pdf) == b"first"
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=stored.pk).update(pdf=b"third")


def test_a_line_is_charged_once(amy):
    book(amy, cast.market())
    charge = Charge.objects.first()
    charge.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        charge.save(force_insert=True)


def test_a_stopped_account_takes_nothing_more(amy):
    amy.account.stop_reason, amy.account.stopped_at = "three months behind", amy.created_at
    amy.account.save()
    days = cast.market()
    with pytest.raises(CreditRefused, match="three months behind"), transaction.atomic():
        book(amy, days)
