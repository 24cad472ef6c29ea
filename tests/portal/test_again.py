"""Booking again: the same pitch and extras on the next day that is free, and from there one press."""

import re

import pytest

from events.models import Booking, Extra
from tests import cast

pytestmark = pytest.mark.django_db


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


@pytest.fixture
def gazebo(days):
    cast.determination("equipment", "S", 2000)
    return Extra.objects.create(event=days[0].event, name="Gazebo", price=800, basis="gross", stock=2,
                                charge_type="equipment", budget_code="MKT-4411")  # fmt: skip


@pytest.fixture
def first(client, form, days, gazebo):
    """Amy's first day, with a gazebo."""
    return client.post("/portal/bookings/", {**form, "day": days[0].pk, f"x{gazebo.pk}": 1})["Location"].split("/")[-2]


def test_the_check_page_is_filled_in_with_the_same_pitch_and_extras_on_the_next_day(client, days, form, first, gazebo):
    for address in ("/portal/again/", f"/portal/bookings/{first}/again/"):
        page = client.get(address, follow=True)
        assert page.status_code == 200
        day = days[1].day
        assert f"{day:%a} {day.day} {day:%b %Y}" in text(page) and "N1 Gazebo £32.50" in text(page)
        assert "Total £32.50" in text(page)


def test_a_day_on_which_the_pitch_is_taken_is_passed_over(client, days, form, first):
    bob = cast.trader("bob")
    place = days[0].plan.places.first()
    Booking.objects.reserve([(days[1], place, cast.price_type("regular"))], channel="portal", customer=bob)
    answer = client.get("/portal/again/")
    assert f"day={days[2].pk}&" in answer["Location"]


def test_with_nothing_to_repeat_one_chooses_days(client, days):
    assert client.get("/portal/again/")["Location"] == "/portal/days/"


def test_nobody_repeats_anothers_booking(client, days, first):
    client.force_login(cast.trader("bob").user)
    assert client.get(f"/portal/bookings/{first}/again/").status_code == 404


def test_extras_of_a_form_are_booked_and_more_than_are_left_are_refused(client, days, form, gazebo):
    page = client.post("/portal/bookings/", {**form, f"x{gazebo.pk}": 3})
    assert (page.status_code, "Gazebo: 2 left" in text(page)) == (422, True)
    assert not Booking.objects.exists()
    client.post("/portal/bookings/", {**form, f"x{gazebo.pk}": 1, f"x{gazebo.pk}d{days[1].pk}": 0})
    booking = Booking.objects.get()
    assert booking.extra_lines.count() == 5
    assert not booking.extra_lines.filter(occurrence=days[1]).exists()
    assert "Gazebo" in text(client.get(f"/portal/bookings/{booking}/"))
