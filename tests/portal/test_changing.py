"""Giving one day back by the rule, and swapping it for another."""

import re
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.utils.timezone import now

from boxoffice.portal.cancellations import given_back
from boxoffice.templatetags.british import day as in_words
from events.models import Booking, MarketRules, Occurrence
from invoicing.models import Account, Payment
from tests import cast

pytestmark = pytest.mark.django_db


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def of(booked, day, rest=""):
    return f"/portal/bookings/{booked}/days/{day.pk}/{rest}"


def test_the_rule_is_shown_before_it_is_used(client, days, booked):
    assert "Free until" in text(client.get(of(booked, days[1])))
    MarketRules.objects.update(late_cancel_percent=50)
    Occurrence.objects.filter(pk=days[0].pk).update(starts_at=now() + timedelta(hours=5))
    page = text(client.get(of(booked, days[0])))
    assert "Now 50% of the price stays to be paid" in page and "£12.25 stays to be paid" in page
    assert "Swap it" not in page


def test_one_day_of_six_is_given_back(client, amy, days, booked):
    page = client.post(f"/portal/bookings/{booked}/cancellations/", {"day": days[2].pk}, follow=True)
    assert "Given back" in text(page)
    assert amy.account.balance() == 5 * 2450
    again = client.post(f"/portal/bookings/{booked}/cancellations/", {"day": days[2].pk}, follow=True)
    assert "Nothing was changed" in text(again)
    assert Booking.objects.get().status == "confirmed"


def test_given_back_late_the_page_says_what_stays(client, amy, days, booked):
    MarketRules.objects.update(late_cancel_percent=50)
    Occurrence.objects.filter(pk=days[0].pk).update(starts_at=now() + timedelta(hours=5))
    page = client.post(f"/portal/bookings/{booked}/cancellations/", {"day": days[0].pk}, follow=True)
    assert "£12.25 of £24.50 stays to be paid" in text(page)
    assert amy.account.balance() == 5 * 2450 + 1225


@pytest.fixture
def one(client, form, days):
    """Amy's booking of the first day alone."""
    return client.post("/portal/bookings/", {**form, "day": days[0].pk})["Location"].split("/")[-2]


def test_a_day_is_swapped_once_however_often_the_form_is_sent(client, amy, days, one):
    assert "Pitch N1" in text(client.get(of(one, days[0], "swaps/")))
    for _ in range(2):
        answer = client.post(of(one, days[0], "swaps/"), {"to": days[3].pk})
        assert answer["Location"] == of(one, days[3])
    assert [line.occurrence for line in Booking.objects.get().lines.live()] == [days[3]]
    assert amy.account.balance() == 2450


def test_where_the_pitch_is_taken_the_nearest_is_offered(client, days, one):
    bob = cast.trader("bob")
    place = days[0].plan.places.first()
    Booking.objects.reserve([(days[3], place, cast.price_type("regular"))], channel="portal", customer=bob)
    assert "Pitch N2, because yours is taken that day" in text(client.get(of(one, days[0], "swaps/")))


def test_free_days_are_offered_however_many_booked_and_full_ones_come_before(client, amy):
    thursdays = cast.market(weeks=34)
    place, regular, bob = thursdays[0].plan.places.first(), cast.price_type("regular"), cast.trader("bob")
    Account.objects.update(credit_limit=100_000)
    own = Booking.objects.reserve([(day, place, regular) for day in thursdays[:26]], channel="portal", customer=amy)
    Account.objects.get(customer=amy).charge(own)
    full = [(day, pitch, regular) for day in thursdays[26:28] for pitch in day.plan.places.all()]
    Booking.objects.reserve(full, channel="portal", customer=bob)
    page = text(client.get(of(own.reference, thursdays[0], "swaps/")))
    assert in_words(thursdays[28].day) in page and in_words(thursdays[27].day) not in page


@pytest.mark.parametrize("to", ["", "x", "999999"])
def test_a_day_that_is_none_is_refused(client, days, one, to):
    page = client.post(of(one, days[0], "swaps/"), {"to": to})
    assert (page.status_code, "No day is chosen" in text(page)) == (422, True)


def test_a_day_that_is_not_booked_is_not_found(client, days, one):
    assert client.get(of(one, days[4])).status_code == 404
    assert client.post(of(one, days[4], "swaps/"), {"to": days[5].pk}).status_code == 404


def test_nobody_changes_anothers_day(client, days, one):
    client.force_login(cast.trader("bob").user)
    assert client.get(of(one, days[0])).status_code == 404
    assert client.post(of(one, days[0], "swaps/"), {"to": days[1].pk}).status_code == 404


def test_given_back_in_the_moment_it_is_paid_the_money_goes_back(rf, amy, days):
    booking = Booking.objects.reserve([(days[0], days[0].plan.places.first(), cast.price_type("regular"))],
                                      channel="portal", customer=amy)  # fmt: skip
    seen = Booking.objects.get(pk=booking.pk)
    Payment.objects.take(booking, "stripe", reference="pi_late")
    request = rf.post("/")
    request.user, request._messages = amy.user, Mock()
    given_back(request, seen)
    assert Payment.objects.total() == 0 and Booking.objects.get().status == "cancelled"
