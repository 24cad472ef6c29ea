"""The register of one market day: every pitch, who is expected on it, their papers, and whether they have come."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.timezone import localdate, now

from boxoffice.market.papers import papers_of
from events.models import BookingLine, CheckIn, Hold, Place

HERE, DUE, UNPAID, HELD, FREE = "here", "due", "unpaid", "held", "free"
BADGES = {HERE: ("ok", "Here"), DUE: ("info", "Expected"), UNPAID: ("warn", "Not paid yet"), HELD: ("", "Held"),
          FREE: ("", "Free")}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One pitch of the day."""

    place: Place
    line: BookingLine | None
    hold: Hold | None
    arrival: CheckIn | None
    papers: list

    @property
    def state(self):
        if self.arrival:
            return HERE
        if self.line:
            return DUE if self.line.booking.status == "confirmed" else UNPAID
        return HELD if self.hold else FREE

    @property
    def badge(self):
        return BADGES[self.state]

    @property
    def customer(self):
        return self.line.booking.customer if self.line else None

    @property
    def trader(self):
        return getattr(self.customer, "trader", None)


class Register:
    """A market day as its officer sees it; the same number of queries for six pitches as for seventy."""

    def __init__(self, occurrence, at=None):
        self.occurrence, self.at = occurrence, at or now()
        lines = {line.place_id: line for line in lines_of(occurrence, self.at)}
        holds = {hold.place_id: hold for hold in occurrence.holds.select_related("hold_type")}
        arrivals = {one.line_id: one for one in CheckIn.objects.standing().filter(line__in=lines.values())}
        needed = list(occurrence.event.required_documents.all())
        self.rows = []
        for place in occurrence.plan.places.select_related("area"):
            line = lines.get(place.pk)
            row = Row(place, line, holds.get(place.pk), arrivals.get(line.pk) if line else None, [])
            row.papers.extend(papers_of(row.trader, needed, occurrence.day) if line else [])
            self.rows.append(row)

    def count(self, *states):
        return sum(row.state in states for row in self.rows)

    @property
    def figures(self):
        """What stands above the list: (label, value)."""
        booked = self.count(HERE, DUE, UNPAID)
        return [("Here", f"{self.count(HERE)} of {booked}"), ("Expected", self.count(DUE, UNPAID)),
                ("Free pitches", self.count(FREE)), ("Held", self.count(HELD))]  # fmt: skip

    @cached_property
    def before(self):
        """The market day before this one, or None."""
        start, pk = self.occurrence.starts_at, self.occurrence.pk
        return self._others(Q(starts_at__lt=start) | Q(starts_at=start, pk__lt=pk)).last()

    @cached_property
    def after(self):
        """The market day after this one, or None."""
        start, pk = self.occurrence.starts_at, self.occurrence.pk
        return self._others(Q(starts_at__gt=start) | Q(starts_at=start, pk__gt=pk)).first()

    def _others(self, where):
        days = type(self.occurrence).objects.market_days().filter(where, cancelled_at=None)
        return days.select_related("event").order_by("starts_at", "pk")


def lines_of(occurrence, at):
    """The day's live lines, with everything a row shows."""
    lines = occurrence.lines.claiming(at).select_related("booking__customer__trader", "price_type", "place__area")
    return lines.prefetch_related("booking__customer__trader__documents")


def day_to_show(days, asked):
    """The first market on or after the day that was asked for (today, where none was), or the last there was."""
    coming = days.filter(starts_at__date__gte=asked or localdate()).order_by("starts_at", "pk")
    return coming.first() or days.order_by("starts_at", "pk").last()
