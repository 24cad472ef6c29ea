"""One booking as its trader sees it: day by day, with what giving each day back would cost, and what was kept."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.timezone import now

from events.models import AskedTooMuch, Booking
from events.money import tax, total_of
from invoicing.cancelling_by_rule import Terms, check_let_by_day, check_tenders, stays_of, terms_of
from invoicing.day_refunds import due_of, key
from invoicing.supplies import supply


@dataclass(frozen=True)
class BookedDay:
    """One market day of a booking: its pitches, its extras and the terms of giving it back."""

    occurrence: object
    lines: list
    extras: list
    terms: Terms

    @property
    def names(self):
        return " and ".join(f"{line.place.row}{line.place.number}" for line in self.lines)

    @property
    def price(self):
        return sum(row.price for row in [*self.lines, *self.extras])

    @property
    def line(self):
        return self.lines[0]


class OneBooking:
    """What the page of a booking says."""

    def __init__(self, booking, at=None):
        self.booking, self.at = booking, at or now()
        rows = booking.lines.with_parts().select_related("occurrence__event__rules").order_by("occurrence__starts_at",
                                                                                              "place")  # fmt: skip
        self.rows, self.extras = list(rows), list(booking.extra_lines.with_parts())

    @cached_property
    def days(self):
        """[BookedDay] of what is live; of a cancelled booking, what it once was."""
        found = {}
        for line in self.shown(self.rows):
            found.setdefault(line.occurrence, ([], []))[0].append(line)
        for extra in self.shown(self.extras):
            found.get(extra.occurrence, ([], []))[1].append(extra)
        return [BookedDay(day, *parts, terms_of(day, self.at)) for day, parts in found.items()]

    def shown(self, rows):
        live = [row for row in rows if row.released_at is None]
        return live or (rows if self.booking.status == Booking.Status.CANCELLED else [])

    @property
    def first(self):
        return self.days[0].occurrence if self.days else None

    @property
    def event(self):
        return self.rows[0].occurrence.event if self.rows else None

    @property
    def is_mixed(self):
        """Whether its days are of several markets."""
        return len({day.occurrence.event_id for day in self.days}) > 1

    @cached_property
    def total(self):
        """Net and VAT of what is to be paid, with what is kept of days given back too late."""
        return total_of(tax([priced for _, priced in supply(self.booking)]))

    @cached_property
    def kept(self):
        """What was given back with something of it to be paid all the same: `kept` pence on its basis."""
        rows = [row for row in [*self.rows, *self.extras] if row.kept]
        due = due_of(self.booking, rows)
        for row in rows:
            row.kept = due[key(row)]
        return [row for row in rows if row.kept]

    @property
    def to_give_back(self):
        """Pence that wait for them at our counter: cash and card machines give nothing back by themselves."""
        return sum(due.amount for due in self.booking.day_refunds.waiting())

    @property
    def is_open(self):
        return self.booking.status == Booking.Status.CONFIRMED

    @cached_property
    def why_not(self):
        """Why nothing of it can be given back here, in a sentence; empty where some can."""
        if self.booking.status != Booking.Status.CONFIRMED:
            return f"This booking is {self.booking.get_status_display().lower()}."
        if not self.to_cancel:
            return "All of its days have begun or are over, so it cannot be cancelled here. Telephone us."
        try:
            check_let_by_day(self.booking)
            check_tenders(self.booking)
        except AskedTooMuch as refusal:
            return refusal.message
        return ""

    @cached_property
    def to_cancel_days(self):
        """The days that can still be given back."""
        return [day for day in self.days if not day.terms.why_not]

    @property
    def to_cancel(self):
        return [line for day in self.to_cancel_days for line in day.lines]

    @cached_property
    def stays(self):
        """What would stay to be paid were all of them given back now: pence with VAT."""
        return stays_of(self.booking, self.to_cancel, self.at).gross

    @property
    def comes_off(self):
        """What they would not have to pay then: pence with VAT."""
        kept = total_of(tax([row.priced_kept for row in self.kept])).gross
        going = {day.occurrence for day in self.to_cancel_days}
        staying = [row for day in self.days if day.occurrence not in going for row in [*day.lines, *day.extras]]
        return self.total.gross - kept - self.stays - total_of(tax([row.priced for row in staying])).gross

    def stays_on(self, day):
        """What would stay to be paid of one BookedDay given back now: pence with VAT."""
        return stays_of(self.booking, day.lines, self.at).gross

    @property
    def is_paid(self):
        return self.booking.payments.exists()
