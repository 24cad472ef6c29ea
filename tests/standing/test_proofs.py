"""The proofs about licences find what they say, and the year of a licence begins on its day."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from events.holidays import anniversary, holiday_balance
from events.models import DayOff, StandingBooking, StandingDay
from events.proof import PROOFS
from tests import cast
from tests.standing.conftest import pitch, running

pytestmark = pytest.mark.django_db


def broken():
    return [title for title, check in PROOFS if check()]


def test_all_hold_for_what_the_verbs_make(days, rolled):
    assert broken() == []


def test_a_second_claim_to_a_place_is_found(days, licence):
    other = running(days, cast.trader("bob"), number=2)
    StandingBooking.objects.filter(pk=other.pk).update(place=licence.place)
    assert broken() == ["No place is claimed by two licences or season tickets"]
    StandingBooking.objects.filter(pk=licence.pk).update(ends_on=localdate(), end_reason="x")
    StandingBooking.objects.filter(pk=other.pk).update(starts_on=localdate() + timedelta(days=1))
    assert broken() == []


def test_a_day_at_another_place_is_found(days, rolled):
    StandingBooking.objects.filter(pk=rolled.pk).update(place=pitch(days[0], 5))
    assert broken() == ["Each booked day of a licence or season ticket is its holder's, at its place"]


def test_a_day_off_that_left_the_day_booked_is_found(days, rolled, amy):
    day_off = DayOff.objects.create(customer=amy, occurrence=days[0], why="holiday")
    day_off.lines.set([StandingDay.objects.get(occurrence=days[0]).line])
    assert broken() == ["A day off holds no place"]


@pytest.mark.parametrize(("began", "day", "first"), [
    (date(2020, 2, 29), date(2026, 2, 28), date(2025, 3, 1)), (date(2020, 2, 29), date(2026, 3, 1), date(2026, 3, 1)),
    (date(2020, 2, 29), date(2028, 3, 5), date(2028, 2, 29)), (date(2024, 7, 1), date(2026, 6, 30), date(2025, 7, 1)),
    (date(2024, 7, 1), date(2026, 7, 1), date(2026, 7, 1)), (date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 1)),
])  # fmt: skip
def test_the_licence_year_begins_on_the_licences_day(days, licence, amy, began, day, first):
    StandingBooking.objects.update(starts_on=began)
    balance = holiday_balance(amy, days[0].event, day)
    assert balance.first == first and balance.last == anniversary(began, first.year + 1) - timedelta(days=1)
