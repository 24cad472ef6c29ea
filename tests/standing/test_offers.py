"""Offering a licence, accepting it in time, naming a successor; nobody else is given the place meanwhile."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from events.models import AskedTooMuch, Booking, Hold, Message, NotOpenTo, PlaceClaimed, PlaceHeld, StandingBooking
from invoicing import standing_tasks
from tests import cast
from tests.standing.conftest import offer, pitch, running, weekday

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def test_an_offer_is_to_be_accepted_within_the_markets_days_and_keeps_the_pitch(days, amy):
    standing = offer(days, amy)
    assert (standing.status, standing.accept_by) == ("offered", localdate() + WEEK)
    assert Hold.objects.filter(place=pitch(days[0])).count() == 6
    with pytest.raises(PlaceHeld):
        Booking.objects.reserve([(days[0], pitch(days[0]), cast.price_type("regular"))], channel="portal",
                                customer=cast.trader("bob"))  # fmt: skip


def test_accepting_twice_is_accepting_once(days, amy, mo):
    standing = offer(days, amy)
    standing.accept(by=amy.user)
    first = standing.accepted_at
    standing.accept(by=mo)
    assert (standing.status, standing.accepted_at, standing.accepted_by) == ("running", first, amy.user)


def test_an_offer_nobody_accepts_in_time_is_withdrawn_said_so_and_its_pitch_let_go(days, amy):
    standing = offer(days, amy)
    late = now() + timedelta(days=8)
    with pytest.raises(AskedTooMuch, match="You had until"):
        standing.accept(at=late)
    assert standing_tasks.withdraw_unanswered(now() + timedelta(days=7)) == 0
    assert standing_tasks.withdraw_unanswered(late) == 1
    assert standing_tasks.withdraw_unanswered(late) == 0
    standing.refresh_from_db()
    assert standing.status == "withdrawn"
    assert Message.objects.get().subject == f"Our offer of {standing.place} has ended"
    assert not Hold.objects.filter(occurrence__starts_at__gt=late).exists()
    with pytest.raises(AskedTooMuch, match="withdrawn"):
        standing.accept()


def test_the_same_place_and_weekday_are_claimed_once(days, amy):
    running(days, amy)
    with pytest.raises(PlaceClaimed, match="Amy's Cheese"):
        offer(days, cast.trader("bob"))
    assert StandingBooking.objects.count() == 1


def test_claims_that_do_not_meet_stand_side_by_side(days, amy):
    first = running(days, amy)
    StandingBooking.objects.filter(pk=first.pk).update(ends_on=days[2].day, end_reason="Retires")
    with pytest.raises(PlaceClaimed):
        offer(days, cast.trader("bob"), starts_on=days[2].day)
    assert offer(days, cast.trader("cal"), starts_on=days[2].day + timedelta(days=1)).status == "offered"
    assert offer(days, cast.trader("dot"), number=2).status == "offered"


def test_a_withdrawn_or_ended_one_claims_nothing(days, amy):
    first = offer(days, amy)
    first.decline(reason="No, thank you")
    assert first.status == "withdrawn"
    assert offer(days, cast.trader("bob")).status == "offered"


def test_what_was_accepted_is_no_offer_to_decline_or_to_run_out(days, amy, monkeypatch):
    first = running(days, amy)
    with pytest.raises(AskedTooMuch, match="accepted already"):
        first.decline(reason="No, thank you")
    slow = offer(days, cast.trader("bob"), number=2)
    withdraw = standing_tasks.withdraw_one

    def accepted_just_before(one, at):
        StandingBooking.objects.get(pk=slow.pk).accept()
        withdraw(one, at)

    monkeypatch.setattr(standing_tasks, "withdraw_one", accepted_just_before)
    assert standing_tasks.withdraw_unanswered(now() + timedelta(days=30)) == 0
    slow.refresh_from_db()
    assert slow.status == "running"
    assert not Message.objects.filter(customer=slow.customer, subject__contains="ended").exists()


@pytest.mark.parametrize(("fields", "words"), [
    ({"weekdays": ""}, "is not held"), ({"starts_on": localdate() - WEEK}, "begins today or later"),
    ({"accept_by": localdate() - WEEK}, "last day to accept is past"),
])  # fmt: skip
def test_an_offer_that_makes_no_sense_is_refused(days, amy, fields, words):
    with pytest.raises(AskedTooMuch, match=words):
        offer(days, amy, **fields)


def test_a_weekday_without_a_market_is_refused(days, amy):
    with pytest.raises(AskedTooMuch, match="not held"):
        offer(days, amy, weekdays=str((int(weekday(days[0])) + 1) % 7))


def test_a_suspended_trader_is_offered_nothing(days, amy):
    amy.trader.suspended_on, amy.trader.suspension_reason = localdate(), "Rubbish"
    amy.trader.save()
    with pytest.raises(NotOpenTo, match="suspended"):
        offer(days, amy)


def test_a_place_sold_to_somebody_is_not_held_from_them(days, amy):
    bob = cast.trader("bob")
    Booking.objects.reserve([(days[2], pitch(days[0]), cast.price_type("regular"))], channel="portal", customer=bob)
    offer(days, amy)
    assert Hold.objects.filter(place=pitch(days[0])).count() == 5


def test_a_successor_can_be_named_after_a_year_on_the_pitch(days, licence, amy):
    bob = cast.trader("bob")
    with pytest.raises(AskedTooMuch, match="after a year"):
        licence.nominate(bob)
    StandingBooking.objects.update(seniority_from=localdate() - timedelta(days=365))
    with pytest.raises(AskedTooMuch, match="somebody else"):
        licence.nominate(amy)
    licence.nominate(bob)
    assert licence.successor == bob
    licence.nominate(None)
    assert licence.successor is None


def test_a_wish_to_move_keeps_its_first_day_and_can_be_taken_off(days, licence):
    licence.ask_transfer("Nearer the road")
    StandingBooking.objects.update(transfer_asked_on=localdate() - WEEK)
    licence.refresh_from_db()
    licence.ask_transfer("Nearer the road, please")
    assert (licence.transfer_asked_on, licence.transfer_wish) == (localdate() - WEEK, "Nearer the road, please")
    licence.ask_transfer("")
    assert licence.transfer_asked_on is None
