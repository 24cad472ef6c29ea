"""Blithe Spirit with twelve seats, its offers and fees, and Sam at an open till."""

import pytest

from events.models import Booking, Extra, Offer
from tests import cast


@pytest.fixture
def performance(db):
    return cast.show()


@pytest.fixture
def sam(client, db):
    sam = cast.staff("sam", "Box office")
    client.force_login(sam)
    return sam


@pytest.fixture
def till(sam):
    return cast.till(sam)


@pytest.fixture
def family(performance):
    """Two adults and two children together: 10% off."""
    offer = Offer.objects.create(name="Family saver", percent_off=10)
    offer.parts.create(price_type=cast.price_type("adult"), count=2)
    offer.parts.create(price_type=cast.price_type("child"), count=2)
    return offer


def fee(performance, name, price, sort, channels=""):
    return Extra.objects.create(event=performance.event, name=name, price=price, basis="gross", charge_type="ticket",
                                budget_code="THE-4190", fee=sort, channels=channels)  # fmt: skip


@pytest.fixture
def levy(performance):
    return fee(performance, "Restoration levy", 150, "ticket")


@pytest.fixture
def phone_fee(performance):
    return fee(performance, "Booking fee", 250, "booking", "phone")


def places(performance, *numbers):
    return list(performance.plan.places.select_related("area").filter(number__in=map(str, numbers)))


def wanted(performance, price_type, *numbers):
    return [(performance, place, cast.price_type(price_type)) for place in places(performance, *numbers)]


def reserve(performance, adults=(), children=(), channel="counter", **fields):
    asked = [*wanted(performance, "adult", *adults), *wanted(performance, "child", *children)]
    return Booking.objects.reserve(asked, channel=channel, **fields)


def prices(booking):
    """{seat number: pence} of what the basket holds."""
    return {int(line.place.number): line.price for line in booking.live_lines}
