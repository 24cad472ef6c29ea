"""Proofs about licences and season tickets, run on the live database: each returns what breaks its rule, in words."""

from collections import defaultdict
from datetime import date

from django.db.models import F, Q

from events.models import DayOff, StandingBooking, StandingDay


def no_place_claimed_twice():
    """No two offered or running ones claim a place on the same weekday of a market, or in a series, at one time."""
    by_place = defaultdict(list)
    for one in StandingBooking.objects.claiming().order_by("pk"):
        by_place[one.place_id, one.event_id, one.series_id].append(one)
    return [f"standing bookings {a.pk} and {b.pk}" for rows in by_place.values()
            for n, a in enumerate(rows) for b in rows[n + 1 :] if meet(a, b)]  # fmt: skip


def meet(a, b):
    """Whether two claims to one place share a day."""
    same_time = a.starts_on <= (b.ends_on or date.max) and b.starts_on <= (a.ends_on or date.max)
    return same_time and bool(a.series_id or set(a.weekdays) & set(b.weekdays))


def booked_days_are_their_own():
    """The line of a booked day is at its standing booking's place and occurrence, and its customer's."""
    strays = StandingDay.objects.filter(line__isnull=False).exclude(
        line__place=F("standing__place"), line__occurrence=F("occurrence"),
        line__booking__customer=F("standing__customer"))  # fmt: skip
    return [f"standing day {pk}" for pk in strays.values_list("pk", flat=True)]


def days_off_hold_nothing():
    """What a day off gave back is given back, and no live day off leaves the day booked by its licence."""
    held = DayOff.objects.live().filter(lines__released_at=None, lines__isnull=False).values_list("pk", flat=True)
    booked = StandingDay.objects.filter(outcome="booked", line__released_at=None).filter(
        Q(standing__customer__days_off__occurrence=F("occurrence"), standing__customer__days_off__withdrawn_at=None))
    return [f"day off {pk}" for pk in held] + [f"standing day {pk}" for pk in booked.values_list("pk", flat=True)]


rules = [
    ("No place is claimed by two licences or season tickets", no_place_claimed_twice),
    ("Each booked day of a licence or season ticket is its holder's, at its place", booked_days_are_their_own),
    ("A day off holds no place", days_off_hold_nothing),
]
