"""Reporting an absence: judged by the rules, the place given back, the policy carried out, and taken back whole."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from hypothesis import given
from hypothesis import strategies as st

from events.absence_counts import absences_of, watched
from events.holidays import holiday_balance
from events.models import (
    AskedTooMuch,
    Attachment,
    Attendance,
    Booking,
    BookingLine,
    DayOff,
    MarketRules,
    Message,
    Occurrence,
    PlaceTaken,
    StandingBooking,
)
from invoicing import absences, rolling
from invoicing.absence_terms import choices
from invoicing.cancelling_by_rule import cancel_days
from invoicing.lessening import share
from invoicing.models import Account, BillingRun, CreditNote
from tests import cast
from tests.invariants.stage import broken, examples, undone
from tests.standing.conftest import POLICY, pitch, running, set_rules
from tests.waiting import Meanwhile

pytestmark = pytest.mark.django_db
PRICE = 2450


def late(day):
    """A moment at which it is too late to tell us in time."""
    return day.starts_at - timedelta(hours=3)


def test_a_holiday_costs_nothing_uses_one_and_frees_the_pitch(days, rolled, amy):
    assert holiday_balance(amy, days[0].event, days[0].day).left == 2
    day_off = absences.report(amy, days[1], "holiday", by=amy.user)
    assert (day_off.why, day_off.reported_by) == ("holiday", amy.user)
    assert holiday_balance(amy, days[0].event, days[0].day).left == 1
    assert amy.account.balance() == 5 * PRICE
    assert rolled.days.get(occurrence=days[1]).outcome == "day-off"
    bob = cast.trader("bob")
    Booking.objects.reserve([(days[1], pitch(days[0]), cast.price_type("casual"))], channel="market", customer=bob)
    assert rolling.roll(rolled, days[-1].day) == {} and broken() == {}


def test_told_in_time_leaves_half_and_the_bill_says_why(days, rolled, amy):
    day_off = absences.report(amy, days[1], "notified")
    assert amy.account.balance() == 5 * PRICE + 1225
    standing = amy.account.charges.get(price=1225)
    assert standing.description == "Thursday market, pitch North side N1, regular: 50% of it"
    assert standing.on == days[1].day and day_off.why == "notified"


def test_told_too_late_leaves_all_of_it(days, rolled, amy):
    assert absences.report(amy, days[0], at=late(days[0])).why == "late-notice"
    assert amy.account.balance() == 6 * PRICE
    assert not BookingLine.objects.live().filter(occurrence=days[0]).exists()


def test_a_day_that_is_invoiced_is_credited(days, rolled, amy):
    fay = cast.staff("fay", "Finance")
    BillingRun.objects.create(until=days[-1].day, created_by=fay).issue(by=fay)
    absences.report(amy, days[1], "notified")
    note = CreditNote.objects.get()
    assert (note.gross, amy.account.balance()) == (1225, 5 * PRICE + 1225)
    absences.report(amy, days[2], "holiday")
    assert amy.account.balance() == 4 * PRICE + 1225 and broken() == {}


def test_reported_twice_is_reported_once(days, rolled, amy):
    first = absences.report(amy, days[1], "holiday")
    assert absences.report(amy, days[1], "holiday") == first
    assert holiday_balance(amy, days[0].event, days[0].day).left == 1
    assert amy.account.balance() == 5 * PRICE


def test_what_was_shown_and_is_no_longer_true_is_refused(days, rolled, amy):
    with pytest.raises(AskedTooMuch, match="A holiday had to be reported by"):
        absences.report(amy, days[0], "holiday", at=late(days[0]))
    with pytest.raises(AskedTooMuch, match="Look again at what it costs"):
        absences.report(amy, days[0], "notified", at=late(days[0]))
    for day in days[:2]:
        absences.report(amy, day, "holiday")
    with pytest.raises(AskedTooMuch, match="no holidays left"):
        absences.report(amy, days[2], "holiday")
    assert DayOff.objects.count() == 2 and amy.account.balance() == 4 * PRICE


@pytest.mark.parametrize(("change", "words"), [
    ({"cancelled_at": now()}, "need not tell us"), ({"starts_at": now() - timedelta(hours=1)}, "has begun"),
])  # fmt: skip
def test_a_day_that_is_cancelled_or_has_begun_is_not_reported(days, rolled, amy, change, words):
    Occurrence.objects.filter(pk=days[1].pk).update(**change)
    days[1].refresh_from_db()
    with pytest.raises(AskedTooMuch, match=words):
        absences.report(amy, days[1])


def test_who_has_no_pitch_has_nothing_to_report(days):
    with pytest.raises(AskedTooMuch, match="no pitch"):
        absences.report(cast.trader("bob"), days[1])


def test_a_casual_day_has_no_holidays_but_can_be_reported(days):
    bob = cast.trader("bob")
    booking = Booking.objects.reserve([(days[1], pitch(days[0], 3), cast.price_type("casual"))], channel="portal",
                                      customer=bob)  # fmt: skip
    bob.account.charge(booking)
    assert [one.why for one in choices(bob, days[1])] == ["notified", "sick"]
    absences.report(bob, days[1], "notified")
    assert bob.account.balance() == 1500


def test_sickness_counts_as_such_once_we_have_seen_that(days, rolled, amy, mo):
    day_off = absences.report(amy, days[0], "sick", at=late(days[0]))
    assert (day_off.why, amy.account.balance()) == ("late-notice", 6 * PRICE)
    day_off = absences.certify(day_off, by=mo)
    assert (day_off.why, amy.account.balance()) == ("sick", 5 * PRICE)
    absences.certify(day_off, by=mo)
    assert amy.account.balance() == 5 * PRICE
    evidence = Attachment.objects.keep("note.pdf", b"%PDF-1.4 fit note")
    assert absences.report(amy, days[1], "sick", evidence=evidence).why == "sick"
    assert amy.account.balance() == 4 * PRICE and broken() == {}


def test_a_day_not_booked_yet_can_be_reported_and_is_then_left_out(days, licence, amy):
    absences.report(amy, days[1], "holiday")
    assert rolling.roll(licence, days[-1].day) == {"booked": 5, "day-off": 1}
    absences.withdraw(DayOff.objects.get())
    rolling.roll(licence, days[-1].day)
    assert amy.account.balance() == 6 * PRICE


def test_taken_back_books_the_same_pitch_at_the_same_price(days, rolled, amy):
    for why in ("holiday", "notified"):
        day_off = absences.report(amy, days[1], why)
        type(days[0].price_list.prices.first()).objects.update(amount=9999)
        [line] = absences.withdraw(day_off, by=amy.user)
        assert (line.price, line.place) == (PRICE, pitch(days[0]))
        assert rolled.days.get(occurrence=days[1]).line == line
        assert amy.account.balance() == 6 * PRICE
        assert absences.withdraw(day_off) == []
    assert holiday_balance(amy, days[0].event, days[0].day).left == 2 and broken() == {}


def test_taken_back_too_late_changes_nothing(days, rolled, amy):
    day_off = absences.report(amy, days[1], "notified")
    bob = cast.trader("bob")
    Booking.objects.reserve([(days[1], pitch(days[0]), cast.price_type("casual"))], channel="market", customer=bob)
    with pytest.raises(PlaceTaken):
        absences.withdraw(day_off)
    day_off.refresh_from_db()
    assert day_off.withdrawn_at is None and amy.account.balance() == 5 * PRICE + 1225


def test_unpaid_reservations_are_simply_given_back(days):
    bob = cast.trader("bob")
    Account.objects.filter(customer=bob).delete()
    bob = type(bob).objects.get(pk=bob.pk)
    standing = running(days, bob, number=2)
    rolling.roll(standing, days[-1].day)
    day_off = absences.report(bob, days[1], "notified")
    assert Booking.objects.filter(customer=bob, status="cancelled").count() == 1
    [line] = absences.withdraw(day_off)
    assert line.booking.status == "reserved"


def test_holidays_begin_anew_with_the_licence_year_and_a_moved_licence_keeps_its_year(days, licence, amy):
    event, today = days[0].event, localdate()
    StandingBooking.objects.update(starts_on=today - timedelta(days=360))
    assert holiday_balance(amy, event, today).first == today - timedelta(days=360)
    absences.report(amy, days[1], "holiday")
    year = holiday_balance(amy, event, today).last
    assert holiday_balance(amy, event, year + timedelta(days=1)).left == 2 - (days[1].day > year)
    StandingBooking.objects.update(ends_on=today, end_reason="Moved")
    moved = running(days, amy, number=4, starts_on=today + timedelta(days=1))
    assert holiday_balance(amy, event, moved.starts_on).last == year
    assert holiday_balance(amy, event, today - timedelta(days=400)) is None


def test_a_market_without_holidays_has_no_balance(days, licence, amy):
    MarketRules.objects.update(concession_days=0)
    event = type(days[0].event).objects.get()
    assert holiday_balance(amy, event, localdate()) is None


def test_absences_are_counted_warned_of_and_listed_for_the_officer(days, rolled, amy):
    event = days[0].event
    event.rules.most_absences = 2
    event.rules.save()
    absences.report(amy, days[0], "holiday")
    assert absences_of(amy, event).tone == "ok" and not Message.objects.exists()
    absences.report(amy, days[1], "notified")
    counted = absences_of(amy, event, at=days[0].starts_at)
    same_year = sum(day.day.year == localdate(days[0].starts_at).year for day in days[:2])
    assert counted.this_year == same_year
    if same_year == 2:
        assert Message.objects.filter(topic="licence").count() == 1
        assert [found.tone for _, found in watched(event)] == ["warn"]


def test_days_in_a_row_without_notice_are_counted_until_they_came(days, rolled, amy):
    event = days[0].event
    lines = {line.occurrence_id: line for line in BookingLine.objects.live()}
    states = ["no-show", "arrived", "no-show", "no-show"]
    for day, state in zip(days, states, strict=False):
        Attendance.objects.create(line=lines[day.pk], presence=state)
    absences.report(amy, days[4], at=late(days[4]))
    found = absences_of(amy, event, at=days[4].ends_at)
    assert (found.in_a_row, found.row_too_long) == (3, True)
    Occurrence.objects.filter(pk=days[3].pk).update(cancelled_at=now())
    assert absences_of(amy, event, at=days[4].ends_at).in_a_row == 2
    assert absences_of(amy, event, at=days[1].ends_at).in_a_row == 0


moves = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["holiday", "notified", "", "sick", "back", "bill"]),
                           st.booleans()), min_size=1, max_size=8)  # fmt: skip


@examples(16)
@given(moves=moves, price=st.integers(1, 9_999), percent=st.integers(0, 100), gross=st.booleans())
def test_whatever_is_reported_and_taken_back_the_account_owes_what_the_policy_says(db, moves, price, percent, gross):
    with undone():
        play(moves, price, percent, "gross" if gross else "net")


def play(moves, price, percent, basis):
    days = cast.market(basis=basis, vat=("S", 2000) if basis == "gross" else ("E", 0))
    days[0].price_list.prices.update(amount=price)
    set_rules(days[0].event, concession_days=2)
    days[0].event.charge_policies.filter(presence="notified").update(percent=percent)
    fay, amy = cast.staff("fay", "Finance"), cast.trader("amy", credit_limit=10**9)
    licence = running(days, amy)
    rolling.roll(licence, days[-1].day)
    policy = {**POLICY, "notified": percent}
    for n, act, is_late in moves:
        with suppress(AskedTooMuch):
            move(days[n], act, late(days[n]) if is_late else now(), amy, fay)
        off = dict(DayOff.objects.live().values_list("occurrence", "why"))
        wanted = sum(price - share(price, 100 - policy[off[day.pk]]) if day.pk in off else price for day in days)
        assert amy.account.balance() == wanted
    assert broken() == {}


def move(day, act, at, amy, fay):
    if act == "bill":
        BillingRun.objects.create(until=day.day, created_by=fay).issue(by=fay)
    elif act == "back":
        for day_off in DayOff.objects.live().filter(occurrence=day):
            absences.withdraw(day_off, at=at)
    else:
        absences.report(amy, day, act, at=at)


def test_a_day_given_back_while_it_is_reported_keeps_the_share_it_was_given_back_for(days, rolled, amy, monkeypatch):
    MarketRules.objects.update(cancel_free_hours=24 * 60, late_cancel_percent=50)
    line = rolled.days.get(occurrence=days[1]).line
    Meanwhile(monkeypatch, absences, lambda: cancel_days(line.booking, [line]), model=Booking)
    absences.report(amy, days[1], "holiday")
    assert amy.account.balance() == 5 * PRICE + PRICE // 2 and broken() == {}
