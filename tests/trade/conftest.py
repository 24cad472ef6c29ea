"""A market of six pitches in a row, and three traders: Amy and Ben sell cheese, Cat sells plants."""

from types import SimpleNamespace

import pytest
from django.utils.timezone import localdate

from events.models import Booking, Commodity, TradeLine
from tests import cast


def sells(customer, commodity, key=True):
    """The line that lets this trader sell that."""
    return TradeLine.objects.start(customer.trader, commodity, key=key, from_day=localdate())


@pytest.fixture
def goods(db):
    """Commodities by name."""
    return SimpleNamespace(
        cheese=Commodity.objects.create(name="Cheese", group="Food"),
        plants=Commodity.objects.create(name="Plants", group="Plants"),
        kebabs=Commodity.objects.create(name="Kebabs", group="Hot food", hot_food=True),
    )


@pytest.fixture
def days(db):
    return cast.market()


@pytest.fixture
def pitches(days):
    return list(days[0].plan.places.select_related("area"))


@pytest.fixture
def amy(days, goods):
    amy = cast.trader("amy")
    sells(amy, goods.cheese)
    return amy


@pytest.fixture
def ben(days, goods):
    ben = cast.trader("ben")
    sells(ben, goods.cheese)
    return ben


@pytest.fixture
def cat(days, goods):
    cat = cast.trader("cat")
    sells(cat, goods.plants)
    return cat


@pytest.fixture
def mo(db):
    return cast.staff("mo", "Market officers")


@pytest.fixture
def book(days):
    """book(customer, pitch, …) takes pitches on the first day, or on those given."""

    def book(customer, *places, on=None, **fields):
        wanted = [(day, place, cast.price_type("regular")) for day in on or days[:1] for place in places]
        return Booking.objects.reserve(wanted, channel="portal", customer=customer, **fields)

    return book
