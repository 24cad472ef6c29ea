"""A market day that is on now, two officers, and a trader who has booked."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from events.models import Booking, Occurrence, Wanted
from tests import cast


@pytest.fixture
def day(db):
    """The first market day, moved so that it began an hour ago."""
    days = cast.market()
    shift = now() - timedelta(hours=1) - days[0].starts_at
    for one in days:
        Occurrence.objects.filter(pk=one.pk).update(starts_at=one.starts_at + shift, ends_at=one.ends_at + shift)
    day = Occurrence.objects.with_parts().get(pk=days[0].pk)
    day.event.rules.late_cutoff = (now() - timedelta(minutes=5)).astimezone(cast.LONDON).time()
    day.event.rules.save()
    return day


@pytest.fixture
def mo(day):
    return cast.staff("mo", "Market officers")


@pytest.fixture
def max_(day):
    return cast.staff("max", "Managers")


@pytest.fixture
def place(day):
    """place(2) is pitch N2."""
    return lambda number: day.plan.places.select_related("area").get(number=str(number))


@pytest.fixture
def book(day, place):
    """book(customer, 1) books N1 on account as a regular; with paid=False it is only reserved."""

    def book(customer, number=1, paid=True):
        wanted = [Wanted(day, place(number), cast.price_type("regular"))]
        booking = Booking.objects.reserve(wanted, channel="market", customer=customer, minutes=600)
        if paid:
            customer.account.charge(booking)
        return booking.lines.with_parts().select_related("booking__customer").get()

    return book


@pytest.fixture
def line(book):
    return book(cast.trader())
