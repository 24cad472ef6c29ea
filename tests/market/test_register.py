"""Mo reads the register: who is expected, with which papers, and what is free."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from events.models import Booking, Document, HoldType, Occurrence, Wanted
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def days():
    return cast.market()


@pytest.fixture
def mo(client):
    mo = cast.staff("mo", "Market officers")
    client.force_login(mo)
    return mo


def book(day, customer, number=1):
    place = day.plan.places.get(number=str(number))
    booking = Booking.objects.reserve([Wanted(day, place, cast.price_type("regular"))], channel="market",
                                      customer=customer)  # fmt: skip
    customer.account.charge(booking)
    return booking.new_lines[0]


def states(client, path="/market/"):
    return [row.state for row in client.get(path).context["register"].rows]


def test_without_markets_says_so(client, mo):
    assert "no market days yet" in client.get("/market/").content.decode()


def test_shows_the_next_market_with_every_pitch(client, mo, days):
    assert client.get("/market/").context["register"].occurrence == days[0]
    assert states(client) == ["free"] * 6


def test_shows_todays_market_while_it_is_on(client, mo, days):
    today = days[3]
    shift = localdate() - today.day
    Occurrence.objects.filter(pk=today.pk).update(starts_at=today.starts_at + shift, ends_at=today.ends_at + shift)
    assert client.get("/market/").context["register"].occurrence == today


def test_names_the_trader_their_goods_telephone_and_papers(client, mo, days):
    customer = cast.trader()
    customer.phone = "01632 960 111"
    customer.save()
    book(days[0], customer)
    page = client.get("/market/").content.decode()
    for words in ("Amy&#x27;s Cheese", "Cheese", "01632 960 111", "Public liability insurance to", "Expected"):
        assert words in page
    assert states(client) == ["due", *["free"] * 5]


def test_expired_insurance_is_said_in_words(client, mo, days):
    customer = cast.trader()
    book(days[0], customer)
    Document.objects.update(expires_on=localdate() - timedelta(days=1))
    assert "Public liability insurance expired on" in client.get("/market/").content.decode()


def test_papers_not_checked_yet_and_missing_papers_are_said_too(client, mo, days):
    customer = cast.trader()
    book(days[0], customer)
    Document.objects.update(checked_at=None)
    assert "sent in, not checked yet" in client.get("/market/").content.decode()
    Document.objects.all().delete()
    assert "No public liability insurance" in client.get("/market/").content.decode()


def test_held_pitches_say_what_for(client, mo, days):
    days[0].hold([days[0].plan.places.get(number="2")], HoldType.objects.create(name="Kept for regulars"))
    assert states(client)[1] == "held"
    assert "Kept for regulars" in client.get("/market/").content.decode()


def test_goes_to_other_days_one_by_one_and_by_date(client, mo, days):
    register = client.get(f"/market/days/{days[1].pk}/").context["register"]
    assert (register.before, register.after) == (days[0], days[2])
    found = client.get(f"/market/?on={days[3].day - timedelta(days=2)}").context["register"]
    assert found.occurrence == days[3]


def test_a_date_that_is_none_shows_the_next_market_and_says_so(client, mo, days):
    answer = client.get("/market/?on=nonsense")
    assert "Enter a day" in answer.content.decode()
    assert answer.context["register"].occurrence == days[0]


def test_the_plan_shows_the_same(client, mo, days):
    book(days[0], cast.trader())
    assert "N1: Amy&#x27;s Cheese, Expected" in client.get("/market/?view=plan").content.decode()


def test_a_performance_has_no_register(client, mo):
    assert client.get(f"/market/days/{cast.show().pk}/").status_code == 404


def test_more_traders_cost_no_more_queries(client, mo, days, django_assert_max_num_queries):
    book(days[0], cast.trader("amy"), 1)
    with django_assert_max_num_queries(20) as first:
        client.get("/market/")
    most = len(first)
    for number, name in enumerate(["ben", "cat", "dan"], 2):
        book(days[0], cast.trader(name), number)
    with django_assert_max_num_queries(most):
        client.get("/market/")
