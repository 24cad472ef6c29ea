"""The page of one event: its dates, prices and access."""

import pytest

from tests import cast

pytestmark = pytest.mark.django_db


def test_names_every_date_and_every_price(client):
    performance = cast.show()
    answer = client.get("/shows/blithe-spirit/")
    page = answer.content.decode()
    assert [date.occurrence for date in answer.context["dates"]] == [performance]
    assert "7pm" in page and "£18.00" in page and "£9.00" in page
    assert "Book at the box office or telephone" in page


def test_says_what_there_is_for_wheelchairs(client):
    performance = cast.show()
    performance.plan.places.filter(number__in=["1", "12"]).update(flags="w")
    performance.plan.seal()
    assert "2 wheelchair spaces." in client.get("/shows/blithe-spirit/").content.decode()


def test_a_note_such_as_relaxed_is_shown(client):
    performance = cast.show()
    performance.note = "Relaxed performance"
    performance.save()
    assert "Relaxed performance" in client.get("/shows/blithe-spirit/").content.decode()


def test_a_market_sends_traders_to_sign_in(client):
    cast.market()
    page = client.get("/shows/thursday-market/").content.decode()
    assert "Coming to trade?" in page and "/sign-in/?next=/portal/" in page
    assert "Any VAT is added" in page


def test_an_event_that_is_over_has_no_dates(client):
    cast.show(days=-7)
    assert "There are no more dates." in client.get("/shows/blithe-spirit/").content.decode()


def test_an_unknown_event_is_not_found(client):
    assert client.get("/shows/hamlet/").status_code == 404


def test_nobody_may_post(client):
    cast.show()
    assert client.post("/shows/blithe-spirit/").status_code == 405
