"""A month of market days, as a trader sees it: each day is free, booked by them, full, or there is none."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localdate, now

from events.availability import left
from events.models import BookingLine

A_QUARTER = 13


@dataclass(frozen=True)
class Cell:
    """One square of the calendar: `state` is free, booked, full, none or off (no market)."""

    date: date
    occurrence: object = None
    state: str = "off"
    chosen: bool = False
    booking: str = ""
    late: bool = False
    left: int = 0

    @property
    def word(self):
        words = {"free": "Papers" if self.late else "Free", "booked": "Booked", "full": "Full", "none": "None"}
        return words.get(self.state, "")


class Days:
    """Some market days of one event for one customer, in as many queries for many as for one.

    `late` holds the dates that no checked paper covers: {date}.
    """

    def __init__(self, occurrences, customer, chosen, late=frozenset()):
        self.occurrences, self.customer, self.chosen = occurrences, customer, chosen
        self.cells = {cell.date: cell for cell in self.make_cells(late)}

    def make_cells(self, late):
        remaining, booked, at = left(self.occurrences), booked_by(self.customer, self.occurrences), now()
        for one in self.occurrences:
            free = remaining[one.pk][0]
            state = "booked" if one.pk in booked else "none" if not on_sale(one, at) else "free" if free > 0 else "full"
            yield Cell(one.day, one, state, one.pk in self.chosen and state == "free", booked.get(one.pk, ""),
                       one.day in late, free)  # fmt: skip

    @property
    def free(self):
        return [cell.occurrence for cell in self.cells.values() if cell.state == "free"]

    @property
    def elsewhere(self):
        """Ids chosen that are not among these: they travel along as hidden fields."""
        here = {occurrence.pk for occurrence in self.occurrences}
        return [pk for pk in self.chosen if pk not in here]


class Month(Days):
    """One month of one event."""

    def __init__(self, first, occurrences, customer, chosen, late=frozenset()):
        self.first, self.next = first, next_month(first)
        self.previous = (first - timedelta(days=1)).replace(day=1)
        super().__init__(occurrences, customer, chosen, late)

    @property
    def weeks(self):
        """Rows of seven cells, Monday first; None for a day of another month."""
        weeks = calendar.Calendar().monthdatescalendar(self.first.year, self.first.month)
        return [[self.cells.get(day, Cell(day)) if day.month == self.first.month else None for day in week]
                for week in weeks]  # fmt: skip


def next_month(first):
    return (first + timedelta(days=31)).replace(day=1)


def days_of_month(event, first):
    """Market days of an event in the month that begins on a date, whatever their state."""
    zone = get_current_timezone()
    start, stop = (datetime.combine(day, time.min, zone) for day in (first, next_month(first)))
    return event.occurrences.filter(starts_at__gte=start, starts_at__lt=stop).with_parts().order_by("starts_at")


def booked_by(customer, occurrences):
    """{occurrence id: reference} of the days this customer has booked."""
    lines = BookingLine.objects.claiming(now()).filter(occurrence__in=occurrences, booking__customer=customer)
    return dict(lines.order_by().values_list("occurrence", "booking__reference"))


def on_sale(occurrence, at):
    begun = occurrence.on_sale_from is None or occurrence.on_sale_from <= at
    return begun and occurrence.cancelled_at is None and occurrence.ends_at > at


def coming_days(event, most=52):
    """The days of an event still to come, for a list of them."""
    return list(event.occurrences.upcoming().with_parts()[:most])


def every(event, weekday, customer, until=None):
    """The free days of an event on one weekday that are still to come, up to and including a date."""
    at = now()
    days = [one for one in event.occurrences.upcoming(at).with_parts()
            if one.day.weekday() == weekday and (until is None or one.day <= until)]  # fmt: skip
    remaining, booked = left(days), booked_by(customer, days)
    return [one for one in days if on_sale(one, at) and remaining[one.pk][0] > 0 and one.pk not in booked]


def first_open(event, customer):
    """The date of the first day to come that this customer has not booked; today where there is none."""
    mine = BookingLine.objects.live().filter(booking__customer=customer).values("occurrence")
    first = event.occurrences.upcoming().exclude(pk__in=mine).first()
    return first.day if first else localdate()


@dataclass(frozen=True)
class Weekday:
    """What “every Thursday until …” may mean: `ends` is [(date, how many days until then)]."""

    number: int
    ends: list

    @property
    def meant(self):
        """The end that is offered first: about three months ahead."""
        return self.ends[min(len(self.ends), A_QUARTER) - 1][0]


def weekdays_of(event):
    """[Weekday] of an event's days still to come."""
    found = {}
    for starts_at in event.occurrences.upcoming().values_list("starts_at", flat=True):
        day = localdate(starts_at)
        dates = found.setdefault(day.weekday(), [])
        dates.append((day, len(dates) + 1))
    return [Weekday(number, ends) for number, ends in sorted(found.items())]


def date_from(text):
    """A date like 2026-12-31; None where the text is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def month_from(text, otherwise):
    """The first day of 2026-12; of the month of `otherwise` where the text is no month."""
    try:
        month = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no time
    except ValueError:
        return otherwise.replace(day=1)
    return month if 2000 <= month.year < 2200 else otherwise.replace(day=1)
