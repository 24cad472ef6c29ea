"""A trader books market days on account: all of them or none, once however often the form is sent."""

import re

import pytest
from django.http import QueryDict
from django.utils.timezone import now

from boxoffice.portal import bookings as desk
from boxoffice.portal.choice import Choice
from boxoffice.portal.making import book_on_account
from events.models import AskedTooMuch, Booking, BookingLine, Document, MarketRules
from invoicing.models import Charge
from tests import cast

pytestmark = pytest.mark.django_db


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def nothing_kept():
    return not Booking.objects.exists() and not BookingLine.objects.exists() and not Charge.objects.exists()


def test_six_days_go_on_the_account(client, amy, form):
    answer = client.post("/portal/bookings/", form)
    booking = Booking.objects.get()
    assert answer["Location"] == f"/portal/bookings/{booking}/"
    assert (booking.status, booking.channel, booking.customer, booking.lines.count()) == ("confirmed", "portal", amy, 6)
    assert amy.account.balance() == 6 * 2450
    assert "Your reference is" in client.get(answer["Location"]).content.decode()


def test_the_check_page_says_days_vat_total_and_account(client, form):
    page = text(client.get("/portal/check/", form))
    for words in ("North side N1", "Exempt from VAT £0.00", "Total £147.00", "Your limit £500.00", "Casual £30.00"):
        assert words in page


def test_vat_is_worked_out_for_all_the_days_together(client, amy):
    days = cast.market(vat=("S", 2000))
    form = {"day": [day.pk for day in days], "place": days[0].plan.places.first().pk}
    page = text(client.get("/portal/check/", form))
    assert "VAT 20% £29.40" in page
    assert "Total £176.40" in page


def test_another_price_may_be_chosen(client, amy, form):
    client.post("/portal/bookings/", {**form, "type": cast.price_type("casual").pk})
    assert amy.account.balance() == 6 * 3000


def test_over_the_limit_nothing_is_kept(client, amy, form):
    type(amy.account).objects.update(credit_limit=10_000)
    page = client.post("/portal/bookings/", form)
    assert page.status_code == 422
    assert "whose limit is £100.00. Nothing was booked" in text(page)
    assert nothing_kept()
    assert "North side N1" in text(page)


def test_without_an_account_nothing_is_kept(client, amy, form):
    amy.account.delete()
    page = client.post("/portal/bookings/", form)
    assert (page.status_code, "You have no account with us yet" in text(page)) == (422, True)
    assert nothing_kept()


def test_a_stopped_account_is_refused(client, amy, form):
    type(amy.account).objects.update(stopped_at=now(), stop_reason="Two invoices unpaid")
    page = client.post("/portal/bookings/", form)
    assert (page.status_code, "is stopped: Two invoices unpaid" in text(page)) == (422, True)
    assert nothing_kept()


def test_the_uninsured_are_told_what_to_send(client, form):
    Document.objects.all().delete()
    page = client.post("/portal/bookings/", form)
    assert page.status_code == 422
    assert "Public liability insurance is needed for" in text(page)
    assert "Book on account" not in text(page)
    assert nothing_kept()


def test_the_suspended_are_refused_with_the_reason(client, amy, form):
    type(amy.trader).objects.update(suspended_on=now().date(), suspension_reason="rubbish left behind")
    page = client.post("/portal/bookings/", form)
    assert (page.status_code, "suspended: rubbish left behind" in text(page)) == (422, True)
    assert "suspended: rubbish left behind" in text(client.get("/portal/"))
    assert nothing_kept()


@pytest.fixture
def bob(days, form):
    """Bob has the first pitch on the third day."""
    bob = cast.trader("bob")
    place = days[0].plan.places.first()
    Booking.objects.reserve([(days[2], place, cast.price_type("regular"))], channel="portal", customer=bob)
    return bob


