"""Disputes: answered within ten working days, and nobody is chased for an invoice meanwhile."""

import uuid
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from events import working_days
from events.models import Booking, Dispute, Message, NotSettled, Wanted
from invoicing.disputes import answer, invoices_about, raise_dispute
from invoicing.models import BillingRun, RecoveryHold
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(amy, days):
    wanted = [Wanted(days[0], days[0].plan.places.first(), cast.price_type("regular"))]
    booking = Booking.objects.reserve(wanted, channel="portal", customer=amy)
    amy.account.charge(booking)
    return booking


@pytest.fixture
def invoice(booking, days):
    run = BillingRun.objects.create(until=days[0].day, created_by=cast.staff("fay", "Finance"))
    return run.issue(by=run.created_by)[0]


def disputed(customer, **more):
    said = {"about": "charge", "text": "I was not there.", "client_id": uuid.uuid4()}
    return raise_dispute(customer, by=customer.user, **said | more)


def test_it_is_answered_by_the_tenth_working_day(amy):
    dispute = disputed(amy)
    assert dispute.answer_by == working_days.after(localdate(), 10)
    assert "We answer by" in Message.objects.get().body


def test_the_same_form_counts_once(amy, invoice):
    once = uuid.uuid4()
    assert disputed(amy, client_id=once, reference=invoice.number) == disputed(
        amy, client_id=once, reference=invoice.number)  # fmt: skip
    assert Dispute.objects.count() == RecoveryHold.objects.count() == 1


def test_the_form_of_somebody_else_is_refused(amy):
    once = uuid.uuid4()
    disputed(amy, client_id=once)
    with pytest.raises(NotSettled):
        disputed(cast.trader("bob"), client_id=once)


def test_an_invoice_is_held_until_it_is_answered(amy, invoice, mo):
    dispute = disputed(amy, reference=invoice.number.lower())
    hold = RecoveryHold.objects.get()
    assert (hold.invoice, hold.cause, hold.account) == (invoice, "dispute", amy.account)
    assert RecoveryHold.objects.binding(localdate()).exists()
    answer(dispute, "You were seen there.", by=mo)
    assert not RecoveryHold.objects.binding(localdate()).exists()
    assert RecoveryHold.objects.get().lifted_by == mo


def test_a_booking_holds_the_invoice_it_is_on(amy, invoice, booking):
    disputed(amy, reference=booking.reference)
    assert RecoveryHold.objects.get().invoice == invoice


@pytest.mark.parametrize("about", ["pitch", "neighbour", "decision"])
def test_what_is_not_about_a_charge_holds_nothing(amy, invoice, about):
    disputed(amy, about=about, reference=invoice.number)
    assert not RecoveryHold.objects.exists()


def test_nobody_holds_the_invoice_of_another(amy, invoice):
    bob = cast.trader("bob")
    disputed(bob, reference=invoice.number)
    assert not RecoveryHold.objects.exists() and not invoices_about(bob, invoice.number).exists()


def test_a_hold_that_finance_placed_is_left_alone(amy, invoice, mo):
    theirs = RecoveryHold.objects.create(account=amy.account, invoice=invoice, cause="dispute", reason="By letter",
                                         begins_on=localdate())  # fmt: skip
    answer(disputed(amy, reference=invoice.number), "Paid.", by=mo)
    theirs.refresh_from_db()
    assert theirs.lifted_at is None


def test_answered_once(amy, mo, max_):
    dispute = disputed(amy)
    answer(dispute, "First", by=mo)
    answer(dispute, "Second", by=max_)
    assert (Dispute.objects.get().answer, Dispute.objects.get().answered_by) == ("First", mo)
    assert Message.objects.filter(subject="Our answer to you").count() == 1
    with pytest.raises(NotSettled):
        dispute.settle(" ", by=mo)


def test_late_is_after_the_day_we_said(amy, mo):
    dispute = disputed(amy, at=now() - timedelta(days=40))
    assert list(Dispute.objects.late(localdate())) == [dispute] and dispute.is_late
    assert not Dispute.objects.late(dispute.answer_by).exists()
    answer(dispute, "Done", by=mo)
    assert not Dispute.objects.late(localdate()).exists() and not dispute.is_late
