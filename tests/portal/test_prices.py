"""Whose price is whose: with a licence on this market the regular one, without one the casual traders'."""

import pytest
from django.utils.timezone import localdate, now

from events.models import Booking, PriceType, StandingBooking
from tests import cast

pytestmark = pytest.mark.django_db
NONE_LEFT = "12 no-shows."


@pytest.fixture
def by_the_day(form):
    """The market's casual price is for traders without a licence."""
    PriceType.objects.filter(pk=cast.price_type("casual").pk).update(casual=True)
    return form


@pytest.fixture
def licence(days, amy):
    return StandingBooking.objects.create(
        customer=amy, place=days[0].plan.places.last(), event=days[0].event, weekdays=str(days[0].day.weekday()),
        price_type=cast.price_type("regular"), status="running", starts_on=localdate(), seniority_from=localdate(),
        offered_on=localdate(), accepted_at=now(),
    )  # fmt: skip


def test_without_a_licence_the_casual_price_is_the_only_one(client, amy, by_the_day):
    page = client.get("/portal/check/", by_the_day).content.decode()
    assert "£180.00" in page and "£24.50" not in page
    client.post("/portal/bookings/", by_the_day)
    assert amy.account.balance() == 6 * 3000


def test_a_licence_on_the_market_gives_the_regular_one(client, amy, by_the_day, licence):
    client.post("/portal/bookings/", by_the_day)
    assert amy.account.balance() == 6 * 2450


def test_whose_casual_places_are_stopped_books_at_no_price(client, amy, by_the_day):
    type(amy.trader).objects.update(casual_stopped=NONE_LEFT)
    answer = client.post("/portal/bookings/", by_the_day)
    assert answer.status_code == 422 and NONE_LEFT in answer.content.decode()
    assert not Booking.objects.exists()


def test_a_licence_books_though_casual_places_are_stopped(client, amy, by_the_day, licence):
    type(amy.trader).objects.update(casual_stopped=NONE_LEFT)
    assert client.post("/portal/bookings/", by_the_day).status_code == 302
