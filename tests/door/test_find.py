"""Dee finds people who left their tickets at home."""

import pytest

from events.models import Customer
from tests import cast
from tests.door.test_admissions import sell, tonight

__all__ = ["tonight"]
pytestmark = pytest.mark.django_db


def find(client, occurrence, text):
    return client.get(f"/door/performances/{occurrence.pk}/", {"q": text})


@pytest.mark.parametrize("text", ["whitlock", "Mrs Whit", "ann@example.org", "960 123", "960123"])
def test_by_name_address_or_telephone(client, tonight, text):
    customer = Customer.objects.create(name="Mrs Ann Whitlock", email="ann@example.org", phone="01632960123")
    sell(tonight, 2, customer=customer)
    assert len(find(client, tonight, text).context["people"]) == 2


def test_admits_from_the_list_and_says_who_is_in(client, tonight):
    booking = sell(tonight, 2, customer=Customer.objects.create(name="Mrs Whitlock"))
    token = booking.new_lines[0].token
    assert token in find(client, tonight, "whitlock").content.decode()
    client.post(f"/door/performances/{tonight.pk}/admissions/", {"code": token})
    assert "In already" in find(client, tonight, "whitlock").content.decode()


def test_nobody_of_the_name_says_what_to_try(client, tonight):
    assert "Try the booking's reference" in find(client, tonight, "zebedee").content.decode()


def test_people_of_other_nights_and_unpaid_bookings_are_not_found(client, tonight):
    sell(tonight, paid=False, customer=Customer.objects.create(name="Mr Owing"))
    assert not find(client, tonight, "owing").context["people"]


def test_the_list_of_performances_names_today_first(client, tonight):
    context = client.get("/door/").context
    assert list(context["today"]) == [tonight] and list(context["later"]) == []


def test_markets_are_not_at_the_door(client, tonight):
    cast.market()
    assert list(client.get("/door/").context["later"]) == []
