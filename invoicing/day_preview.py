"""What deciding about a market day would do, before it is done: who is told, and what it comes to. Changes nothing."""

from dataclasses import dataclass

from events.models import Customer, DayDecision
from invoicing.day_notices import audience
from invoicing.day_refunds import goes_by_itself, rows_of, share_of, worth
from invoicing.lessening import previewed
from invoicing.weather import of_day, paid_bookings, percent_at

WAYS = {"credit": "Off account", "card": "To card", "counter": "At counter"}


@dataclass(frozen=True)
class Affected:
    """One customer: their pitches, and the pence taken off their account, sent to their card, and kept for them."""

    customer: Customer
    pitches: list
    credit: int = 0
    card: int = 0
    counter: int = 0


class Preview:
    """A decision about an occurrence at a moment, as it would turn out."""

    def __init__(self, occurrence, state, at):
        self.occurrence, self.state = occurrence, state
        self.cancels = state == DayDecision.State.CANCELLED
        self.percent = percent_at(occurrence, at) if self.cancels else 0
        credit, card, counter = self._money() if self.percent else ({}, {}, {})
        self.rows = [Affected(customer, pitches, credit.get(customer.pk, 0), card.get(customer.pk, 0),
                              counter.get(customer.pk, 0))
                     for customer, pitches in audience(occurrence)]  # fmt: skip

    def _money(self):
        credit, card, counter = {}, {}, {}
        charges = of_day(self.occurrence).select_related("account")
        for charge, gross in previewed(charges, self.percent):
            customer = charge.account.customer_id
            credit[customer] = credit.get(customer, 0) + gross
        for booking in paid_bookings(self.occurrence):
            pence = worth(booking, share_of(booking, rows_of(booking, self.occurrence), self.percent))
            way = card if goes_by_itself(booking, pence) else counter
            way[booking.customer_id] = way.get(booking.customer_id, 0) + pence
        return credit, card, counter

    def total(self, name):
        return sum(getattr(row, name) for row in self.rows)

    @property
    def ways(self):
        """The ways in which money goes back: those that any does."""
        return [name for name in WAYS if self.total(name)]

    @property
    def columns(self):
        return [WAYS[name] for name in self.ways]

    @property
    def shown_rows(self):
        """Each customer, with what they get by each way."""
        return [{"customer": row.customer, "pitches": row.pitches,
                 "shown": [getattr(row, name) for name in self.ways]} for row in self.rows]  # fmt: skip

    @property
    def booked(self):
        return sum(bool(row.pitches) for row in self.rows)

    @property
    def emails(self):
        return sum(bool(row.customer.email) for row in self.rows)

    @property
    def letters(self):
        return len(self.rows) - self.emails

    @property
    def figures(self):
        """[(label, pence or number, whether it is money)] for the head of the page."""
        money = [("Taken off accounts", self.total("credit")), ("Back to cards", self.total("card")),
                 ("To give back at the counter", self.total("counter"))]  # fmt: skip
        counts = [("Traders booked", self.booked), ("E-mails", self.emails), ("Letters to print", self.letters)]
        return [(label, number, False) for label, number in counts] + [(*row, True) for row in money if row[1]]
