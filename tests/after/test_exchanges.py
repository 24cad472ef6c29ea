"""Exchanges: the new places are held first, the books add up to the penny, and nobody is ever without a seat."""

from datetime import date, timedelta

import pytest

from events.models import (
    AskedTooMuch,
    Booking,
    CapReached,
    Extra,
    NotOnSale,
    PlaceTaken,
    Price,
    PriceBook,
    ReservationLapsed,
    SalesCap,
)
from events.models.extra import ExtraLine
from invoicing.exchanging import exchange, hold_instead, settlement
from invoicing.models import Account, CounterRules, Exchange, StoredValue
from invoicing.rebooking import rebook
from invoicing.refunding import NeedsAuthority
from tests import cast
from tests.after.conftest import broken, seats, sell

pytestmark = pytest.mark.django_db


@pytest.fixture
def dearer(later):
    """The evening after, at £25.00 for adults."""
    return priced(later, 2500)


def priced(occurrence, amount):
    old = occurrence.price_list
    new = type(old).objects.create(name=f"At {amount}, {occurrence.pk}", authority="Minute 2", basis=old.basis,
                                   valid_from=date(2020, 1, 1))  # fmt: skip
    for price in old.prices.all():
        Price.objects.create(price_list=new, band=price.band, price_type=price.price_type, amount=amount)
    occurrence.price_list = new
    occurrence.save(update_fields=["price_list"])
    return occurrence


def places(occurrence, *numbers):
    return [occurrence.plan.places.select_related("area").get(number=str(number)) for number in numbers]


def rules(**fields):
    return CounterRules.objects.update_or_create(pk=1, defaults=fields)[0]


def test_the_new_places_are_held_while_the_old_are_still_had(booking, later, sam):
    basket = hold_instead(booking, booking.live_lines, later, by=sam)
    assert (basket.status, basket.exchange_of, basket.lines.live().count()) == ("reserved", booking, 3)
    assert seats(booking) == [1, 2, 3]


def test_choosing_again_gives_back_what_was_chosen_first(booking, later, sam):
    for numbers in ((5, 6, 7), (6, 7, 8)):
        hold_instead(booking, booking.live_lines, later, places=places(later, *numbers), by=sam)
    assert sorted(int(number) for number in later.lines.live().values_list("place__number", flat=True)) == [6, 7, 8]


def test_an_even_exchange_keeps_the_reference_and_kills_the_old_tickets(booking, later, sam):
    old = {line.token for line in booking.live_lines}
    basket = hold_instead(booking, booking.live_lines, later, places=places(later, 5, 6, 7), by=sam)
    done = exchange(booking, booking.live_lines, basket, by=sam)
    assert (seats(booking), done.taken, done.value_in, done.value_out) == ([5, 6, 7], 0, 5400, 5400)
    assert not old & {line.token for line in booking.live_lines}
    assert {line.replaces.token for line in booking.live_lines} == old
    basket.refresh_from_db()
    assert (basket.status, broken()) == ("cancelled", {})


def test_dearer_places_are_paid_for_and_cheaper_ones_give_money_back(booking, dearer, sam, till):
    lines = list(booking.live_lines)[:1]
    basket = hold_instead(booking, lines, dearer, by=sam)
    with pytest.raises(AskedTooMuch, match="£7.00 more is to be paid"):
        exchange(booking, lines, basket, by=sam)
    done = exchange(booking, lines, basket, way="cash", by=sam, till=till)
    assert (done.taken, till.expected(), broken()) == (700, 5000 + 5400 + 700, {})
    back = hold_instead(booking, booking.live_lines.filter(occurrence=dearer), lines[0].occurrence, by=sam)
    again = exchange(booking, booking.live_lines.filter(occurrence=dearer), back, way="refund", by=sam, till=till)
    assert (again.taken, till.expected(), broken()) == (-700, 5000 + 5400, {})


def test_what_goes_back_may_be_put_on_credit(performance, dearer, sam, till, ann):
    booking = sell(dearer, 1, customer=ann, till=till, by=sam)
    basket = hold_instead(booking, booking.live_lines, performance, by=sam)
    done = exchange(booking, booking.live_lines, basket, way="as-credit", by=sam)
    assert (done.credited, StoredValue.objects.get().balance(), broken()) == (700, 700, {})
    paid = hold_instead(booking, booking.live_lines, dearer, by=sam)
    exchange(booking, booking.live_lines, paid, way="credit", stored=StoredValue.objects.get(), by=sam)
    assert (StoredValue.objects.get().balance(), broken()) == (0, {})


def test_a_difference_is_waived_only_with_a_reason_and_by_somebody_who_may(booking, dearer, sam, max_):
    basket = hold_instead(booking, booking.live_lines, dearer, by=sam)
    with pytest.raises(NeedsAuthority, match="£21.00 is waived"):
        exchange(booking, booking.live_lines, basket, way="waive", reason="Our mistake", by=sam)
    with pytest.raises(AskedTooMuch, match="Say why"):
        exchange(booking, booking.live_lines, basket, way="waive", by=sam, authorised_by=max_)
    done = exchange(booking, booking.live_lines, basket, way="waive", reason="Our mistake", by=sam, authorised_by=max_)
    assert (done.waived, done.value_out, done.authorised_by) == (2100, 7500, max_)
    assert [(line.price, line.off) for line in booking.live_lines] == [(1800, 700)] * 3
    assert broken() == {}


