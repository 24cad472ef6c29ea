"""A series of performances: the same seat at each, sold, renewed by its holders until a day, given up."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from events.models import (
    AskedTooMuch,
    Booking,
    Customer,
    Hold,
    Occurrence,
    PlaceClaimed,
    PlaceHeld,
    Refused,
    Series,
    StandingBooking,
)
from invoicing import rolling, standing_ends, standing_tasks
from invoicing.models import Account, Payment
from tests import cast
from tests.invariants.stage import broken
from tests.standing.test_portal import text

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def plays(db):
    first = cast.show(days=20)
    return [first, *(again(first, weeks) for weeks in (1, 2))]


def again(first, weeks):
    return Occurrence.objects.create(event=first.event, plan=first.plan, price_list=first.price_list,
                                     starts_at=first.starts_at + weeks * WEEK,
                                     ends_at=first.ends_at + weeks * WEEK)  # fmt: skip


@pytest.fixture
def season(plays):
    return Series.objects.make("First nights", plays)


@pytest.fixture
def ann(db):
    return Customer.objects.create(name="Ann", email="ann@post.example", address="2 High Street", postcode="AB1 2CD")


def seat(plays, number=5):
    return plays[0].plan.places.select_related("area").get(number=str(number))


def sell(season, plays, customer, number=5):
    return rolling.sell(season, customer, seat(plays, number), cast.price_type("adult"))


def test_the_same_seat_at_every_performance_reserved_in_one_booking(plays, season, ann):
    ticket = sell(season, plays, ann)
    booking = Booking.objects.get()
    assert (ticket.status, booking.status, booking.lines.count()) == ("running", "reserved", 3)
    assert booking.total().gross == 3 * 1800
    Payment.objects.take(booking, "terminal")
    assert rolling.roll_forward() == {} and broken() == {}


def test_onto_the_account_where_there_is_one(plays, season, ann):
    account = Account.objects.open_for(ann, credit_limit=100_000)
    sell(season, plays, ann)
    assert account.balance() == 3 * 1800 and Booking.objects.get().status == "confirmed"


def test_a_seat_that_is_not_free_at_all_of_them_is_not_sold(plays, season, ann):
    booking = Booking.objects.reserve([(plays[1], seat(plays), cast.price_type("adult"))], channel="shop")
    Payment.objects.take(booking, "terminal")
    with pytest.raises(Refused, match="Nothing was sold"):
        sell(season, plays, ann)
    assert not StandingBooking.objects.exists() and Booking.objects.count() == 1 and not Hold.objects.exists()


def test_one_season_ticket_a_seat(plays, season, ann):
    sell(season, plays, ann)
    with pytest.raises(PlaceClaimed):
        sell(season, plays, Customer.objects.create(name="Ben"))


@pytest.fixture
def renewal(plays, season, ann):
    """Next season, which Ann and Ben may renew for."""
    sell(season, plays, ann)
    sell(season, plays, Customer.objects.create(name="Ben"), 6)
    later = [again(plays[0], weeks) for weeks in (5, 6)]
    return Series.objects.make("More first nights", later, follows=season, renew_by=localdate() + WEEK)


def test_holders_are_offered_their_seats_again_and_the_seats_are_kept(plays, renewal, ann):
    offers, left_out = renewal.renew()
    assert [(one.customer.name, one.place) for one in offers] == [("Ann", seat(plays)), ("Ben", seat(plays, 6))]
    assert left_out == {} and renewal.renew() == ([], {})
    assert Hold.objects.filter(occurrence__series=renewal).count() == 4
    with pytest.raises(PlaceHeld):
        Booking.objects.reserve([(renewal.days()[0], seat(plays), cast.price_type("adult"))], channel="shop")
    rolling.accept(offers[0])
    assert offers[0].days.filter(outcome="booked").count() == 2
    standing_tasks.withdraw_unanswered(now() + 2 * WEEK)
    assert [one.status for one in renewal.standing_bookings.order_by("place")] == ["running", "withdrawn"]
    assert not Hold.objects.filter(occurrence__series=renewal).exists()
    Booking.objects.reserve([(renewal.days()[0], seat(plays, 6), cast.price_type("adult"))], channel="shop")


def test_who_gave_it_up_is_not_offered_it_again(plays, season, renewal):
    given_up = season.standing_bookings.get(customer__name="Ben")
    standing_ends.give_notice(given_up)
    assert [one.customer.name for one in renewal.renew()[0]] == ["Ann"]


def test_no_renewal_without_a_day_or_after_it(season, renewal):
    with pytest.raises(AskedTooMuch, match="until when"):
        season.renew()
    with pytest.raises(AskedTooMuch, match="until when"):
        renewal.renew(at=now() + 2 * WEEK)


def test_it_ends_with_its_series(plays, season, ann):
    ticket = sell(season, plays, ann)
    assert standing_tasks.end_past(plays[-1].ends_at - WEEK) == 0
    assert standing_tasks.end_past(plays[-1].ends_at + timedelta(hours=1)) == 1
    ticket.refresh_from_db()
    assert (ticket.status, ticket.ends_on) == ("ended", plays[-1].day)


@pytest.mark.parametrize("chosen", [slice(0, 1), slice(0, 0)])
def test_a_series_is_two_performances_or_more(plays, chosen):
    with pytest.raises(AskedTooMuch, match="two performances"):
        Series.objects.make("One night", plays[chosen])


@pytest.fixture
def desk(client, db):
    client.force_login(cast.staff("pat", "Programme"))
    return client


def test_pat_makes_a_series_and_sells_and_takes_back_a_season_ticket(desk, plays):
    form = {"name": "First nights", "occurrences": [play.pk for play in plays]}
    made = desk.post(f"/programme/series/new/{plays[0].plan_id}/", form)["Location"]
    again = desk.post(f"/programme/series/new/{plays[0].plan_id}/", form)
    assert again.status_code == 422 and "already" in text(again)
    sale = {"name": "Ann", "email": "ann@post.example", "area": seat(plays).area_id, "seat": "A5",
            "price_type": cast.price_type("adult").pk}  # fmt: skip
    assert "Sold: Stalls A5 to Ann." in text(desk.post(f"{made}tickets/", sale, follow=True))
    twice = desk.post(f"{made}tickets/", sale)
    assert twice.status_code == 422 and "Ann's from" in text(twice)
    ticket = StandingBooking.objects.get()
    assert "3 of 3" in text(desk.get(made))
    assert "Given up" in text(desk.post(f"{made}tickets/{ticket.pk}/ends/", follow=True))
    assert Booking.objects.get().status == "cancelled"
    assert desk.post(f"{made}tickets/999/ends/").status_code == 404


@pytest.mark.parametrize(("change", "words"), [
    ({"seat": "Z99"}, "is not on the plan"), ({"seat": "A1-2"}, "for one seat"), ({"name": ""}, "Enter a name"),
    ({"email": "x"}, "whole address"), ({"price_type": "0"}, "Select a valid choice"),
])  # fmt: skip
def test_a_sale_that_is_not_in_order_is_shown_again(desk, plays, season, change, words):
    sale = {"name": "Ann", "area": seat(plays).area_id, "seat": "A5", "price_type": cast.price_type("adult").pk}
    answer = desk.post(f"/programme/series/{season.pk}/tickets/", {**sale, **change})
    assert answer.status_code == 422 and words in text(answer)
    assert not StandingBooking.objects.exists() and not Customer.objects.exists()


def test_pat_offers_renewals_and_notes_one(desk, renewal):
    address = f"/programme/series/{renewal.pk}/"
    assert "Offer 2 renewals" in text(desk.get(address))
    assert "Offered again: 2." in text(desk.post(f"{address}renewals/", follow=True))
    ticket = renewal.standing_bookings.first()
    assert "Renewed." in text(desk.post(f"{address}tickets/{ticket.pk}/acceptances/", follow=True))
    last = renewal.standing_bookings.last()
    desk.post(f"{address}tickets/{last.pk}/ends/")
    assert sorted(renewal.standing_bookings.values_list("status", flat=True)) == ["running", "withdrawn"]
    assert "First nights" in text(desk.get("/programme/series/"))
    assert desk.post("/programme/series/999/renewals/").status_code == 404