def test_a_taken_pitch_names_the_day(client, days, bob, form):
    day = f"{days[2].day:%a} {days[2].day.day} {days[2].day:%b %Y}"
    page = client.post("/portal/bookings/", form)
    assert page.status_code == 422
    assert f"North side N1 is taken on {day}." in text(page)
    assert "Choose another pitch" in text(page)
    assert f"{day}: there you get N2 (next to it)" in text(page)
    assert Booking.objects.count() == 1


def test_the_check_page_gives_the_nearest_pitch_on_the_days_it_is_taken_and_it_is_booked(client, amy, days, bob, form):
    page = client.get("/portal/check/", form)
    assert (page.status_code, "N1 is taken on 1 of 6 days" in text(page)) == (200, True)
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode().split('id="book"')[1])
    sent = {name: [value for other, value in fields if other == name] for name, _ in fields}
    client.post("/portal/bookings/", {"nonce": "x", **sent})
    lines = Booking.objects.get(customer=amy).lines.order_by("occurrence__starts_at")
    assert [str(line.place) for line in lines] == ["North side N1"] * 2 + ["North side N2"] + ["North side N1"] * 3


def test_another_pitch_may_be_chosen_for_one_day(client, days, bob, form):
    places = list(days[0].plan.places.all())
    one = {**form, "one": days[2].pk}
    assert "Choose your pitch for" in text(client.get("/portal/pitches/", one))
    page = client.get("/portal/check/", {**one, "instead": places[4].pk})
    assert "there you get N5 (in the same row)" in text(page)


def test_a_pitch_named_for_a_day_that_is_taken_there_is_refused(client, days, bob, form):
    first = days[0].plan.places.first()
    page = client.post("/portal/bookings/", {**form, "other": f"{days[2].pk}-{first.pk}"})
    assert (page.status_code, Booking.objects.count()) == (422, 1)


@pytest.mark.parametrize("other", ["1-", "x", "-", "999999-1", "1", "²-1"])
def test_nonsense_is_no_other_pitch(client, days, form, other):
    assert client.get("/portal/check/", {**form, "other": other}).status_code == 200


def test_the_days_that_are_left_can_be_booked_instead(client, days, bob, form):
    page = client.get("/portal/check/", form).content.decode()
    address = re.search(r'href="(/portal/check/\?[^"]+)">Leave this', page).group(1).replace("&amp;", "&")
    check = client.get(address)
    assert check.status_code == 200
    assert f'value="{days[2].pk}"' not in check.content.decode()


def test_a_pitch_taken_on_one_day_says_on_how_many_it_is_free(client, days, bob):
    query = {"day": [day.pk for day in days]}
    _, states, notes = client.get("/portal/availability", query).content.decode().split("\n")
    assert (states, "free on 5 of 6 days" in notes) == ("~.....", True)
    assert "6 available" in text(client.get("/portal/pitches/", query))
    for day, state in ((days[0], "."), (days[2], "x")):
        assert client.get("/portal/availability", {"day": day.pk}).content.decode().split("\n")[1] == state + "....."


def test_a_form_sent_twice_books_once(client, form):
    first, second = (client.post("/portal/bookings/", form)["Location"] for _ in range(2))
    assert first == second
    assert Booking.objects.count() == 1


def test_a_form_sent_again_from_another_page_books_once(client, form):
    first = client.post("/portal/bookings/", form)["Location"]
    assert client.post("/portal/bookings/", {**form, "nonce": "two"})["Location"] == first
    assert Booking.objects.count() == 1


def test_two_forms_at_the_same_moment_book_once(client, amy, form, monkeypatch):
    """The second form looks before the first has booked; the database stops it, and it finds the first."""
    first = client.post("/portal/bookings/", form)["Location"]
    answers = iter([None, first.split("/")[-2]])
    monkeypatch.setattr(desk, "booked_already", lambda *_: next(answers))
    assert client.post("/portal/bookings/", {**form, "nonce": "two"})["Location"] == first
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(("missing", "words"), [("day", "No day is chosen"), ("place", "No pitch is chosen")])
def test_a_form_with_something_missing_says_so(client, form, missing, words):
    page = client.post("/portal/bookings/", {name: value for name, value in form.items() if name != missing})
    assert (page.status_code, words in text(page)) == (422, True)


