"""Deciding about a market day: what is proposed, what is kept as evidence, and that one decision stands."""

import pytest
from django.db import IntegrityError, transaction

from events.models import AskedTooMuch, Attendance, DayDecision, Message, Presence, WaitingListEntry
from events.models.day_decision import proposed
from invoicing.weather import DecidedAlready, decide, reverse, stay_away
from tests import cast
from tests.invariants.stage import broken
from tests.weather.square import CANCELLED, OPEN, RESTRICTED, billed

LIMITS = {"gazebo": 26, "flat": 36, "cancelled": 50}


@pytest.mark.parametrize(("gust", "state", "restriction"), [
    (26, "restricted", "gazebo"), (35, "restricted", "gazebo"), (36, "restricted", "flat"), (50, "cancelled", ""),
])  # fmt: skip
def test_gusts_propose_what_the_rule_says(gust, state, restriction):
    assert proposed(LIMITS, gust)[:2] == (state, restriction)


def test_the_proposal_says_its_reason():
    assert proposed(LIMITS, 38)[2] == "Forecast gusts of 38 mph: your rule says flat trading."


@pytest.mark.parametrize(("limits", "gust"), [(LIMITS, 25), (LIMITS, None), ({}, 60), ({"flat": "x", "odd": 3}, 60)])
def test_nothing_is_proposed_below_every_limit_or_without_one(limits, gust):
    assert proposed(limits, gust) is None


def test_a_decision_keeps_its_evidence_and_its_time(square):
    made = decide(square.day, RESTRICTED, "flat", "Gusts", forecast="Met Office, 4pm: 38 mph from noon",
                  forecast_at=square.early, gust_mph=38, by=square.mo, at=square.early)  # fmt: skip
    made.refresh_from_db()
    assert (made.forecast, made.forecast_at, made.gust_mph) == ("Met Office, 4pm: 38 mph from noon", square.early, 38)
    assert (made.decided_at, made.decided_by, made.words) == (square.early, square.mo, "Restricted: flat trading: no "
                                                              "canopies")  # fmt: skip


def test_a_later_decision_replaces_the_earlier_one_which_is_stamped(square):
    first = decide(square.day, RESTRICTED, "flat", "Gusts", by=square.mo, at=square.early)
    second = decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    first.refresh_from_db()
    assert first.reversal_reason == "Replaced: cancelled, Storm" and first.reversed_by == square.mo
    assert list(square.day.decisions.standing()) == [second]


def test_the_second_of_two_officers_is_told_what_the_first_decided(square):
    max_ = cast.staff("max", "Managers")
    decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early, seen=None)
    with pytest.raises(DecidedAlready, match="decided already, on .*, 6pm by Mo: cancelled"):
        decide(square.day, RESTRICTED, "flat", "Wind", by=max_, at=square.early, seen=None)
    with pytest.raises(DecidedAlready):
        decide(square.day, CANCELLED, "", "Storm", by=max_, at=square.early)
    assert DayDecision.objects.count() == 1


def test_the_database_keeps_one_standing_decision_a_day(square):
    decide(square.day, CANCELLED, "", "Storm", at=square.early)
    with pytest.raises(IntegrityError), transaction.atomic():
        DayDecision.objects.create(occurrence=square.day, state="open", reason="No storm")


@pytest.mark.parametrize(("state", "restriction", "reason", "words"), [
    (CANCELLED, "", " ", "Say why"), (RESTRICTED, "", "Wind", "Choose what"), (OPEN, "flat", "Wind", "Choose what"),
])  # fmt: skip
def test_half_a_decision_is_refused(square, state, restriction, reason, words):
    with pytest.raises(AskedTooMuch, match=words):
        decide(square.day, state, restriction, reason, at=square.early)
    assert not DayDecision.objects.exists()


def test_a_day_that_is_over_is_left_to_finance(square):
    with pytest.raises(AskedTooMuch, match="is over"):
        decide(square.day, CANCELLED, "", "Storm", at=square.days[0].ends_at)


def test_everybody_booked_or_waiting_is_told_once_by_email_or_on_paper(square):
    amy, ben, cal, dot = cast.trader("amy"), cast.trader("ben"), cast.trader("cal"), cast.trader("dot")
    type(ben).objects.filter(pk=ben.pk).update(email="")
    square.on_account(amy), square.on_account(ben)
    WaitingListEntry.objects.create(occurrence=square.day, customer=cal)
    WaitingListEntry.objects.create(occurrence=square.day, customer=dot, left_at=square.early)
    decide(square.day, CANCELLED, "", "Amber warning of wind", by=square.mo, at=square.early)
    told = {message.customer: message for message in Message.objects.all()}
    assert set(told) == {amy, ben, cal}
    assert [told[one].by_post for one in (amy, ben, cal)] == [False, True, False]
    assert "is cancelled. Please do not come." in told[amy].body and "Amber warning of wind" in told[amy].body
    assert "£29.40 is taken off your account" in told[amy].body and "£" not in told[cal].body
    assert "Your pitch: North side N1." in told[amy].body


def test_nobody_is_expected_on_a_cancelled_day_and_who_came_came(square):
    lines = [square.on_account(cast.trader(name)).lines.get(occurrence=square.day) for name in ("amy", "ben")]
    Attendance.objects.create(line=lines[1], presence=Presence.ARRIVED, by=square.mo)
    made = decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    stood = dict(Attendance.objects.values_list("line", "presence"))
    assert stood == {lines[0].pk: "not-required", lines[1].pk: "arrived"}
    reverse(made, reason="The storm passed", by=square.mo, at=square.early)
    assert Attendance.objects.get(line=lines[0]).presence == Presence.EXPECTED


def test_an_open_day_is_no_news(square):
    square.on_account(cast.trader("amy"))
    made = decide(square.day, OPEN, "", "Calm", at=square.early)
    assert made.state == OPEN and not Message.objects.exists()


def test_who_stays_away_from_a_day_of_vehicles_only_is_not_charged(square):
    amy, ben = cast.trader("amy"), cast.trader("ben")
    away, comes = square.on_account(amy), square.on_account(ben)
    square.bill(amy.account)
    made = decide(square.day, RESTRICTED, "vehicle", "Gusts of 40 mph", by=square.mo, at=square.early)
    line = away.lines.get(occurrence=square.day)
    stay_away(line, by=square.mo, at=square.early)
    stay_away(line, by=square.mo, at=square.early)
    assert billed(line) == 0 and billed(comes.lines.get(occurrence=square.day)) == 2940
    assert Attendance.objects.get(line=line).presence == Presence.NOT_REQUIRED
    reverse(made, reason="Calm after all", by=square.mo, at=square.early)
    assert billed(line) == 2940 and broken() == {}


@pytest.mark.parametrize("restriction", ["flat", "gazebo", None])
def test_staying_away_otherwise_is_an_absence(square, restriction):
    line = square.on_account(cast.trader("amy")).lines.get(occurrence=square.day)
    if restriction:
        decide(square.day, RESTRICTED, restriction, "Wind", at=square.early)
    with pytest.raises(AskedTooMuch, match="absent"):
        stay_away(line, at=square.early)


def test_nothing_can_be_charged_for_a_cancelled_day_any_more(square):
    amy = cast.trader("amy")
    wanted = square.wanted([square.day])
    booking = type(square.on_account(cast.trader("ben"))).objects.reserve(wanted, channel="portal", customer=amy)
    decide(square.day, CANCELLED, "", "Storm", at=square.early)
    with pytest.raises(Exception, match="is cancelled. Choose another day"):
        amy.account.charge(booking)
