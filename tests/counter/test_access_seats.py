"""A wheelchair space and its companion seat, found and held at the counter."""

import pytest

from events.models import Booking, Place
from tests import cast
from tests.counter.clerk import basket, hold, seats
from tests.selling.conftest import fee

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(performance):
    """A11 is a wheelchair space, A12 its companion seat."""
    space, companion = (performance.plan.places.get(number=number) for number in ("11", "12"))
    Place.objects.filter(pk=space.pk).update(flags="w")
    Place.objects.filter(pk=companion.pk).update(flags="c", companion_of=space)
    performance.plan.seal()
    return space


def page_of(client, performance):
    return " ".join(client.get(f"/counter/performances/{performance.pk}/access-seats/").content.decode().split())


def test_the_way_there_is_on_the_desk_where_the_house_has_such(client, till, performance, space):
    assert f"/counter/performances/{performance.pk}/access-seats/" in client.get("/counter/").content.decode()


def test_a_house_without_them_shows_no_way(client, till, performance):
    assert "access-seats" not in client.get("/counter/").content.decode()
    assert "has no wheelchair spaces" in page_of(client, performance)


def test_both_are_held_by_one_press_at_the_price_shown(client, till, performance, space):
    fee(performance, "Levy", 150, "ticket")
    assert "A12, £39.00" in page_of(client, performance) and "£19.50" in page_of(client, performance)
    companion = space.companions.get()
    client.post("/counter/lines/", {"performance": performance.pk, "place": [space.pk, companion.pk]})
    assert seats(basket(client)) == [11, 12]
    assert basket(client).total().gross == 3900
    assert "Not free." in page_of(client, performance)


def test_a_companion_seat_alone_is_refused_with_the_reason(client, till, performance, space):
    answer = client.post("/counter/lines/", {"performance": performance.pk, "place": space.companions.get().pk})
    assert answer.status_code == 422 and "Book it together with its wheelchair space" in answer.content.decode()


def test_a_space_whose_companion_seat_has_gone_is_sold_alone(client, till, performance, space):
    adult = cast.price_type("adult")
    booking = Booking.objects.reserve([(performance, one, adult) for one in (space, space.companions.get())],
                                      channel="shop")  # fmt: skip
    booking.release(list(booking.live_lines.filter(place=space)), reason="refunded")
    page = page_of(client, performance)
    assert "Space alone" in page and "Space and companion" not in page


def test_the_best_available_leave_them_alone(client, till, performance, space):
    hold(client, performance, "2")
    assert not {11, 12} & set(seats(basket(client)))


def test_a_till_comes_first_and_an_unknown_performance_is_not_found(client, sam, performance):
    assert client.get(f"/counter/performances/{performance.pk}/access-seats/").status_code == 302
    cast.till(sam)
    assert client.get("/counter/performances/999999/access-seats/").status_code == 404
