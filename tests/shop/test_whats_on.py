"""Anybody sees what's on: events, their next dates, and how many places are left."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from events.models import Booking, HoldType, Occurrence
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def performance():
    return cast.show()


def another(occurrence, days, **fields):
    fields = {"event": occurrence.event, "plan": occurrence.plan, "price_list": occurrence.price_list,
              "starts_at": occurrence.starts_at + timedelta(days=days),
              "ends_at": occurrence.ends_at + timedelta(days=days), **fields}  # fmt: skip
    return Occurrence.objects.create(**fields)


def page(client, path="/"):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_announced_says_so(client):
    assert "Nothing is announced yet" in page(client)


def test_shows_and_markets_stand_apart(client, performance):
    cast.market()
    context = client.get("/").context
    assert [each.event.title for each in context["shows"]] == ["Blithe Spirit"]
    assert [each.event.title for each in context["markets"]] == ["Thursday market"]
    assert "Coming to trade?" in page(client)


def test_says_how_to_book_by_telephone(client, performance):
    assert "Book at the box office or telephone" in page(client)
    assert "01632 960 400" in page(client)


def test_a_card_names_three_dates_and_counts_the_rest(client, performance):
    for days in range(1, 5):
        another(performance, days)
    (card,) = client.get("/").context["shows"]
    assert (len(card.dates), card.more) == (3, 2)


def test_over_and_cancelled_dates_are_left_out(client, performance):
    another(performance, 1, cancelled_at=now())
    another(performance, -30)
    (card,) = client.get("/").context["shows"]
    assert [each.occurrence for each in card.dates] == [performance]


def test_plenty_few_and_none_left_are_words(client, performance):
    assert "Plenty of seats" in page(client)
    Booking.objects.reserve_best(performance, [cast.price_type("adult")] * 11, channel="counter")
    assert "1 left" in page(client)
    Booking.objects.reserve_best(performance, [cast.price_type("adult")], channel="counter")
    assert "Sold out" in page(client)


def test_held_places_are_not_left(client, performance):
    performance.hold(list(performance.plan.places), HoldType.objects.create(name="House"))
    assert "Sold out" in page(client)


def test_says_when_it_goes_on_sale(client, performance):
    performance.sell_from(performance.starts_at - timedelta(days=1))
    assert "On sale " in page(client)


@pytest.mark.parametrize(("query", "found"), [("q=blithe", True), ("q=BLITHE+spirit", True), ("q=pomegranate", True),
                                              ("q=hamlet", False), ("month=1999-01", False)])  # fmt: skip
def test_finds_by_words_and_month(client, performance, query, found):
    assert bool(client.get(f"/?{query}").context["shows"]) is found


def test_a_month_of_the_list_finds_its_dates(client, performance):
    month, words = client.get("/").context["months"][0]
    assert f"{performance.starts_at:%B %Y}" == words
    assert client.get(f"/?month={month}").context["shows"]


def test_odd_questions_do_no_harm(client, performance):
    assert "Nothing fits that" in page(client, "/?month=%27%22&q=%3Cscript%3E")


def test_many_dates_cost_no_more_queries(client, performance, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(3):
        client.get("/")
    for days in range(1, 9):
        another(performance, days)
    with django_assert_num_queries(3):
        client.get("/")
