"""Amy on her telephone: an absence in two taps, her offer, notice, successor; and nobody else's."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from events.models import Booking, DayOff, Hold, StandingBooking
from invoicing import rolling, standing_ends
from tests import cast
from tests.standing.conftest import offer, pitch, running

pytestmark = pytest.mark.django_db


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split()).replace("&#x27;", "'")


@pytest.fixture
def signed_in(client, amy):
    client.force_login(amy.user)
    return client


def test_the_next_day_stands_with_its_rule_and_its_button(signed_in, days, rolled):
    page = text(signed_in.get("/portal/absences/"))
    assert "This uses 1 of your 2 holidays left. No charge." in page
    assert "Holidays left 2 of 2" in page and "Away this year 0 of 9 days" in page
    answer = signed_in.post("/portal/absences/", {"day": days[0].pk, "why": "holiday"}, follow=True)
    assert "Noted: you are away on" in text(answer) and DayOff.objects.get().why == "holiday"
    signed_in.post("/portal/absences/", {"day": days[0].pk, "why": "holiday"})
    assert DayOff.objects.count() == 1


def test_another_day_shows_each_way_with_what_it_costs(signed_in, days, rolled):
    page = text(signed_in.get(f"/portal/absences/days/{days[2].pk}/"))
    assert "£12.25 of £24.50 stays charged." in page and "Once we have seen your certificate: no charge." in page
    certificate = SimpleUploadedFile("note.pdf", b"%PDF-1.4 fit note")
    signed_in.post("/portal/absences/", {"day": days[2].pk, "why": "sick", "certificate": certificate, "note": "Flu"})
    day_off = DayOff.objects.get()
    assert (day_off.why, day_off.note, day_off.evidence.content_type) == ("sick", "Flu", "application/pdf")


@pytest.mark.parametrize(("fields", "words"), [
    ({"why": "late"}, "Select a valid choice"), ({"note": "x" * 201}, "at most 200"),
])  # fmt: skip
def test_what_is_not_in_order_is_shown_again_with_the_reason(signed_in, days, rolled, fields, words):
    answer = signed_in.post("/portal/absences/", {"day": days[1].pk, "why": "holiday", **fields})
    assert answer.status_code == 422 and words in text(answer)
    assert not DayOff.objects.exists()


def test_a_holiday_when_none_is_left_says_so_and_keeps_the_note(signed_in, days, rolled):
    for day in days[:2]:
        signed_in.post("/portal/absences/", {"day": day.pk, "why": "holiday"})
    answer = signed_in.post("/portal/absences/", {"day": days[2].pk, "why": "holiday", "note": "A wedding"})
    assert (answer.status_code, DayOff.objects.count()) == (422, 2)
    assert "no holidays left" in text(answer) and 'value="A wedding"' in answer.content.decode()


def test_changed_their_mind(signed_in, days, rolled, amy):
    signed_in.post("/portal/absences/", {"day": days[0].pk, "why": "holiday"})
    day_off = DayOff.objects.get()
    assert "You have told us about" in text(signed_in.get(f"/portal/absences/days/{days[0].pk}/", follow=True))
    answer = signed_in.post(f"/portal/absences/{day_off.pk}/withdrawals/", follow=True)
    assert "we expect you on" in text(answer) and amy.account.balance() == 6 * 2450


def test_changed_their_mind_when_the_pitch_was_gone(signed_in, days, licence, amy):
    signed_in.post("/portal/absences/", {"day": days[0].pk, "why": "holiday"})
    rolling.roll(licence, days[-1].day)
    Hold.objects.filter(occurrence=days[0]).delete()
    Booking.objects.reserve([(days[0], pitch(days[0]), cast.price_type("casual"))], channel="market",
                            customer=cast.trader("bob"))  # fmt: skip
    answer = text(signed_in.post(f"/portal/absences/{DayOff.objects.get().pk}/withdrawals/", follow=True))
    assert "could not be booked again" in answer and "Book another one" in answer and "we expect you" not in answer


def test_changed_their_mind_after_the_licence_ended(signed_in, days, licence, amy):
    signed_in.post("/portal/absences/", {"day": days[3].pk, "why": "holiday"})
    standing_ends.end(licence, days[0].day, "Gave it up")
    answer = text(signed_in.post(f"/portal/absences/{DayOff.objects.get().pk}/withdrawals/", follow=True))
    assert "you have no pitch on" in answer and "we expect you" not in answer


@pytest.mark.parametrize("day", ["", "x", "999999", "9" * 30])
def test_a_day_that_is_none_is_not_found(signed_in, days, day):
    assert signed_in.post("/portal/absences/", {"day": day}).status_code == 404


def test_a_day_without_a_pitch_is_said_so(signed_in, days, amy):
    assert signed_in.get(f"/portal/absences/days/{days[0].pk}/").status_code == 422
    answer = signed_in.post("/portal/absences/", {"day": days[0].pk})
    assert answer.status_code == 422 and "You have no pitch" in text(answer)


def test_an_offer_is_accepted_and_its_days_booked(signed_in, days, amy):
    standing = offer(days, amy)
    page = text(signed_in.get(f"/portal/licences/{standing.pk}/"))
    assert "We offer you this pitch" in page and "28 days' notice" in page
    for _ in range(2):
        answer = signed_in.post(f"/portal/licences/{standing.pk}/acceptances/", follow=True)
    standing.refresh_from_db()
    booked = [day for day in days if day.day <= rolling.horizon(localdate())]
    assert (standing.status, standing.accepted_by) == ("running", amy.user)
    assert standing.days.count() == len(booked) and "Accepted." in text(answer)


def test_an_offer_is_declined(signed_in, days, amy):
    standing = offer(days, amy)
    signed_in.post(f"/portal/licences/{standing.pk}/declines/")
    assert StandingBooking.objects.get().status == "withdrawn"
    assert signed_in.post(f"/portal/licences/{standing.pk}/acceptances/").status_code == 422


def test_an_offer_that_was_accepted_is_not_declined(signed_in, days, rolled):
    answer = signed_in.post(f"/portal/licences/{rolled.pk}/declines/")
    assert answer.status_code == 422 and "accepted already" in text(answer)
    assert StandingBooking.objects.get().status == "running"


def test_notice_shows_the_last_day_before_it_is_given(signed_in, days, rolled):
    last = localdate() + timedelta(days=28)
    assert f"last day {last:%a} {last.day}" in text(signed_in.get(f"/portal/licences/{rolled.pk}/"))
    signed_in.post(f"/portal/licences/{rolled.pk}/notices/")
    rolled.refresh_from_db()
    assert (rolled.ends_on, rolled.end_reason) == (last, "Notice given by the holder")
    assert "Ends" in text(signed_in.get("/portal/licences/"))


def test_a_successor_is_named_by_their_trading_name(signed_in, days, rolled):
    address = f"/portal/licences/{rolled.pk}/successors/"
    bob = cast.trader("bob")
    assert "after a year" in text(signed_in.post(address, {"name": "bob's cheese"}))
    StandingBooking.objects.update(seniority_from=localdate() - timedelta(days=400))
    answer = signed_in.post(address, {"name": "Nobody"})
    assert answer.status_code == 422 and "Nobody registered with us is called" in text(answer)
    signed_in.post(address, {"name": "bob's cheese"})
    rolled.refresh_from_db()
    assert rolled.successor == bob


def test_a_wish_to_move(signed_in, rolled):
    signed_in.post(f"/portal/licences/{rolled.pk}/wishes/", {"wish": "A corner"})
    rolled.refresh_from_db()
    assert rolled.transfer_wish == "A corner"
    assert signed_in.post(f"/portal/licences/{rolled.pk}/wishes/", {"wish": "x" * 300}).status_code == 422


@pytest.mark.parametrize("act", ["", "acceptances/", "declines/", "notices/", "successors/", "wishes/"])
def test_another_traders_licence_is_not_found(signed_in, days, act):
    theirs = running(days, cast.trader("bob"), number=2)
    ask = signed_in.post if act else signed_in.get
    assert ask(f"/portal/licences/{theirs.pk}/{act}").status_code == 404


def test_another_traders_absence_is_not_taken_back(signed_in, days):
    theirs = DayOff.objects.create(customer=cast.trader("bob"), occurrence=days[0], why="holiday")
    assert signed_in.post(f"/portal/absences/{theirs.pk}/withdrawals/").status_code == 404


def test_who_has_no_licence_reads_that(signed_in, days):
    assert "You have no licence" in text(signed_in.get("/portal/licences/"))
    assert "You have no market days to come" in text(signed_in.get("/portal/absences/"))
