"""Notices are served once, climb the ladder, take effect after their days, and keep a suspended trader away."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from events import working_days
from events.models import Booking, DisciplineStep, Message, NotOpenTo, NotServed, Trader, Wanted
from events.paper_tasks import note_suspensions
from tests import cast
from tests.discipline.notices import QUASHED, day, decided, serve

pytestmark = pytest.mark.django_db


def next_for(trader):
    return DisciplineStep.objects.next_for(trader, localdate())


def test_the_ladder_is_climbed_a_rung_at_a_time(trader, mo):
    climbed = []
    for _ in range(6):
        climbed.append(next_for(trader))
        serve(trader, climbed[-1], mo)
    assert climbed == ["advice", "warning", "final", "suspension", "termination", "termination"]


def test_a_spent_warning_no_longer_counts(trader, mo):
    serve(trader, "warning", mo, on=localdate() - timedelta(days=400))
    assert next_for(trader) == "advice"


def test_a_withdrawn_notice_no_longer_counts(trader, mo, max_, amy):
    decided(serve(trader, "warning", mo), QUASHED, by=max_, owner=amy.user)
    assert next_for(trader) == "advice"


def test_the_clocks_run_from_the_day_it_is_served(trader, mo):
    step = serve(trader, "warning", mo, on=day("2026-04-01"), days=14)
    assert step.takes_effect_on == day("2026-04-15")
    assert step.appeal_by == day("2026-04-10")  # five working days, Easter between
    assert step.ends_on == day("2027-04-15")


def test_advice_has_no_appeal(trader, mo):
    step = serve(trader, "advice", mo)
    assert step.appeal_by is None and "nothing to appeal" in step.why_no_appeal(localdate())


def test_served_twice_it_is_served_and_told_once(trader, mo):
    one = uuid.uuid4()
    assert serve(trader, "warning", mo, client_id=one) == serve(trader, "warning", mo, client_id=one)
    assert DisciplineStep.objects.count() == Message.objects.count() == 1


def test_the_letter_has_rule_reasons_day_and_how_to_appeal(trader, mo):
    step = serve(trader, "suspension", mo, days=7, ends_on=localdate() + timedelta(days=21))
    told = Message.objects.get()
    assert told.topic == "discipline" and told.customer == trader.customer
    for words in ("7.2 Waste", "Left rubbish on the pitch.", "suspended from", "You may appeal until",
                  f"{working_days.after(step.served_on, 5).day} "):  # fmt: skip
        assert words in told.body


@pytest.mark.parametrize(("notice", "more", "words"), [
    ("warning", {"rule": " "}, "Say which rule"),
    ("penalty", {}, "has an amount"),
    ("warning", {"penalty": 100}, "has an amount"),
    ("termination", {"ends_on": day("2999-01-01")}, "no last day"),
    ("suspension", {"days": 10, "ends_on": localdate()}, "later last day"),
])  # fmt: skip
def test_what_does_not_hold_together_is_not_served(trader, mo, notice, more, words):
    with pytest.raises(NotServed, match=words):
        serve(trader, notice, mo, **more)
    assert not DisciplineStep.objects.exists() and not Message.objects.exists()


def test_a_notice_is_never_deleted(trader, mo):
    step = serve(trader, "warning", mo)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_disciplinestep WHERE id = %s", [step.pk])


def test_a_suspension_refuses_its_days_and_lets_the_others_be_booked(amy, days, mo):
    serve(amy.trader, "suspension", mo, days=(days[1].day - localdate()).days, ends_on=days[2].day)
    place, regular = days[0].plan.places.first(), cast.price_type("regular")
    with pytest.raises(NotOpenTo, match="suspended from"):
        Booking.objects.reserve([Wanted(days[2], place, regular)], channel="portal", customer=amy)
    free = [Wanted(days[0], place, regular), Wanted(days[3], place, regular)]
    assert Booking.objects.reserve(free, channel="portal", customer=amy)


def test_a_termination_refuses_every_day_from_then_on(trader, days, mo):
    serve(trader, "termination", mo, days=(days[1].day - localdate()).days)
    assert trader.why_not(days[0].event, [days[0].day]) == []
    assert "Your trading is ended" in trader.why_not(days[0].event, [days[5].day])[0]


def test_a_warning_refuses_nothing(trader, days, mo):
    serve(trader, "final", mo)
    assert trader.why_not(days[0].event, [days[0].day]) == []


def noted(trader):
    trader = Trader.objects.get(pk=trader.pk)
    return trader.suspended_on, trader.suspended_until


def test_one_in_force_today_is_noted_on_the_trader(trader, mo):
    until = localdate() + timedelta(days=3)
    serve(trader, "suspension", mo, ends_on=until)
    assert noted(trader) == (localdate(), until)


def test_one_to_come_is_noted_on_its_day_and_taken_off_after_its_last(trader, mo):
    begins = localdate() + timedelta(days=7)
    serve(trader, "suspension", mo, days=7, ends_on=begins + timedelta(days=2))
    assert noted(trader) == (None, None)
    seen = []
    for n in range(6, 11):
        with time_machine.travel(localdate() + timedelta(days=n)):
            note_suspensions()
            note_suspensions()
            seen.append(noted(trader)[0])
    assert seen == [None, begins, begins, begins, None]


def test_what_was_noted_by_hand_is_left_alone(trader, mo, days):
    by_hand = localdate() - timedelta(days=9)
    Trader.objects.update(suspended_on=by_hand, suspension_reason="A letter of the council")
    serve(trader, "suspension", mo, ends_on=localdate() + timedelta(days=2))
    note_suspensions()
    assert noted(trader) == (by_hand, None)
    why_not = Trader.objects.get(pk=trader.pk).why_not(days[0].event, [days[5].day])
    assert "A letter of the council" in why_not[0]


def test_withdrawn_on_appeal_it_bars_nothing_any_more(trader, days, mo, max_, amy):
    step = serve(trader, "suspension", mo)
    assert trader.why_not(days[0].event, [days[0].day])
    decided(step, QUASHED, by=max_, owner=amy.user)
    assert noted(trader) == (None, None)
    assert Trader.objects.get(pk=trader.pk).why_not(days[0].event, [days[0].day]) == []
