"""Refund pressed twice: the second press says what the first gave back."""

import pytest

from tests.after.test_pages import at, give_back, lines

pytestmark = pytest.mark.django_db


def test_the_second_press_says_what_the_first_gave_back(client, booking, till):
    _, data = give_back(client, booking, lines(booking)[:2])
    said = [f"{booking}: Cash −£36.00."] * 2
    client.post(at(booking, "refunds/"), data)
    told = [str(one) for one in client.get(at(booking)).context["messages"]]
    assert told == said
