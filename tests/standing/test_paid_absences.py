"""Away from a day that was paid at once: what goes back of it by policy, and more once a certificate is seen."""

from datetime import timedelta

import pytest

from events.models import AskedTooMuch, Booking
from invoicing import absences
from invoicing.day_refunds import give_back
from invoicing.models import DayRefund, Payment
from tests import cast
from tests.invariants.stage import broken
from tests.standing.conftest import pitch

pytestmark = pytest.mark.django_db


def late(day):
    """A moment at which it is too late to tell us in time."""
    return day.starts_at - timedelta(hours=3)


def paid_day(*days_and_method, **about):
    """Bob's casual pitch of £30 on each of these days, paid at once by the method that is named last."""
    *days, method = days_and_method
    bob = cast.trader("bob")
    booking = Booking.objects.reserve([(day, pitch(day, 3), cast.price_type("casual")) for day in days],
                                      channel="market", customer=bob)  # fmt: skip
    Payment.objects.take(booking, method, **about)
    return booking


def test_what_was_paid_on_the_terminal_waits_to_be_given_back_at_the_counter(days, mo):
    booking = paid_day(days[1], "terminal")
    day_off = absences.report(booking.customer, days[1], "notified")
    due = DayRefund.objects.waiting().get()
    assert (due.amount, Payment.objects.total(), booking.lines.get().kept) == (1500, 3000, 3000)
    assert due.why.endswith("told us in time") and broken() == {}
    assert give_back(due, by=mo) and not give_back(due, by=mo)
    assert Payment.objects.total() == 1500 and broken() == {}
    with pytest.raises(AskedTooMuch, match="Book it again"):
        absences.withdraw(day_off)


@pytest.mark.parametrize(("method", "about", "at_once"), [("stripe", {"reference": "pi_1"}, True),
                                                          ("terminal", {}, False)])  # fmt: skip
@pytest.mark.parametrize("why", ["notified", ""])
def test_who_was_sick_gets_back_what_the_policy_had_kept_of_a_day_paid_at_once(days, mo, method, about, at_once, why):
    booking = paid_day(days[1], method, **about)
    kept = 1500 if why else 3000
    day_off = absences.report(booking.customer, days[1], why, at=None if why else late(days[1]))
    assert DayRefund.objects.filter(given_at=None).count() == (why != "" and not at_once)
    absences.certify(day_off, by=mo)
    assert DayRefund.objects.order_by("-pk").first().amount == kept
    for due in DayRefund.objects.waiting():
        give_back(due, by=mo)
    absences.certify(day_off, by=mo)
    assert (Payment.objects.total(), DayRefund.objects.count()) == (0, 2 if why else 1) and broken() == {}


def test_the_trader_reads_at_once_that_it_waits_for_them(days, client):
    booking = paid_day(days[1], days[2], "terminal")
    client.force_login(booking.customer.user)
    for day in days[1:3]:  # the second is told its own refund, not both
        page = client.post("/portal/absences/", {"day": day.pk, "why": "notified"}, follow=True).content.decode()
        assert "£15.00 of what you paid goes back: ask the market officer for it." in page
