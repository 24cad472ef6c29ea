"""The days a trader may tell us they will not come to, and those they told us already."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localdate, now

from events.absence_counts import absences_of
from events.holidays import holiday_balance
from events.models import BookingLine, Event, Occurrence, StandingBooking
from invoicing.absence_terms import choices

WEEKS = timedelta(weeks=12)


@dataclass(frozen=True)
class Day:
    """A market day to come, the places they hold on it, and the ways to report an absence, the cheapest first."""

    occurrence: Occurrence
    places: str
    choices: list

    @property
    def best(self):
        return self.choices[0]


def days_of(customer, at=None):
    """{occurrence: names of their pitches} of the days to come, their licences' days within twelve weeks among them.

    Not those let with an application for the whole market.
    """
    at = at or now()
    off = set(customer.days_off.live().values_list("occurrence", flat=True))
    found = {}
    lines = BookingLine.objects.claiming(at).filter(
        booking__customer=customer, occurrence__starts_at__gt=at, occurrence__cancelled_at=None,
        occurrence__event__rules__isnull=False, booking__applications=None,
    )  # fmt: skip
    for line in lines.with_parts().order_by("occurrence__starts_at", "place"):
        found.setdefault(line.occurrence, []).append(str(line.place))
    for standing in licences_of(customer).running():
        for day in standing.occurrences(localdate(at), localdate(at) + WEEKS):
            if day.starts_at > at and day not in found:
                found[day] = [str(standing.place)]
    rows = sorted(found.items(), key=lambda row: row[0].starts_at)
    return {day: ", ".join(places) for day, places in rows if day.pk not in off}


def day_of(customer, occurrence, places, at=None):
    return Day(occurrence, places, choices(customer, occurrence, at))


def reported(customer):
    """Absences from days to come that stand: they can be taken back."""
    rows = customer.days_off.live().filter(occurrence__starts_at__gt=now())
    return rows.select_related("occurrence__event").order_by("occurrence__starts_at")


def licences_of(customer):
    return StandingBooking.objects.licences().filter(customer=customer)


def balances(customer):
    """[(market, HolidayBalance or None, Absences)] of the markets they hold a licence at, with rules."""
    events = Event.objects.filter(standing_bookings__customer=customer, standing_bookings__status="running",
                                  rules__isnull=False).select_related("rules").distinct()  # fmt: skip
    return [(event, holiday_balance(customer, event, localdate()), absences_of(customer, event))
            for event in events.order_by("title")]  # fmt: skip
