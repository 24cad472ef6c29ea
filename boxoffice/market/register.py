"""The register of one market day: every pitch, who is expected on it, their papers, and whether they have come."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, Sum
from django.utils.timezone import localdate, now

from boxoffice.market.papers import papers_of
from events.late_release import cutoff_of, late_lines
from events.models import ABSENT, Attendance, BookingLine, CheckIn, Hold, Place, Presence, RegisterTap
from events.money import pounds
from invoicing.models import Payment, TillSession

HERE, DUE, UNPAID, AWAY, HELD, FREE = "here", "due", "unpaid", "away", "held", "free"
BADGES = {HERE: ("ok", "Here"), DUE: ("info", "Expected"), UNPAID: ("warn", "Not paid yet"), AWAY: ("bad", "Absent"),
          HELD: ("", "Held"), FREE: ("", "Free")}  # fmt: skip
GONE = [Presence.LEFT, Presence.LEFT_EARLY]
NOT_THERE = [*ABSENT, Presence.NOT_REQUIRED]


@dataclass(frozen=True)
class Row:
    """One pitch of the day."""

    place: Place
    line: BookingLine | None
    hold: Hold | None
    arrival: CheckIn | None
    attendance: Attendance | None
    papers: list

    @property
    def presence(self):
        """How they stand. A check-in at any door counts as being here; having left is said on the register alone."""
        said = self.attendance.presence if self.attendance else Presence.EXPECTED
        if self.arrival:
            return said if said in GONE else Presence.ARRIVED
        return Presence.EXPECTED if said == Presence.ARRIVED else said

    @property
    def state(self):
        if self.line is None:
            return HELD if self.hold else FREE
        if self.presence == Presence.ARRIVED or self.presence in GONE:
            return HERE
        if self.presence in NOT_THERE:
            return AWAY
        return DUE if self.line.booking.status == "confirmed" else UNPAID

    @property
    def badge(self):
        tone, words = BADGES[self.state]
        return (tone, Presence(self.presence).label) if self.state in (HERE, AWAY) else (tone, words)

    @property
    def customer(self):
        return self.line.booking.customer if self.line else None

    @property
    def trader(self):
        return getattr(self.customer, "trader", None)

    @property
    def name(self):
        """What the stall is called."""
        return self.trader.trading_name if self.trader else self.customer.name if self.customer else "No name"


class Register:
    """A market day as its officer sees it; the same number of queries for six pitches as for seventy."""

    def __init__(self, occurrence, at=None):
        self.occurrence, self.at = occurrence, at or now()
        lines = {line.place_id: line for line in lines_of(occurrence, self.at)}
        holds = {hold.place_id: hold for hold in occurrence.holds.select_related("hold_type")}
        arrivals = {one.line_id: one for one in CheckIn.objects.standing().filter(line__in=lines.values())}
        said = Attendance.objects.filter(line__in=lines.values()).select_related("tap")
        said = {one.line_id: one for one in said}
        needed = list(occurrence.event.required_documents.all())
        self.rows = []
        for place in occurrence.plan.places.select_related("area"):
            line = lines.get(place.pk)
            known = (arrivals.get(line.pk), said.get(line.pk)) if line else (None, None)
            row = Row(place, line, holds.get(place.pk), *known, [])
            row.papers.extend(papers_of(row.trader, needed, occurrence.day) if line else [])
            self.rows.append(row)

    def count(self, *states):
        return sum(row.state in states for row in self.rows)

    @property
    def figures(self):
        """What stands above the list: (label, value)."""
        booked = self.count(HERE, DUE, UNPAID, AWAY)
        return [("Here", f"{self.count(HERE)} of {booked}"), ("Expected", self.count(DUE, UNPAID)),
                ("Free pitches", self.count(FREE)), ("Held", self.count(HELD))]  # fmt: skip

    @property
    def shown_figures(self):
        """The four that the tablet shows."""
        return [*self.figures[:3], ("Taken today", pounds(self.taken))]

    @cached_property
    def taken(self):
        """Pence taken on the day for bookings of the day, less what was given back."""
        bookings = self.occurrence.lines.values("booking")
        paid = Payment.objects.filter(booking__in=bookings, taken_at__date=self.occurrence.day)
        return paid.aggregate(total=Sum("amount"))["total"] or 0

    @cached_property
    def late(self):
        """How many pitches may be let to others because their traders have not come; 0 before the cut-off."""
        cutoff = cutoff_of(self.occurrence)
        if cutoff is None or not cutoff <= self.at < self.occurrence.ends_at:
            return 0
        return late_lines(self.occurrence, self.at).count()

    @cached_property
    def disputed(self):
        """How many taps wait for a decision."""
        return RegisterTap.objects.disputed().filter(occurrence=self.occurrence).count()

    @property
    def is_begun(self):
        return self.at >= self.occurrence.starts_at

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


def till_of(user):
    """The open drawer of an officer, or None."""
    return TillSession.objects.open_for(user)
