"""Mo ticks traders as they arrive, and takes a tick back."""

import pytest

from events.models import Booking, CheckIn, Wanted
from tests import cast
from tests.market.test_register import book

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(client):
    client.force_login(cast.staff("mo", "Market officers"))
    return cast.market()[0]


@pytest.fixture
def line(day):
    return book(day, cast.trader())


def arrive(client, line):
    return client.post(f"/market/days/{line.occurrence_id}/arrivals/", {"line": line.pk})


def test_ticking_checks_the_trader_in(client, day, line):
    answer = arrive(client, line)
    assert answer["Location"] == f"/market/days/{day.pk}/#pitch-{line.place_id}"
    assert CheckIn.objects.get().by.email == "mo@alderbrook.example"
    register = client.get("/market/").context["register"]
    assert dict(register.figures) == {"Here": "1 of 1", "Expected": 0, "Free pitches": 5, "Held": 0}


def test_ticking_twice_says_when(client, line):
    arrive(client, line)
    answer = arrive(client, line)
    assert answer.status_code == 422
    assert "Already used at" in answer.content.decode()
    assert CheckIn.objects.count() == 1


def test_a_tick_can_be_taken_back_and_given_again(client, line):
    arrive(client, line)
    client.post(f"/market/arrivals/{CheckIn.objects.get().pk}/undoings/")
    assert CheckIn.objects.get().undone_at
    assert arrive(client, line).status_code == 302
    assert CheckIn.objects.standing().count() == 1


def test_taking_back_twice_is_taking_back_once(client, line):
    arrive(client, line)
    first = CheckIn.objects.get()
    assert first.undo(first.by) and not first.undo(first.by)


def test_a_booking_not_paid_is_not_here(client, day):
    place = day.plan.places.get(number="3")
    booking = Booking.objects.reserve([Wanted(day, place, cast.price_type("regular"))], channel="market",
                                      customer=cast.trader())  # fmt: skip
    answer = arrive(client, booking.new_lines[0])
    assert answer.status_code == 422 and "is not paid" in answer.content.decode()


@pytest.mark.parametrize("line", ["", "x", "999999"])
def test_a_pitch_given_back_meanwhile_says_so(client, day, line):
    answer = client.post(f"/market/days/{day.pk}/arrivals/", {"line": line})
    assert answer.status_code == 422 and "given back" in answer.content.decode()


def test_theatre_tickets_are_none_of_the_markets(client, day):
    show = cast.show()
    assert client.post(f"/market/days/{show.pk}/arrivals/", {"line": 1}).status_code == 404