@pytest.mark.parametrize("day", ["x", "-1", "99999999999999999999999", "²", ""])
def test_nonsense_is_no_day(client, days, day):
    assert client.get("/portal/pitches/", {"day": day}).status_code == 422
    assert client.get("/portal/check/", {"day": day}).status_code == 422


def test_a_second_pitch_on_a_booked_day_is_one_too_many(client, days, form):
    client.post("/portal/bookings/", {**form, "day": [days[0].pk]})
    both = {**form, "day": [days[0].pk, days[1].pk], "nonce": "two", "place": two(days, 4)}
    page = client.post("/portal/bookings/", both)
    assert (page.status_code, "You have a pitch on" in text(page)) == (422, True)
    MarketRules.objects.update(most_pitches=2)
    client.post("/portal/bookings/", {**form, "day": [days[0].pk], "nonce": "three", "place": two(days, 4)})
    assert Booking.objects.count() == 2


def two(days, *numbers):
    return [place.pk for place in days[0].plan.places.all() if int(place.number) in numbers]


def test_two_pitches_side_by_side_are_booked_where_the_market_allows_two(client, days, form):
    MarketRules.objects.update(most_pitches=2)
    assert "side by side" in client.get("/portal/pitches/", {"day": days[0].pk, "n": 2}).content.decode()
    client.post("/portal/bookings/", {**form, "place": two(days, 3, 4)})
    assert Booking.objects.get().lines.count() == 12


def test_two_pitches_apart_are_refused(client, days, form):
    MarketRules.objects.update(most_pitches=2)
    page = client.post("/portal/bookings/", {**form, "place": two(days, 3, 5)})
    assert (page.status_code, "side by side" in text(page)) == (422, True)
    assert nothing_kept()


def test_where_a_run_is_taken_the_nearest_run_is_given(client, days, bob, form):
    MarketRules.objects.update(most_pitches=2)
    page = client.get("/portal/check/", {**form, "run": "-".join(map(str, two(days, 1, 2))), "place": []})
    assert "there you get N2 and N3 (next to it)" in text(page)


def test_the_usual_pitch_is_chosen_before_it_is_asked_for(client, days, form):
    client.post("/portal/bookings/", {**form, "day": [days[0].pk]})
    page = client.get("/portal/pitches/", {"day": days[1].pk}).content.decode()
    assert f'data-chosen="[{form["place"]}]"' in page and f'data-usual="[{form["place"]}]"' in page


def test_two_pitches_are_one_too_many(client, days, form):
    places = [place.pk for place in days[0].plan.places.all()[:2]]
    page = client.get("/portal/check/", {**form, "place": places})
    assert (page.status_code, "More than one pitch is chosen" in text(page)) == (422, True)


def test_a_day_that_is_over_is_refused(client, days, form):
    type(days[0]).objects.filter(pk=days[0].pk).update(cancelled_at=now())
    page = client.post("/portal/bookings/", form)
    assert (page.status_code, "is cancelled. Choose another day" in text(page)) == (422, True)


def test_a_show_cannot_be_booked_here(client, amy):
    assert client.get("/portal/pitches/", {"day": cast.show().pk}).status_code in (302, 422)


def test_one_pitch_a_day_is_one_however_many_windows_are_open(amy, days):
    MarketRules.objects.update(most_pitches=1)
    first, second = (Choice.read(QueryDict(f"day={days[0].pk}&place={place.pk}"), amy)
                     for place in days[0].plan.places.all()[:2])  # fmt: skip
    for choice in (first, second):
        choice.check()
    book_on_account(first, amy, amy.user)
    with pytest.raises(AskedTooMuch, match="One pitch a day"):
        book_on_account(second, amy, amy.user)
    assert amy.account.balance() == 2450
