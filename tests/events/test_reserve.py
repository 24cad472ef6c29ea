"""Reserving named places."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from events.models import (
    AskedTooMuch,
    Booking,
    BookingLine,
    Hold,
    HoldType,
    NotOnSale,
    NotOpenTo,
    NotPriced,
    PlaceHeld,
    PlaceTaken,
    ReservationLapsed,
    VatDetermination,
)
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def performance():
    return cast.show()


def wanted(performance, *numbers, price_type="adult"):
    seats = {place.number: place for place in performance.plan.places.select_related("area")}
    return [(performance, seats[str(n)], cast.price_type(price_type)) for n in numbers]


def reserve(performance, *numbers, **kwargs):
    return Booking.objects.reserve(wanted(performance, *numbers), channel="counter", **kwargs)


def test_two_seats_are_reserved_at_their_price(performance):
    booking = reserve(performance, 3, 4)
    assert [line.price for line in booking.lines.all()] == [1800, 1800]
    assert booking.total().gross == 3600
    assert booking.total().vat == 600


def test_a_taken_seat_is_named_and_the_nearest_equal_one_offered(performance):
    reserve(performance, 5)
    with pytest.raises(PlaceTaken) as refusal:
        reserve(performance, 4, 5)
    assert [place.number for place in refusal.value.places] == ["5"]
    assert refusal.value.nearest[0].number in ("4", "6")
    assert "Stalls A5 has just gone" in str(refusal.value)
    assert Booking.objects.count() == 1


def test_the_index_refuses_what_a_look_up_missed(performance):
    line = reserve(performance, 1).lines.get()
    line.pk, line.token = None, "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_a_reservation_that_ran_out_gives_way_whole(performance):
    slow = reserve(performance, 1, 2, minutes=10, at=now() - timedelta(minutes=11))
    reserve(performance, 2)
    slow.refresh_from_db()
    assert slow.status == "lapsed"
    assert slow.lines.live().count() == 0
    with pytest.raises(ReservationLapsed):
        slow.confirm()


def test_a_late_payer_keeps_places_nobody_else_wanted(performance):
    late = reserve(performance, 1, at=now() - timedelta(minutes=11))
    late.confirm()
    assert late.status == "confirmed"


def test_confirming_twice_is_confirming_once(performance):
    booking = reserve(performance, 1)
    booking.confirm()
    first = booking.confirmed_at
    again = Booking.objects.get(pk=booking.pk)
    again.confirm()
    assert again.confirmed_at == first


def test_a_released_seat_is_free_and_its_sale_is_remembered(performance):
    booking = reserve(performance, 1, 2)
    assert booking.release(booking.lines.all()[:1], reason="ill") == 1
    reserve(performance, 1)
    assert BookingLine.objects.count() == 3


def test_cancelling_frees_every_place_and_twice_is_once(performance):
    booking = reserve(performance, 1, 2)
    booking.cancel(reason="changed their mind")
    booking.cancel(reason="again")
    assert booking.status == "cancelled"
    assert booking.lines.live().count() == 0


def test_a_held_seat_is_sold_only_by_those_who_may(performance):
    seat = wanted(performance, 1)[0][1]
    performance.hold([seat], HoldType.objects.create(name="House"))
    with pytest.raises(PlaceHeld, match="held back \\(House\\)"):
        reserve(performance, 1)
    assert not Booking.objects.exists()
    reserve(performance, 1, by=cast.staff("max", "Managers"))


def test_nobody_sells_a_killed_seat(performance):
    performance.hold([wanted(performance, 1)[0][1]], HoldType.objects.create(name="Camera", kill=True))
    with pytest.raises(PlaceHeld):
        reserve(performance, 1, by=cast.staff("max", "Managers"))


def test_a_sold_seat_cannot_be_held(performance):
    reserve(performance, 1)
    with pytest.raises(PlaceTaken):
        performance.hold([wanted(performance, 1)[0][1]], HoldType.objects.create(name="House"))
    assert not Hold.objects.exists()


def test_the_same_seat_twice_is_refused(performance):
    with pytest.raises(AskedTooMuch, match="twice"):
        reserve(performance, 1, 1)


def test_nothing_chosen_is_refused(performance):
    with pytest.raises(AskedTooMuch, match="at least one"):
        reserve(performance)


def test_a_seat_of_another_plan_is_refused(performance):
    elsewhere = cast.plan("Winding Wheel").places.select_related("area").first()
    with pytest.raises(AskedTooMuch, match="not on the plan"):
        Booking.objects.reserve([(performance, elsewhere, cast.price_type("adult"))], channel="shop")


def test_a_companion_seat_goes_with_its_space_only(performance):
    space, companion = performance.plan.places[:2]
    companion.flags, companion.companion_of = "c", space
    companion.save()
    with pytest.raises(AskedTooMuch, match="companion seat"):
        reserve(performance, 2)
    assert reserve(performance, 1, 2).lines.count() == 2


def test_a_performance_that_is_over_is_not_sold(performance):
    with pytest.raises(NotOnSale, match="is over"):
        reserve(performance, 1, at=performance.ends_at)


def test_a_cancelled_performance_is_not_sold(performance):
    performance.cancelled_at = now()
    with pytest.raises(NotOnSale, match="is cancelled"):
        reserve(performance, 1)


def test_without_a_vat_determination_nothing_is_sold(performance):
    VatDetermination.objects.all().delete()
    with pytest.raises(NotPriced, match="Ask finance"):
        reserve(performance, 1)


def test_an_events_own_determination_goes_before_the_general_one(performance):
    cast.determination("ticket", "E", 0, event=performance.event)
    assert reserve(performance, 1).lines.get().vat == "E"


def test_a_price_list_that_has_ended_sells_nothing(performance):
    performance.price_list.valid_to = performance.price_list.valid_from
    with pytest.raises(NotPriced, match="holds no prices"):
        reserve(performance, 1)


@pytest.mark.parametrize("places", [1, 4, 10])
def test_queries_do_not_grow_with_the_number_of_places(performance, places, django_assert_max_num_queries):
    lines = wanted(performance, *range(1, places + 1))
    with django_assert_max_num_queries(9):  # two of them the savepoint's, inside the test's own transaction
        Booking.objects.reserve(lines, channel="counter")


def test_only_an_insured_trader_books_a_market_day():
    days = cast.market()
    pitch = days[0].plan.places.select_related("area").first()
    line = [(days[0], pitch, cast.price_type("regular"))]
    with pytest.raises(NotOpenTo, match="approved traders"):
        Booking.objects.reserve(line, channel="shop")
    with pytest.raises(NotOpenTo, match="Public liability insurance is needed"):
        Booking.objects.reserve(line, channel="portal", customer=cast.trader("bob", insured=False))
    assert Booking.objects.reserve(line, channel="portal", customer=cast.trader()).lines.count() == 1


def test_six_market_days_are_all_or_nothing():
    days = cast.market()
    amy, bob = cast.trader(), cast.trader("bob")
    pitch = days[0].plan.places.select_related("area").first()
    regular = cast.price_type("regular")
    Booking.objects.reserve([(days[3], pitch, regular)], channel="portal", customer=bob)
    with pytest.raises(PlaceTaken):
        Booking.objects.reserve([(day, pitch, regular) for day in days], channel="portal", customer=amy)
    assert Booking.objects.count() == 1
