"""Refunds, place by place: what goes back, what stays, who allows it."""

import pytest
from django.db import DatabaseError, transaction

from events.models import AskedTooMuch, Booking, BookingAct, CheckIn, Extra, PriceBook
from events.models.extra import ExtraLine
from invoicing.models import Account, Code, CounterRules, Payment, Posting, StoredValue
from invoicing.refunding import NeedsAuthority, quote, refund
from tests.after.conftest import broken, seats, sell
from tests.cast import determination, price_type

pytestmark = pytest.mark.django_db


def rules(**fields):
    return CounterRules.objects.update_or_create(pk=1, defaults=fields)[0]


def some(booking, *numbers):
    return [line for line in booking.live_lines if int(line.place.number) in numbers]


def test_one_of_three_goes_back_by_its_tender_and_the_others_stay(booking, sam, till):
    refunds = refund(booking, some(booking, 2), reason="Customer ill", by=sam, till=till)
    assert ([each.amount for each in refunds], seats(booking), till.expected()) == ([-1800], [1, 3], 5000 + 3600)
    assert (booking.payments.total(), booking.total().gross, broken()) == (3600, 3600, {})


def test_the_fee_stays_with_its_vat(booking, sam, till):
    rules(refund_fee=250)
    assert quote(booking, some(booking, 1, 2)).back == 3100
    refund(booking, some(booking, 1, 2), reason="Cannot come", by=sam, till=till)
    income = Posting.objects.income()["THE-4100"]
    assert (till.expected(), income - Posting.objects.balance(Code.VAT)) == (5000 + 2300, 2300)
    assert Posting.objects.balance(Code.VAT) == -383  # a sixth of £23.00
    assert broken() == {}


def test_a_fee_is_never_more_than_the_ticket(booking, sam, till):
    rules(refund_fee=5000)
    assert refund(booking, some(booking, 1), reason="Other", by=sam, till=till) == []
    assert (till.expected(), broken()) == (10400, {})


def test_a_booking_fee_that_is_not_refundable_stays_until_the_performance_is_called_off(performance, sam, till, ann):
    determination("fee", "S", 2000)
    fee = Extra.objects.create(event=performance.event, name="Booking fee", price=100, basis="gross",
                               charge_type="fee", budget_code="THE-4190", fee="ticket", refundable=False)  # fmt: skip
    booking = sell(performance, 1, customer=ann, till=till, by=sam)
    prices = PriceBook([performance], booking.created_at)
    line = prices.extra(fee, performance, booking.live_lines[0].place, 1)  # noqa: S610 - not Django's
    ExtraLine.objects.sell(booking, [line])
    Payment.objects.make(booking=booking, method="terminal", amount=100, by=sam, till=till, at=booking.created_at)
    assert quote(booking, booking.live_lines).back == 1800
    assert quote(booking, booking.live_lines, free=True).back == 1900


def test_the_same_page_pressed_twice_pays_back_once(booking, sam, till):
    line = some(booking, 1)
    first, second = (refund(booking, line, reason="Other", by=sam, till=till, key="page-1") for _ in range(2))
    assert first == second
    assert till.expected() == 5000 + 3600


def test_what_was_given_back_already_is_refused_and_nothing_else_happens(booking, sam, till):
    line = some(booking, 1)
    refund(booking, line, reason="Other", by=sam, till=till)
    with pytest.raises(AskedTooMuch, match="changed meanwhile"):
        refund(booking, [*line, *some(booking, 2)], reason="Other", by=sam, till=till)
    assert seats(booking) == [2, 3]


def test_over_the_limit_somebody_else_allows_it_and_that_is_noted(booking, sam, till, max_):
    rules(refund_pin_over=2000)
    with pytest.raises(NeedsAuthority, match="more than £20.00"):
        refund(booking, some(booking, 1, 2), reason="Other", by=sam, till=till)
    assert seats(booking) == [1, 2, 3]
    refund(booking, some(booking, 1, 2), reason="Other", by=sam, till=till, authorised_by=max_)
    assert BookingAct.objects.get().by == max_


def test_too_late_and_used_tickets_need_somebody_too(booking, performance, sam):
    rules(refund_until_hours=24 * 8)
    assert "could be changed until" in quote(booking, some(booking, 1)).authority[0]
    rules(refund_until_hours=0)
    CheckIn.objects.check_in(some(booking, 1)[0].token, by=sam)
    assert quote(booking, some(booking, 1)).authority == ["1 of these tickets was used at the door."]


def test_more_cash_than_the_rules_let_out_does_not_go_back_in_cash(booking, sam, till):
    rules(cash_refund_most=1000)
    with pytest.raises(AskedTooMuch, match="most that goes back in cash"):
        refund(booking, some(booking, 1), reason="Other", by=sam, till=till)
    refund(booking, some(booking, 1), reason="Other", by=sam, as_credit=True)
    credit = StoredValue.objects.get()
    assert (credit.customer, credit.balance(), till.expected(), broken()) == (booking.customer, 1800, 10400, {})


def test_a_walk_up_gets_a_voucher_instead_of_credit(performance, sam, till):
    booking = sell(performance, 1, till=till, by=sam)
    refund(booking, booking.live_lines, reason="Other", by=sam, as_credit=True)
    voucher = StoredValue.objects.get()
    booking.refresh_from_db()
    assert (voucher.sort, voucher.balance(), booking.status, broken()) == ("gift", 1800, "cancelled", {})


def test_a_booking_on_account_is_credited(performance, sam, ann):
    account = Account.objects.open_for(ann, credit_limit=100_000)
    places = [(performance, performance.plan.places.get(number=str(n)), price_type("adult")) for n in (1, 2)]
    booking = Booking.objects.reserve(places, channel="counter", customer=ann, by=sam)
    account.charge(booking)
    booking.refresh_from_db()
    rules(refund_fee=200)
    assert refund(booking, some(booking, 1), reason="Other", by=sam) == []
    assert sum(charge.standing_gross for charge in account.charges.all()) == 1800 + 200
    assert broken() == {}


def test_what_was_authorised_stays_written(booking, sam, till, max_):
    rules(refund_pin_over=100)
    refund(booking, some(booking, 1), reason="Other", by=sam, till=till, authorised_by=max_)
    for change in (lambda: BookingAct.objects.update(words="Nothing"), lambda: BookingAct.objects.all().delete()):
        with pytest.raises(DatabaseError, match="stays written"), transaction.atomic():
            change()
