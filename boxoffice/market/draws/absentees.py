"""Casual traders whose names may be struck off: given a pitch and did not stand, or not seen for twelve weeks.

Twelve weeks, and striking off for a declined site, are the rule of Portobello (RBKC casual traders' rules).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max
from django.utils.timezone import localdate, now

from events.attended import stood_lines
from events.models import BookingLine, DrawResult, Trader, WaitingListEntry

TWELVE_WEEKS = timedelta(weeks=12)


@dataclass(frozen=True)
class Absentee:
    """One trader: how often they were given a pitch and did not stand in twelve weeks, and when they last stood."""

    trader: Trader
    declined: int
    last_stood: date | None

    @property
    def words(self):
        said = [f"given a pitch {times(self.declined)} and did not stand"] if self.declined else []
        if self.last_stood is None:
            said.append("never stood")
        elif localdate() - self.last_stood > TWELVE_WEEKS:
            said.append("not here for twelve weeks")
        return "; ".join(said).capitalize()


def times(count):
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def absentees(at=None):
    """Those who put their names down at some time and then declined, or stayed away: [Absentee], the worst first."""
    at = at or now()
    since = localdate(at) - TWELVE_WEEKS
    known = WaitingListEntry.objects.filter(occurrence__ends_at__lt=at).values("customer")
    drawn = DrawResult.objects.exclude(booking=None).filter(draw__occurrence__ends_at__lt=at)
    lines = BookingLine.objects.filter(booking__in=drawn.values("booking"), occurrence__starts_at__date__gte=since)
    stood = set(stood_lines(lines).values_list("pk", flat=True))
    declined = {}
    for line, customer in lines.values_list("pk", "booking__customer").order_by():
        declined[customer] = declined.get(customer, 0) + (line not in stood)
    last = last_days(known)
    rows = [Absentee(trader, declined.get(trader.customer_id, 0), last.get(trader.customer_id))
            for trader in Trader.objects.filter(customer__in=known, customer__standing_bookings=None)
            .select_related("customer")]  # fmt: skip
    rows = [row for row in rows if row.declined or row.last_stood is None or row.last_stood < since]
    return sorted(rows, key=lambda row: (-row.declined, row.last_stood or date.min, row.trader.trading_name))


def last_days(customers):
    """{customer id: the last day they stood on}."""
    lines = stood_lines(BookingLine.objects.filter(booking__customer__in=customers)).order_by()
    rows = lines.values_list("booking__customer").annotate(last=Max("occurrence__starts_at"))
    return {customer: localdate(last) for customer, last in rows}
