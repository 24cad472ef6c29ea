"""A basket settles its offers and fees by itself: lines and fees that change, and all those that stay."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import now

from events.models import BookingLine, Extra, Offer, ReservationLapsed
from invoicing.models import Payment
from invoicing.proofs.every import PROOFS
from tests import cast
from tests.selling.conftest import fee, prices, reserve, wanted

pytestmark = pytest.mark.django_db


def fees(booking):
    return sorted((line.extra.name, line.place and int(line.place.number), line.price)
                  for line in booking.extra_lines.live().with_parts())  # fmt: skip


def test_without_offers_and_fees_it_costs_one_question(performance, django_assert_num_queries):
    booking = reserve(performance, [1, 2])
    with django_assert_num_queries(1):
        booking.settle()


def test_a_whole_family_saves_and_its_seats_stay(performance, family):
    booking = reserve(performance, [1, 2, 3], [4, 5])
    booking.settle()
    assert prices(booking) == {1: 1620, 2: 1620, 3: 1800, 4: 810, 5: 810}
    line = booking.live_lines.get(place__number="1")
    assert (line.published, line.off, line.offer) == (1800, 180, family)
    assert line.worked == "Family saver: 10% off £18.00 is £16.20"
    released = BookingLine.objects.filter(booking=booking).exclude(released_at=None)
    assert {line.release_reason for line in released} == {"offer applied"} and len(released) == 4


def test_settled_twice_nothing_is_written_anew(performance, family):
    booking = reserve(performance, [1, 2, 3], [4, 5])
    booking.settle()
    before = set(booking.lines.live().values_list("pk", flat=True))
    booking.settle()
    assert set(booking.lines.live().values_list("pk", flat=True)) == before


def test_a_broken_set_pays_in_full_again(performance, family):
    booking = reserve(performance, [1, 2], [4, 5])
    booking.settle()
    booking.release([booking.live_lines.get(place__number="5")], reason="taken out of the basket")
    booking.settle()
    assert prices(booking) == {1: 1800, 2: 1800, 4: 900}
    assert set(booking.live_lines.values_list("off", "offer", "worked")) == {(0, None, "")}
    assert booking.lines.filter(release_reason="offer no longer fits").count() == 3


def test_a_later_addition_completes_the_set(performance, family):
    booking = reserve(performance, [1, 2], [4])
    booking.settle()
    assert sum(prices(booking).values()) == 4500
    booking.add(wanted(performance, "child", 5))
    booking.settle()
    assert sum(prices(booking).values()) == 4860


@pytest.mark.parametrize("rule", [
    {"channels": "phone shop"}, {"valid_to": date(2020, 1, 1)}, {"valid_from": date(2999, 1, 1)}, {"least_places": 9},
])  # fmt: skip
def test_an_offer_holds_only_where_and_when_it_says(performance, family, rule):
    Offer.objects.filter(pk=family.pk).update(**rule)
    booking = reserve(performance, [1, 2], [4, 5])
    booking.settle()
    assert sum(prices(booking).values()) == 5400


def test_a_basket_whose_time_is_up_says_so(performance, family):
    booking = reserve(performance, [1], at=now() - timedelta(hours=1))
    type(booking).objects.lapse()
    with pytest.raises(ReservationLapsed):
        booking.settle()


def test_each_ticket_has_its_levy_and_it_goes_with_its_ticket(performance, levy):
    booking = reserve(performance, [1, 2])
    booking.settle()
    assert fees(booking) == [("Restoration levy", 1, 150), ("Restoration levy", 2, 150)]
    assert booking.total().gross == 3900
    booking.release([booking.live_lines.get(place__number="2")], reason="taken out of the basket")
    booking.settle()
    assert fees(booking) == [("Restoration levy", 1, 150)]


def test_more_than_ten_tickets_have_more_than_ten_levies(performance, levy):
    booking = reserve(performance, range(1, 11))
    booking.add(wanted(performance, "adult", 11, 12))
    booking.settle()
    assert len(fees(booking)) == 12


def test_a_new_price_keeps_one_levy(performance, levy, family):
    booking = reserve(performance, [1, 2], [4])
    booking.settle()
    booking.add(wanted(performance, "child", 5))
    booking.settle()
    assert [number for _, number, _ in fees(booking)] == [1, 2, 4, 5]
    line = booking.live_lines.get(place__number="1")
    booking.add(wanted(performance, "child", 1), instead_of=[line])
    booking.settle()
    assert [number for _, number, _ in fees(booking)] == [1, 2, 4, 5]


def test_the_telephone_has_a_booking_fee_and_the_counter_has_none(performance, phone_fee):
    booking = reserve(performance, [1, 2])
    booking.settle()
    assert fees(booking) == []
    booking.sell_by("phone")
    assert fees(booking) == [("Booking fee", None, 250)]
    booking.sell_by("counter")
    assert (fees(booking), booking.total().gross) == ([], 3600)


def test_one_booking_fee_for_two_performances(performance, phone_fee):
    booking = reserve(performance, [1], channel="phone")
    performance.pk, performance._state.adding = None, True
    performance.starts_at += timedelta(days=1)
    performance.ends_at += timedelta(days=1)
    performance.save()
    booking.add(wanted(performance, "adult", 2))
    booking.settle()
    assert fees(booking) == [("Booking fee", None, 250)]


def test_an_empty_basket_has_no_fees(performance, levy, phone_fee):
    booking = reserve(performance, [1], channel="phone")
    booking.settle()
    booking.release(booking.live_lines, reason="taken out of the basket")
    booking.settle()
    assert (fees(booking), booking.total().gross) == ([], 0)


def test_a_free_ticket_has_no_levy(performance, levy):
    Offer.objects.create(name="Free today", percent_off=100)
    booking = reserve(performance, [1])
    booking.settle()
    assert booking.total().gross == 0


def test_the_books_prove_after_a_sale_with_offers_and_fees(performance, family, levy, phone_fee):
    cast.till(cast.staff("max", "Managers"))
    booking = reserve(performance, [1, 2, 3], [4, 5], channel="phone")
    booking.settle()
    Payment.objects.take(booking, "terminal")
    assert {title: found for title, check in PROOFS if (found := check())} == {}


def test_extras_are_set_to_a_number(performance):
    programme = Extra.objects.create(event=performance.event, name="Programme", price=500, basis="gross",
                                     charge_type="ticket", budget_code="THE-4180", stock=3)  # fmt: skip
    booking = reserve(performance, [1])
    for quantity in (1, 3, 3, 2, 0):
        booking.set_extra(programme, performance, quantity)
        assert (sum(line.quantity for line in booking.extra_lines.live()), programme.left(performance)) == (
            quantity, 3 - quantity)  # fmt: skip
        assert booking.total().gross == 1800 + 500 * quantity


def test_a_fee_is_not_chosen(performance):
    booking = reserve(performance, [1])
    with pytest.raises(Exception, match="charged by itself"):
        booking.set_extra(fee(performance, "Levy", 100, "ticket"), performance, 1)
