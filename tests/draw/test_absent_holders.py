"""A pitch that was paid for at once, whose holder is absent: drawn anew, and the money left for the day to settle."""

from datetime import timedelta

import pytest

from events.models import Attendance, Booking, ChargePolicy, Presence, Wanted
from invoicing.drawing import run
from invoicing.models import Payment
from tests import cast
from tests.draw import people

pytestmark = pytest.mark.django_db


def test_what_an_absent_holder_paid_at_once_is_left_for_the_day_to_settle(promised, join, clock, day, pitches, mo):
    ChargePolicy.objects.create(event=day.event, presence=Presence.SICK, percent=0)
    earlier = day.starts_at - timedelta(hours=1)
    for n, pitch in enumerate(pitches[:5]):
        people.holder(people.trader(f"holder{n}"), day, pitch)
    away = Booking.objects.reserve([Wanted(day, pitches[5], cast.price_type("regular"))], channel="market",
                                   customer=people.trader("away"), vetted=True, at=earlier)  # fmt: skip
    Payment.objects.take(away, "terminal", by=mo, at=earlier)
    line = away.new_lines[0]
    Attendance.objects.stand(line, Presence.SICK, by=mo)
    join("gwen")
    assert [one.places for one in run(promised, by=mo, at=clock(8, 5)).results.all()] == [[pitches[5].pk]]
    line.refresh_from_db()
    assert line.kept == line.price
