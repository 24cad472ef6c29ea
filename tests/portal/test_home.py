"""The trader's home: what matters this week first; the statement; and the private calendar."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from events.models import Booking, CalendarFeed, StandingBooking
from invoicing.cancellation import cancel
from invoicing.models import Invoice
from invoicing.weather import decide, reverse
from tests import cast
from tests.pdf.reading import words as words_of

pytestmark = pytest.mark.django_db
STORM = {"reason": "Storm", "state": "cancelled"}


@pytest.fixture
def own(booked):
    return Booking.objects.get(reference=booked)


def words(response):
    return " ".join(response.content.decode().split())


def events_in(client, amy):
    feed = CalendarFeed.objects.live().get(customer=amy)
    answer = client.get(f"/calendars/{feed.token}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_the_next_market_comes_first_with_pitch_and_times(client, own, days):
    type(days[0]).objects.filter(pk=days[0].pk).update(opens_at=days[0].starts_at - timedelta(hours=2))
    page = words(client.get("/portal/"))
    assert "North side N1" in page and "6am" in page and "5 more days booked after that" in page
    assert page.index("Your next market") < page.index("Money") < page.index("Your papers")


def test_a_cancelled_day_is_shouted_about_and_the_next_one_shown(client, own, days):
    made = decide(days[0], **STORM)
    page = words(client.get("/portal/"))
    assert "Cancelled: " in page and "Storm" in page
    assert "4 more days" in page
    reverse(made, reason="Calm")
    assert "Cancelled: " not in words(client.get("/portal/")).replace("Cancelled: Thursday", "")


def test_who_stays_away_from_vehicles_only_is_not_charged(client, own, days, amy):
    decide(days[0], state="restricted", restriction="vehicle", reason="Wind")
    assert "I am not coming" in words(client.get("/portal/"))
    line = own.lines.get(occurrence=days[0])
    for _ in range(2):
        assert client.post(f"/portal/days/lines/{line.pk}/stays/").status_code == 302
    page = words(client.get("/portal/"))
    assert amy.account.balance() == 5 * 2450 and "You stay away" in page
    assert client.post("/portal/days/lines/999999/stays/").status_code == 404


def test_somebody_elses_line_is_not_theirs_to_stay_away_from(client, own, days):
    decide(days[0], state="restricted", restriction="vehicle", reason="Wind")
    client.force_login(cast.trader("ben").user)
    line = own.lines.get(occurrence=days[0])
    assert client.post(f"/portal/days/lines/{line.pk}/stays/").status_code == 404


def test_what_is_owed_can_be_paid_from_there(client, own, amy):
    invoice = Invoice.objects.issue(amy.account, amy.account.charges.all())
    page = words(client.get("/portal/"))
    assert f'href="/pay/{invoice.pay_token}/"' in page and "Pay £147.00" in page


def test_holidays_that_are_left_are_said(client, own, days, amy):
    type(days[0].event.rules).objects.update(concession_days=4)
    began = days[0].day - timedelta(days=100)
    StandingBooking.objects.create(customer=amy, place=own.lines.first().place, price_type=cast.price_type("regular"),
                                   event=days[0].event, weekdays="3", status="running", starts_on=began,
                                   seniority_from=began, offered_on=began)  # fmt: skip
    assert "4 of 4 days left" in words(client.get("/portal/"))


def test_the_statement_is_a_page_and_a_paper(client, own, amy):
    invoice = Invoice.objects.issue(amy.account, amy.account.charges.all())
    page = words(client.get("/portal/statement/"))
    assert str(invoice) in page and "You owe <b>£147.00</b>" in page
    assert str(invoice) in words_of(client.get("/portal/statement.pdf").content)
    assert not amy.account.statements.exists()


def test_without_an_account_there_is_no_statement(client, amy, days):
    amy.account.delete()
    assert "no account" in words(client.get("/portal/statement/"))
    assert client.get("/portal/statement.pdf").status_code == 404


def test_the_calendar_says_day_pitch_and_state_to_whoever_has_the_address(client, own, days, amy):
    client.post("/portal/calendar-feeds/")
    client.logout()
    before = {str(one["uid"]): one for one in events_in(client, amy)}
    assert len(before) == 6 and {str(one["status"]) for one in before.values()} == {"CONFIRMED"}
    first = before[min(before, key=lambda uid: before[uid]["dtstart"].dt)]
    assert first["dtstart"].dt == days[0].starts_at and "North side N1" in str(first["summary"])
    decide(days[0], **STORM)
    after = {str(one["uid"]): str(one["status"]) for one in events_in(client, amy)}
    assert after.keys() == before.keys() and after[str(first["uid"])] == "CANCELLED"
    cancel(own, reason="Ill")
    assert {str(one["status"]) for one in events_in(client, amy)} == {"CANCELLED"}


def test_an_address_that_was_ended_or_replaced_answers_no_more(client, own, amy):
    addresses = []
    for _ in range(2):
        client.post("/portal/calendar-feeds/")
        addresses.append(f"/calendars/{CalendarFeed.objects.live().get().token}.ics")
    assert [client.get(one).status_code for one in addresses] == [404, 200]
    client.post("/portal/calendar-feeds/revocations/")
    assert [client.get(one).status_code for one in addresses] == [404, 404]
    assert client.get("/calendars/x.ics").status_code == 404


def test_nobody_elses_days_are_in_it(client, own, amy, days):
    ben = cast.trader("ben")
    CalendarFeed.objects.make(ben)
    assert events_in(client, ben) == []
