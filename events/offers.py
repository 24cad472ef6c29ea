"""Which ticket gets which offer and how many pence come off: a pure function of the tickets and the offers.

Offers are tried in their order. Each takes, among the tickets that no earlier offer took, those that save the customer
most, so that within the order the total is the best there is. A ticket takes part in one offer at most.
"""

from collections import Counter, defaultdict
from fractions import Fraction
from typing import NamedTuple

from events.money import pounds, rounded


class Ticket(NamedTuple):
    """One place in a basket as the offers see it; `price` is the published one in pence."""

    id: int
    occurrence: int
    event: int
    price_type: int
    price: int


class Deal(NamedTuple):
    """One offer: its conditions, and what comes off. `parts` are (price type, how many) of which a set is made."""

    id: int
    name: str
    event: int | None = None
    percent: int = 0
    amount: int = 0
    least_places: int = 1
    least_events: int = 1
    parts: tuple = ()

    def off(self, price):
        """Pence off one price: a percentage is rounded half away from zero; never more than the price."""
        return min(price, rounded(Fraction(price * self.percent, 100)) if self.percent else self.amount)

    def worked(self, price):
        """How the price was made: Family saver: 10% off £18.00 is £16.20."""
        much = f"{self.percent}%" if self.percent else pounds(self.amount)
        return f"{self.name}: {much} off {pounds(price)} is {pounds(price - self.off(price))}"


def applied(tickets, deals):
    """{ticket id: (Deal, pence off)} for those tickets that an offer makes cheaper."""
    took = {}
    for deal in deals:
        free = [ticket for ticket in tickets if ticket.id not in took and deal.event in (None, ticket.event)]
        if len({ticket.event for ticket in tickets}) >= deal.least_events:
            took |= dict.fromkeys((ticket.id for ticket in _fitting(deal, free, tickets)), deal)
    prices = {ticket.id: ticket.price for ticket in tickets}
    return {pk: (deal, off) for pk, deal in took.items() if (off := deal.off(prices[pk]))}


def _fitting(deal, free, tickets):
    """The free tickets that take part in a deal: whole sets at one occurrence, or everybody of a large enough party."""
    party = Counter(ticket.occurrence for ticket in tickets)
    by_occurrence = defaultdict(list)
    for ticket in free:
        by_occurrence[ticket.occurrence].append(ticket)
    for occurrence, mine in by_occurrence.items():
        if party[occurrence] >= deal.least_places:
            yield from _sets(deal, mine) if deal.parts else mine


def _sets(deal, tickets):
    """The tickets of as many whole sets as there are, the dearest of each price type first."""
    by_type = defaultdict(list)
    for ticket in sorted(tickets, key=lambda ticket: (-ticket.price, ticket.id)):
        by_type[ticket.price_type].append(ticket)
    sets = min(len(by_type[price_type]) // count for price_type, count in deal.parts)
    for price_type, count in deal.parts:
        yield from by_type[price_type][: sets * count]
