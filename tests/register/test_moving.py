"""Mo moves a trader to another pitch, changes two about, and lets somebody back who came after all."""

import pytest

from events.late_release import LATE, release_late
from events.models import AskedTooMuch, Attendance, BookingLine, CheckIn, HoldType
from invoicing import register
from invoicing.models import Charge, Posting
from tests import cast
from tests.register.taps import here, send, tapped

pytestmark = pytest.mark.django_db


def swap(line, place, other=None):
    return tapped("swap", line=line, place=place, **{"with": other and other.pk})


def live(day):
    return {line.place.number: line for line in BookingLine.objects.live().filter(occurrence=day).with_parts()}


def test_a_trader_moves_with_their_charge_attendance_and_check_in(day, mo, line, place):
    send(day, mo, here(line))
    tap = send(day, mo, swap(line, place(4)))
    assert tap.outcome == "applied", tap.words
    moved = live(day)["4"]
    assert list(live(day)) == ["4"] and moved.price == line.price and moved.replaces == line
    standing = Charge.objects.filter(reverses=None, reversal=None).get()
    assert standing.line == moved and "N4" in standing.description and standing.price == 2450
    assert Posting.objects.balance("UNBILLED") == 2450
    assert Attendance.objects.get(line=moved).presence == "arrived"
    assert CheckIn.objects.standing().get().line == moved


def test_two_traders_change_about(day, mo, line, book, place):
    other = book(cast.trader("ben"), 2)
    assert send(day, mo, swap(line, place(2), other)).outcome == "applied"
    owners = {number: one.booking.customer.name for number, one in live(day).items()}
    assert owners == {"1": "Ben's Cheese", "2": "Amy's Cheese"}


@pytest.mark.parametrize("stale", ["taken", "freed", "moved"])
def test_a_plan_that_changed_meanwhile_is_refused_in_words(day, mo, max_, line, book, place, stale):
    other = book(cast.trader("ben"), 2)
    if stale == "moved":
        send(day, max_, swap(line, place(5)))
    tap = send(day, mo, swap(line, place(3), other) if stale == "freed" else swap(line, place(2)))
    assert tap.outcome == "refused" and "meanwhile" in tap.words


def test_a_pitch_held_back_is_not_moved_to(day, mo, line, place):
    day.hold([place(3)], HoldType.objects.create(name="Kept clear", kill=True))
    assert "held back" in send(day, mo, swap(line, place(3))).words
    assert list(live(day)) == ["1"]


def test_a_tap_about_the_pitch_they_were_moved_from_is_about_them(day, mo, max_, line, place):
    send(day, max_, swap(line, place(4)))
    assert send(day, mo, here(line)).outcome == "applied"
    assert Attendance.objects.get(line=live(day)["4"]).presence == "arrived"


class TestLate:
    def test_before_the_cut_off_nothing_is_released(self, day, mo, line):
        with pytest.raises(AskedTooMuch, match="Nothing was released"):
            release_late(day, by=mo, at=day.starts_at.replace(hour=0, minute=0))
        assert live(day)

    def test_who_has_not_come_loses_the_pitch_and_still_owes(self, day, mo, line, book):
        came = book(cast.trader("ben"), 2)
        send(day, mo, here(came))
        assert [one.pk for one in release_late(day, by=mo)] == [line.pk]
        line.refresh_from_db()
        assert (line.release_reason, line.kept) == (LATE, 2450) and list(live(day)) == ["2"]
        assert Posting.objects.balance("UNBILLED") == 4900
        assert Attendance.objects.get(line=line).presence == "no-show"
        assert release_late(day, by=mo) == []

    def test_who_told_us_keeps_the_pitch(self, day, mo, line):
        send(day, mo, here(line, presence="late-notice"))
        assert release_late(day, by=mo) == []

    def test_who_comes_after_all_stands_again_and_pays_once(self, day, mo, line, place):
        release_late(day, by=mo)
        assert send(day, mo, swap(line, place(1))).outcome == "applied"
        back = live(day)["1"]
        assert (back.price, back.replaces) == (0, line) and Posting.objects.balance("UNBILLED") == 2450
        assert CheckIn.objects.standing().get().line == back

    def test_on_another_pitch_where_theirs_is_let(self, day, mo, line, book, place):
        release_late(day, by=mo)
        book(cast.trader("ben"), 1)
        assert send(day, mo, swap(line, place(1))).outcome == "refused"
        assert send(day, mo, swap(line, place(2))).outcome == "applied"

    def test_here_tapped_elsewhere_without_knowing_is_decided_and_gives_the_pitch_back(self, day, mo, max_, line):
        from_walk = here(line)
        release_late(day, by=max_)
        tap = send(day, mo, from_walk)
        assert tap.outcome == "disputed"
        assert register.decide(tap, True, by=max_)
        assert Attendance.objects.get(line=live(day)["1"]).presence == "arrived"
        tap.refresh_from_db()
        assert tap.outcome == "applied"
