"""Who stands at the till: Sam with it open, and Max, who may authorise, each with a PIN."""

import pytest

from events.models import Booking
from invoicing.models import Payment
from tests import cast


def with_pin(name, role, pin):
    user = cast.staff(name, role)
    user.set_pin(pin)
    user.save()
    return user


@pytest.fixture
def sam(client):
    sam = with_pin("sam", "Box office", "4719")
    client.force_login(sam)
    return sam


@pytest.fixture
def max():
    return with_pin("max", "Managers", "8305")


@pytest.fixture
def till(sam):
    return cast.till(sam)


@pytest.fixture
def sell(sam, till):
    """sell("cash") sells one adult's seat, £18.00, through the till and returns the payment."""

    performance = cast.show()

    def sell(method="cash", by=sam, through=till):
        booking = Booking.objects.reserve_best(performance, [cast.price_type("adult")], channel="counter", by=by)
        return Payment.objects.take(booking, method, by=by, till=through)

    return sell
