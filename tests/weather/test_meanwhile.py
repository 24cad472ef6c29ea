"""What is decided about a day while a trader changes their booking of it, and a day called off more than once."""

import pytest

from events.models import AskedTooMuch, MarketRules, NotOnSale
from invoicing import lessening
from invoicing.cancelling_by_rule import cancel_days
from invoicing.day_refunds import give_back, take_again
from invoicing.models import DayRefund, Payment
from invoicing.swapping import swap
from invoicing.weather import decide, reverse
from tests import cast
from tests.invariants.stage import broken
from tests.waiting import Meanwhile
from tests.weather.square import CANCELLED

pytestmark = pytest.mark.django_db


def test_a_day_given_back_late_while_it_is_called_off_costs_nothing(square, monkeypatch):
    MarketRules.objects.update(cancel_free_hours=72, late_cancel_percent=50)
    line = square.on_account(cast.trader("amy"), [square.day]).lines.get()

    def call_off():
        decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)

    Meanwhile(monkeypatch, lessening, call_off)
    with pytest.raises(AskedTooMuch, match="cancelled already"):
        cancel_days(line.booking, [line], at=square.early)


def test_nobody_is_swapped_onto_a_day_that_is_called_off_meanwhile(square):
    amy = cast.trader("amy")
    line = square.on_account(amy, [square.days[1]]).lines.get()
    seen = type(square.day).objects.with_parts().get(pk=square.day.pk)
    decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    with pytest.raises(NotOnSale):
        swap(line, seen, at=square.early)
    assert line.booking.lines.live().get() == line


def test_a_day_whose_money_went_back_before_it_was_called_off_gives_nothing_back_again(square):
    booking = square.paid(cast.trader("amy"), "stripe", [square.day], reference="pi_1")
    Payment.objects.refund(booking.payments.get(), 2940, by=square.fay)
    decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    assert not DayRefund.objects.exists() and Payment.objects.total() == 0


def test_a_day_of_which_less_is_left_than_goes_back_is_called_off_and_waits_for_a_person(square):
    booking = square.paid(cast.trader("amy"), "stripe", [square.day], reference="pi_1")
    Payment.objects.refund(booking.payments.get(), 940, by=square.fay)
    decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    with pytest.raises(AskedTooMuch, match="Ask finance"):
        give_back(DayRefund.objects.waiting().get(), by=square.mo)


def test_what_went_back_is_not_to_be_paid_again_once_the_day_is_called_off_again(square):
    amy = cast.trader("amy")
    square.paid(amy, "stripe", [square.day], reference="pi_1")
    first = decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    reverse(first, reason="The storm passed", by=square.mo, at=square.early)
    due = DayRefund.objects.get()
    assert list(DayRefund.objects.to_pay_again()) == [due]
    again = decide(square.day, CANCELLED, "", "Another storm", by=square.mo, at=square.early)
    assert not DayRefund.objects.to_pay_again().exists() and DayRefund.objects.count() == 1
    with pytest.raises(AskedTooMuch):
        take_again(due, "terminal", by=square.mo, at=square.early)
    reverse(again, reason="It passed too", by=square.mo, at=square.early)
    assert list(DayRefund.objects.to_pay_again()) == [due] and broken() == {}
