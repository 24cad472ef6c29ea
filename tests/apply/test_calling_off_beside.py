"""A market that does not run, and those who booked its days without an application: charged, invoiced, paid."""

import pytest

from events.models import Booking, Hold
from invoicing.models import Charge, CreditNote, DayRefund, Invoice, Payment
from invoicing.pitch_endings import call_off
from invoicing.weather import decide
from tests import cast
from tests.apply import stage
from tests.invariants.stage import broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def amy(db):
    return cast.trader(credit_limit=1_000_000)


@pytest.fixture
def beside(market):
    """beside(customer, nth) books the eighth chalet on the nth day, as the office does for a day left over."""
    pitch = market.days[0].plan.places.get(number="8")
    Hold.objects.filter(place=pitch).delete()

    def book(customer, nth):
        wanted = [(market.days[nth], pitch, cast.price_type("casual"))]
        return Booking.objects.reserve(wanted, channel="market", customer=customer)

    return book


def test_they_get_all_of_it_back_too(market, beside, amy, mo):
    nia = stage.sent(event=market.event)
    charged, invoiced, paid = beside(amy, 0), beside(amy, 1), beside(amy, 2)
    amy.account.charge(invoiced)
    invoice = Invoice.objects.issue(amy.account, list(Charge.objects.all()))
    amy.account.charge(charged)
    Payment.objects.take(paid, "terminal", reference="slip 7")
    call_off(market, reason="The square is dug up.", by=mo)
    call_off(market, reason="The square is dug up.", by=mo)
    assert amy.account.balance() == 0 and invoice.owing_total() == 0
    note = CreditNote.objects.get()
    assert (note.invoice, note.get_reason_display()) == (invoice, "Cancelled by the council")
    assert "The square is dug up." in note.text
    assert DayRefund.objects.get().amount == paid.total().gross
    told = amy.messages.filter(subject__startswith="Cancelled")
    assert told.count() == 3 and "dug up" in told[0].body
    nia.refresh_from_db()
    assert nia.status == "withdrawn" and broken() == {}


def test_a_day_cancelled_before_is_not_credited_again(market, beside, amy, mo):
    amy.account.charge(beside(amy, 0))
    decide(market.days[0], "cancelled", reason="Storm", by=mo)
    call_off(market, reason="The square is dug up.", by=mo)
    assert amy.account.balance() == 0 and market.event.occurrences.first().decisions.count() == 1
    assert broken() == {}
