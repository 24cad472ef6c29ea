"""A month of market days, as a trader sees it: each day is free, booked by them, full, or there is none."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localdate, now

from events.availability import left
from events.models import BookingLine


@dataclass(frozen=True)
class Cell:
    """One square of the calendar: `state` is free, booked, full, none or off (no market)."""

    date: date
    occurrence: object = None
    state: str = "off"
    chosen: bool = False
    booking: str = ""

    @property
    def word(self):
        return {"free": "Free", "booked": "Booked", "full": "Full", "none": "None"}.get(self.state, "")


class Month:
    """One month of one event for one customer, in as many queries for five market days as for one."""

    def __init__(self, event, first, customer, chosen):
        self.event, self.first, self.customer, self.chosen = event, first, customer, chosen
        self.next = (first + timedelta(days=31)).replace(day=1)
        self.previous = (first - timedelta(days=1)).replace(day=1)
        self.occurrences = list(days_between(event, first, self.next))
        self.cells = {cell.date: cell for cell in self.make_cells()}

    def make_cells(self):
        remaining, booked, at = left(self.occurrences), booked_by(self.customer, self.occurrences), now()
        for one in self.occurrences:
            state = "booked" if one.pk in booked else "none" if not on_sale(one, at) else "free"
            if state == "free" and remaining[one.pk][0] <= 0:
                state = "full"
            yield Cell(one.day, one, state, one.pk in self.chosen and state == "free", booked.get(one.pk, ""))

    @property
    def weeks(self):
        """Rows of seven cells, Monday first; None for a day of another month."""
        weeks = calendar.Calendar().monthdatescalendar(self.first.year, self.first.month)
        return [[self.cells.get(day, Cell(day)) if day.month == self.first.month else None for day in week]
                for week in weeks]  # fmt: skip

    @property
    def free(self):
        return [cell.occurrence for cell in self.cells.values() if cell.state == "free"]

    @property
    def elsewhere(self):
        """Ids chosen in other months: they travel along as hidden fields."""
        here = {occurrence.pk for occurrence in self.occurrences}
        return [pk for pk in self.chosen if pk not in here]


def days_between(event, first, end):
    """Market days of an event from one date up to another, whatever their state."""
    zone = get_current_timezone()
    start, stop = (datetime.combine(day, time.min, zone) for day in (first, end))
    return event.occurrences.filter(starts_at__gte=start, starts_at__lt=stop).with_parts().order_by("starts_at")


def booked_by(customer, occurrences):
    """{occurrence id: reference} of the days this customer has booked."""
    lines = BookingLine.objects.claiming(now()).filter(occurrence__in=occurrences, booking__customer=customer)
    return dict(lines.order_by().values_list("occurrence", "booking__reference"))


def on_sale(occurrence, at):
    begun = occurrence.on_sale_from is None or occurrence.on_sale_from <= at
    return begun and occurrence.cancelled_at is None and occurrence.ends_at > at


def every(event, weekday, customer):
    """All the free days of an event on one weekday that are still to come."""
    at = now()
    days = [one for one in event.occurrences.upcoming(at).with_parts() if one.day.weekday() == weekday]
    remaining, booked = left(days), booked_by(customer, days)
    return [one for one in days if on_sale(one, at) and remaining[one.pk][0] > 0 and one.pk not in booked]


def first_open(event, customer):
    """The date of the first day to come that this customer has not booked; today where there is none."""
    mine = BookingLine.objects.live().filter(booking__customer=customer).values("occurrence")
    first = event.occurrences.upcoming().exclude(pk__in=mine).first()
    return first.day if first else localdate()


def weekdays_of(event):
    """[(weekday, last date)] of an event's days still to come: what “every Thursday” means here."""
    last = {}
    for starts_at in event.occurrences.upcoming().values_list("starts_at", flat=True):
        day = localdate(starts_at)
        last[day.weekday()] = day
    return sorted(last.items())


def month_from(text, otherwise):
    """The first day of 2026-12; of the month of `otherwise` where the text is no month."""
    try:
        month = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no time
    except ValueError:
        return otherwise.replace(day=1)
    return month if 2000 <= month.year < 2200 else otherwise.replace(day=1)
