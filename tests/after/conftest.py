"""Who stands at the counter after the sale: Sam with an open till, Max who may authorise, and Ann who booked."""

from datetime import timedelta

import pytest

from events.models import Booking, Customer, Occurrence
from events.proof import PROOFS as PLACES
from invoicing.models import Payment
from invoicing.proofs.every import PROOFS as MONEY
from tests import cast

PIN = "4826"


@pytest.fixture
def performance(db):
    return cast.show()


@pytest.fixture
def later(performance):
    """The same show the evening after, at the same prices."""
    return another(performance, 1)


def another(performance, days):
    return Occurrence.objects.create(
        event=performance.event, plan=performance.plan, price_list=performance.price_list,
        starts_at=performance.starts_at + timedelta(days=days), ends_at=performance.ends_at + timedelta(days=days),
    )  # fmt: skip


@pytest.fixture
def sam(client, db):
    sam = cast.staff("sam", "Box office")
    client.force_login(sam)
    return sam


@pytest.fixture
def max_(db):
    """A manager with a PIN."""
    manager = cast.staff("max", "Managers")
    manager.set_pin(PIN)
    manager.save()
    return manager


@pytest.fixture
def till(sam):
    return cast.till(sam)


@pytest.fixture
def ann(db):
    return Customer.objects.create(name="Ann Whitlock", email="ann@example.org", phone="01632 960 412",
                                   postcode="AB1 2CD")  # fmt: skip


def sell(performance, *numbers, customer=None, method="cash", till=None, by=None, price_type="adult", at=None):
    """A paid booking of these seats."""
    places = [(performance, performance.plan.places.get(number=str(number)), cast.price_type(price_type))
              for number in numbers]  # fmt: skip
    booking = Booking.objects.reserve(places, channel="counter", customer=customer, by=by, at=at)
    Payment.objects.take(booking, method, till=till, by=by, at=at)
    return Booking.objects.get(pk=booking.pk)


@pytest.fixture
def booking(performance, sam, till, ann):
    """Ann's A1, A2 and A3, £54.00 in cash."""
    return sell(performance, 1, 2, 3, customer=ann, till=till, by=sam)


def broken():
    """Every invariant that does not hold: {} where all do."""
    return {title: found for title, check in [*PLACES, *MONEY] if (found := check())}


def seats(booking):
    return sorted(int(line.place.number) for line in booking.live_lines)
