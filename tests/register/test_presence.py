"""Mo taps how each trader stands; the same tap twice is one; two officers who disagree leave it to be decided."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Attendance, CheckIn, RegisterTap
from invoicing import register
from tests import cast
from tests.register.taps import here, send, tapped


def presence(line):
    return Attendance.objects.get(line=line).presence


def test_being_here_checks_the_trader_in_and_undoing_it_undoes_both(day, mo, line):
    tap = send(day, mo, here(line))
    assert tap.outcome == "applied" and CheckIn.objects.standing().get().line == line
    send(day, mo, tapped("undo", line=line, of=str(tap.client_id)))
    assert presence(line) == "expected" and not CheckIn.objects.standing().exists()


def test_undoing_goes_back_to_what_was_said_before(day, mo, line):
    send(day, mo, here(line, presence="sick"))
    tap = send(day, mo, here(line))
    send(day, mo, tapped("undo", line=line, of=str(tap.client_id)))
    assert presence(line) == "sick"


def test_the_same_tap_sent_twice_counts_once(day, mo, line):
    tap = here(line)
    send(day, mo, tap)
    send(day, mo, here(line, presence="sick"))
    assert send(day, mo, tap).outcome == "applied"
    assert RegisterTap.objects.count() == 2 and presence(line) == "sick"


def test_taps_are_done_in_the_order_they_were_tapped(day, mo, line):
    first, second = here(line), here(line, presence="no-show")
    send(day, mo, second, first)
    assert presence(line) == "no-show" and not CheckIn.objects.standing().exists()


def test_who_stood_is_kept(day, mo, line):
    send(day, mo, here(line, stood_by="assistant"))
    assert Attendance.objects.get().stood_by == "assistant"


@pytest.mark.parametrize("said", [{"presence": "asleep"}, {"presence": "arrived", "stood_by": "a dog"}, {}])
def test_what_the_register_does_not_know_is_refused_and_kept(day, mo, line, said):
    tap = send(day, mo, tapped("presence", line=line, **said))
    assert tap.outcome == "refused" and not Attendance.objects.exists()


def test_a_booking_not_paid_is_not_here(day, mo, book):
    from_draw = book(cast.trader(), paid=False)
    tap = send(day, mo, here(from_draw))
    assert tap.outcome == "refused" and "not paid" in tap.words


def test_a_line_of_another_day_is_refused(day, mo, line):
    tap = send(day, mo, tapped("presence", presence="arrived", line=type("Gone", (), {"pk": 999})))
    assert tap.outcome == "refused" and "register" in tap.words


def test_what_one_officer_said_last_stands_whichever_of_their_devices_sends_first(day, mo, line):
    earlier, later = here(line), here(line, presence="no-show")
    send(day, mo, later)
    assert send(day, mo, earlier).outcome == "refused" and presence(line) == "no-show"


class TestTwoOfficers:
    def test_who_has_not_seen_what_the_other_said_and_says_otherwise_waits_to_be_decided(self, day, mo, max_, line):
        send(day, mo, here(line))
        tap = send(day, max_, here(line, presence="no-show"))
        assert tap.outcome == "disputed" and "here" in tap.words
        assert presence(line) == "arrived", "the first stands until somebody decides"

    def test_who_says_the_same_agrees(self, day, mo, max_, line):
        send(day, mo, here(line))
        assert send(day, max_, here(line)).outcome == "applied"

    def test_who_has_seen_it_may_change_it(self, day, mo, max_, line):
        first = send(day, mo, here(line))
        assert send(day, max_, here(line, presence="left-early", seen=first)).outcome == "applied"
        assert presence(line) == "left-early"

    def test_deciding_for_the_second_changes_what_stands_and_keeps_both(self, day, mo, max_, line):
        first = send(day, mo, here(line))
        second = send(day, max_, here(line, presence="no-show"))
        assert register.decide(second, True, by=max_)
        assert presence(line) == "no-show" and not CheckIn.objects.standing().exists()
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.outcome, second.outcome) == ("set-aside", "applied")
        assert "Max" in first.words and second.decided_by == max_

    def test_deciding_for_the_first_leaves_what_stands(self, day, mo, max_, line):
        send(day, mo, here(line))
        second = send(day, max_, here(line, presence="no-show"))
        register.decide(second, False, by=mo)
        second.refresh_from_db()
        assert presence(line) == "arrived" and second.outcome == "set-aside"

    def test_deciding_twice_is_deciding_once(self, day, mo, max_, line):
        send(day, mo, here(line))
        second = send(day, max_, here(line, presence="no-show"))
        assert register.decide(second, False, by=mo)
        assert not register.decide(second, True, by=max_)
        assert presence(line) == "arrived"


KINDS = ["arrived", "sick", "no-show", "holiday", "expected", "left-early"]


@given(said=st.lists(st.tuples(st.sampled_from(KINDS), st.booleans(), st.booleans()), min_size=1, max_size=6))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_being_here_and_the_check_in_never_part_whoever_taps_what(day, mo, max_, line, said):
    with transaction.atomic():
        for presence_, mos, has_seen in said:
            seen = RegisterTap.objects.last() if has_seen else None
            tap = send(day, mo if mos else max_, here(line, presence=presence_, seen=seen))
            standing = Attendance.objects.filter(line=line).first()
            checked = CheckIn.objects.standing().filter(line=line).count()
            assert tap.outcome in ("applied", "disputed")
            assert (standing.presence == "arrived") <= (checked == 1)
            assert (checked == 1) <= (standing.presence in ("arrived", "left-early"))
        transaction.set_rollback(True)
