"""Another name on a booking, and how many places one customer may have."""

import pytest

from events.models import Booking, CapReached, Customer, SalesCap
from invoicing.transfers import transfer
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def show():
    return cast.show()


@pytest.fixture
def customers():
    return [Customer.objects.create(name=name, email=f"{name.lower()}@x.example") for name in ("Ann", "Bob")]


def two_places(show, customer):
    return Booking.objects.reserve_best(show, [cast.price_type("adult")] * 2, channel="phone", customer=customer)


@pytest.mark.parametrize("each", ["customer", "run"])
def test_nobody_is_given_more_places_than_one_customer_may_have(show, customers, each):
    ann, bob = customers
    SalesCap.objects.put(show.event, 3, each=each)
    two_places(show, ann)
    bobs = two_places(show, bob)
    with pytest.raises(CapReached, match="3 seats at most may be sold to one customer"):
        transfer(bobs, name="Ann", email="ann@x.example")
    bobs.refresh_from_db()
    assert bobs.customer == bob
    assert transfer(bobs, name="Cat", email="cat@x.example").name == "Cat"


def test_how_many_are_sold_in_all_is_no_matter_for_it(show, customers):
    bobs = two_places(show, customers[1])
    SalesCap.objects.put(show.event, 1, each="occurrence")  # lowered after they were sold
    assert transfer(bobs, name="Ann", email="ann@x.example") == customers[0]