def test_the_fee_is_kept_of_the_old_ticket(booking, later, sam, till):
    rules(exchange_fee=150)
    basket = hold_instead(booking, booking.live_lines, later, by=sam)
    done = exchange(booking, booking.live_lines, basket, way="cash", by=sam, till=till)
    assert (done.fee, done.taken, booking.payments.total(), broken()) == (450, 450, 5850, {})


def test_prices_as_at_the_first_order_where_the_rules_say_so(booking, later, sam):
    old = later.price_list
    new = type(old).objects.create(name=old.name, authority="Minute 9", basis=old.basis, valid_from=later.day)
    for price in old.prices.all():
        Price.objects.create(price_list=new, band=price.band, price_type=price.price_type, amount=9900)
    later.price_list = new
    later.save(update_fields=["price_list"])
    assert hold_instead(booking, booking.live_lines, later, by=sam).total().gross == 29700
    rules(exchange_at_old_price=True)
    assert hold_instead(booking, booking.live_lines, later, by=sam).total().gross == 5400


def test_extras_come_along_at_the_price_that_was_paid(booking, performance, later, sam, till):
    book = Extra.objects.create(event=performance.event, name="Programme", price=400, basis="gross",
                                charge_type="ticket", budget_code="THE-4200")  # fmt: skip
    prices = PriceBook([performance], booking.created_at)
    line = prices.extra(book, performance, booking.live_lines[0].place, 1)  # noqa: S610 - not Django's
    ExtraLine.objects.sell(booking, [line])
    Extra.objects.update(price=900)
    settled = settlement(booking, list(booking.live_lines), hold_instead(booking, booking.live_lines, later, by=sam))
    assert settled.difference == 0
    basket = Booking.objects.get(exchange_of=booking)
    exchange(booking, booking.live_lines, basket, by=sam)
    assert [(one.occurrence, one.price) for one in booking.extra_lines.live()] == [(later, 400)]


def test_a_cap_does_not_count_what_is_given_back(booking, later, sam):
    SalesCap.objects.create(event=later.event, each="run", most=3)
    basket = hold_instead(booking, booking.live_lines, later, by=sam)
    exchange(booking, booking.live_lines, basket, by=sam)
    with pytest.raises(CapReached):
        sell(later, 12, customer=booking.customer, method="terminal")


def test_a_booking_on_account_is_charged_anew(performance, dearer, sam, ann):
    account = Account.objects.open_for(ann, credit_limit=100_000)
    booking = Booking.objects.reserve([(performance, place, cast.price_type("adult")) for place in
                                       places(performance, 1, 2)], channel="counter", customer=ann, by=sam)  # fmt: skip
    account.charge(booking)
    booking = Booking.objects.get(pk=booking.pk)
    lines = list(booking.live_lines)[:1]
    done = exchange(booking, lines, hold_instead(booking, lines, dearer, by=sam), by=sam)
    assert (done.taken, sum(one.standing_gross for one in account.charges.all())) == (700, 1800 + 2500)
    assert (booking.payments.count(), broken()) == (0, {})


def test_asked_twice_it_is_done_once(booking, later, sam):
    lines = list(booking.live_lines)
    basket = hold_instead(booking, lines, later, by=sam)
    assert exchange(booking, lines, basket, by=sam) == exchange(booking, lines, basket, by=sam)


def test_a_basket_that_lapsed_leaves_the_old_places_as_they_were(booking, later, sam):
    basket = hold_instead(booking, booking.live_lines, later, by=sam)
    Booking.objects.lapse(at=basket.reserved_until + timedelta(seconds=1))
    with pytest.raises(ReservationLapsed):
        exchange(booking, booking.live_lines, basket, by=sam)
    assert (seats(booking), Exchange.objects.count(), broken()) == ([1, 2, 3], 0, {})


def test_a_performance_that_is_called_off_meanwhile_is_no_exchange(booking, later, sam):
    basket = hold_instead(booking, booking.live_lines, later, by=sam)
    type(later).objects.filter(pk=later.pk).update(cancelled_at=later.starts_at)
    with pytest.raises(NotOnSale):
        exchange(booking, booking.live_lines, basket, by=sam)
    assert seats(booking) == [1, 2, 3]


def test_seats_are_moved_at_the_price_that_was_paid_even_onto_each_other(booking, performance, sam):
    first, second, third = booking.live_lines.order_by("place")
    to = places(performance, 2, 3, 4)
    pairs = [(line, performance, place) for line, place in zip((first, second, third), to, strict=True)]
    new = rebook(booking, pairs, words="Moved", by=sam, at=booking.created_at)
    assert rebook(booking, pairs, words="Moved", by=sam, at=booking.created_at) == new
    assert (seats(booking), broken()) == ([2, 3, 4], {})
    sell(performance, 9, method="terminal")
    lines = list(booking.live_lines.order_by("place"))
    with pytest.raises(PlaceTaken):
        rebook(booking, [(lines[0], performance, places(performance, 9)[0])], words="Moved", by=sam,
               at=booking.created_at)  # fmt: skip
    assert seats(booking) == [2, 3, 4]
