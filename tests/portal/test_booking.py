"""A trader books market days on account: all of them or none, once however often the form is sent."""

import re

import pytest
from django.utils.timezone import now

from boxoffice.portal import bookings as desk
from events.models import Booking, BookingLine, Document
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
    for page in (client.get("/portal/check/", form), client.post("/portal/bookings/", form)):
        assert page.status_code == 422
        assert f"North side N1 is taken on {day}." in text(page)
        assert "Choose another pitch" in text(page)
    assert Booking.objects.count() == 1


def test_the_days_that_are_left_can_be_booked_instead(client, days, bob, form):
    page = client.get("/portal/check/", form).content.decode()
    address = re.search(r'href="(/portal/check/\?[^"]+)">Leave out', page).group(1).replace("&amp;", "&")
    check = client.get(address)
    assert check.status_code == 200
    assert f'value="{days[2].pk}"' not in check.content.decode()


def test_a_pitch_taken_on_one_day_is_shown_as_taken_for_all(client, days, bob):
    query = {"day": [day.pk for day in days]}
    assert client.get("/portal/availability", query).content.decode().split("\n")[1] == "x....."
    assert "5 available" in text(client.get("/portal/pitches/", query))
    assert client.get("/portal/availability", {"day": days[0].pk}).content.decode().endswith("\n......")


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
