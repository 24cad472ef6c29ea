"""A basket at the desk: places added to a reservation, given back, and exchanged for others."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from events.models import AskedTooMuch, Booking, PlaceTaken, ReservationLapsed, SoldOut, Wanted
from invoicing.models import Payment
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def performance():
    return cast.show()


def wanted(performance, *numbers, price_type="adult"):
    seats = {place.number: place for place in performance.plan.places.select_related("area")}
    return [Wanted(performance, seats[str(n)], cast.price_type(price_type)) for n in numbers]


def reserve(performance, *numbers, **kwargs):
    return Booking.objects.reserve(wanted(performance, *numbers), channel="counter", **kwargs)


def seats(booking):
    return sorted(int(line.place.number) for line in booking.live_lines)


def test_a_seat_is_added_and_the_time_starts_again(performance):
    booking = reserve(performance, 3, at=now() - timedelta(minutes=9))
    booking.add(wanted(performance, 4))
    assert seats(booking) == [3, 4]
    assert booking.reserved_until > now() + timedelta(minutes=9)
    assert booking.total().gross == 3600


def test_a_longer_time_given_before_is_not_shortened(performance):
    booking = reserve(performance, 3, minutes=60)
    booking.add(wanted(performance, 4))
    assert booking.reserved_until > now() + timedelta(minutes=59)


def test_a_lost_seat_is_named_and_nothing_held_is_lost(performance):
    reserve(performance, 5)
    booking = reserve(performance, 3)
    with pytest.raises(PlaceTaken) as refusal:
        booking.add(wanted(performance, 4, 5))
    assert [place.number for place in refusal.value.places] == ["5"]
    assert refusal.value.nearest[0].number == "6"
    assert seats(booking) == [3]


def test_the_same_seat_is_not_added_twice(performance):
    booking = reserve(performance, 3)
    with pytest.raises(AskedTooMuch, match="twice"):
        booking.add(wanted(performance, 3))


def test_a_basket_is_no_way_round_the_most_at_once(performance):
    performance.most_at_once = 2
    performance.save()
    booking = reserve(performance, 3, 4)
    with pytest.raises(AskedTooMuch, match="between 1 and 2"):
        booking.add(wanted(performance, 5))
    with pytest.raises(AskedTooMuch, match="between 1 and 2"):
        booking.add_best(performance, [cast.price_type("adult")])


def test_nothing_is_added_to_a_basket_that_lapsed(performance):
    booking = reserve(performance, 3, at=now() - timedelta(minutes=30))
    Booking.objects.lapse()
    with pytest.raises(ReservationLapsed):
        booking.add(wanted(performance, 4))
    assert seats(reserve(performance, 3, 4)) == [3, 4]


def test_a_basket_that_ran_out_but_nobody_wanted_comes_back_to_life(performance):
    booking = reserve(performance, 3, at=now() - timedelta(minutes=30))
    booking.add(wanted(performance, 4))
    with pytest.raises(PlaceTaken):
        reserve(performance, 3)


def test_nothing_is_added_to_a_booking_that_is_paid(performance):
    sam = cast.staff("sam", "Box office")
    booking = reserve(performance, 3)
    Payment.objects.take(booking, "terminal", by=sam)
    with pytest.raises(ReservationLapsed):
        booking.add(wanted(performance, 4))


def test_an_overdue_reservation_in_the_way_is_taken_over(performance):
    overdue = reserve(performance, 4, at=now() - timedelta(minutes=30))
    booking = reserve(performance, 3)
    booking.add(wanted(performance, 4))
    overdue.refresh_from_db()
    assert (seats(booking), overdue.status) == ([3, 4], "lapsed")


def test_the_best_places_are_added(performance):
    booking = reserve(performance, 1)
    booking.add_best(performance, [cast.price_type("adult"), cast.price_type("child")])
    assert seats(booking) == [1, 5, 6]
    with pytest.raises(SoldOut):
        booking.add_best(performance, [cast.price_type("adult")] * 8)
    with pytest.raises(AskedTooMuch):
        booking.add_best(performance, [])
    assert seats(booking) == [1, 5, 6]


def test_a_price_type_is_changed_in_place(performance):
    booking = reserve(performance, 3, 4)
    line = booking.live_lines.get(place__number="3")
    booking.add(wanted(performance, 3, price_type="child"), instead_of=[line])
    assert seats(booking) == [3, 4]
    assert booking.total().gross == 2700


def test_changing_the_same_line_twice_changes_it_once(performance):
    booking = reserve(performance, 3)
    line = booking.live_lines.get()
    booking.add(wanted(performance, 3, price_type="child"), instead_of=[line])
    with pytest.raises(AskedTooMuch):
        booking.add(wanted(performance, 3), instead_of=[line])
    assert booking.total().gross == 900


def test_a_wheelchair_space_in_the_basket_lets_its_companion_in(performance):
    space, seat = performance.plan.places.filter(number__in=["1", "2"]).order_by("pk")
    performance.plan.places.filter(pk=space.pk).update(flags="w")
    performance.plan.places.filter(pk=seat.pk).update(flags="c", companion_of=space)
    booking = reserve(performance, 1)
    booking.add(wanted(performance, 2))
    assert seats(booking) == [1, 2]


def test_what_was_given_back_is_not_paid_for(performance):
    booking = reserve(performance, 3, 4)
    booking.release(booking.new_lines[:1], reason="Not wanted")
    payment = Payment.objects.take(booking, "terminal", by=cast.staff("sam", "Box office"))
    assert payment.amount == 1800


def test_paying_twice_from_two_windows_takes_money_once(performance):
    reference = reserve(performance, 3, 4).reference
    here, there = (Booking.objects.get(reference=reference) for _ in range(2))
    sam = cast.staff("sam", "Box office")
    assert Payment.objects.take(here, "terminal", by=sam).amount == 3600
    assert Payment.objects.take(there, "terminal", by=sam) is None
    assert Payment.objects.total() == 3600
