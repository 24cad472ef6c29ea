"""Cancelling a booking whole, at the counter or by a machine: what is sold goes back by the rules of a refund.

Traders' days do not: the market desk gives them back.
"""

from events.models import Booking, Event, Refused
from events.models.transactions import retried
from invoicing.cancellation import cancel
from invoicing.cancelling_by_rule import to_release
from invoicing.models import CounterRules
from invoicing.refunding import Quote, allow_all_back, changeable, quote, refund, why_all_back


class ForTheMarketDesk(Refused):
    """Traders' days are given back by the market's own rules."""

    code = "for_the_market_desk"

    def __init__(self):
        super().__init__("This is a trader's booking. Ask the market desk: it cancels days by the market's own rules.")


def left_to_market(booking, by):
    """Whether a sold booking has traders' days in it, and this person does not decide about the market.

    Nobody ends a pitch here that was let with an application: that has rules of its own (invoicing/pitch_endings.py).
    """
    if booking.status != Booking.Status.CONFIRMED:
        return False
    days = booking.lines.live().filter(occurrence__event__audience=Event.Audience.TRADERS)
    return booking.applications.exists() or days.exists() and not by.has_perm("boxoffice.decide_market")


def lines_by_rule(booking):
    """The lines that a refund of all of it gives back; [] for a basket, and for what is sold at other desks."""
    lines = list(changeable(booking)) if booking.status == Booking.Status.CONFIRMED else []
    return lines if len(to_release(booking, lines)) == len(booking.sold()) else []


def quote_whole(booking):
    """The Quote of cancelling all of it."""
    if lines := lines_by_rule(booking):
        return quote(booking, lines)
    paid = booking.payments.total()
    return Quote([], paid, why_all_back(booking, CounterRules.current()))


@retried
def cancel_whole(booking, *, reason, by, till=None, authorised_by=None, at=None):
    """Cancel it, and give back what a refund of all its places would. Returns the refunds. Twice is once.

    Raises ForTheMarketDesk, and NeedsAuthority and AskedTooMuch as a refund does. Whatever is raised, nothing is
    changed.
    """
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    if left_to_market(booking, by):
        raise ForTheMarketDesk
    if lines := lines_by_rule(booking):
        return refund(booking, lines, reason=reason, by=by, till=till, authorised_by=authorised_by, at=at)
    if booking.status in (Booking.Status.RESERVED, Booking.Status.CONFIRMED):
        allow_all_back(booking, authorised_by, "cancellation", at)
    return cancel(booking, reason=reason, by=by, till=till, at=at)
