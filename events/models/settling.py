"""What follows by itself from what a basket holds: the offers that fit it and the fees that go with it."""

from django.db.models import Q
from django.utils.timezone import localdate

from events.offers import Ticket, applied

from .event import Event
from .extra import Extra, ExtraLine
from .line import BookingLine
from .offer import Offer
from .pricing import PriceBook
from .statements import insert


def sold_where(channels, channel):
    """Whether a list of channels, empty for all of them, holds this one."""
    return not channels or channel in channels.split()


def deals_for(channel, day):
    """The offers on sale on a day through a channel, in their order."""
    offers = Offer.objects.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))
    return [one.deal() for one in offers.prefetch_related("parts") if sold_where(one.channels, channel)]


def fit_offers(booking, lines, by, at):
    """Write the lines anew whose offer changes, and leave the others be. Returns every line there is then.

    Tickets are known by their order in the house, not by the line's id, which changes with each new price.
    """
    public = [line for line in lines if line.occurrence.event.audience == Event.Audience.PUBLIC]
    tickets = [Ticket(n, line.occurrence_id, line.occurrence.event_id, line.price_type_id, line.published)
               for n, line in enumerate(public)]  # fmt: skip
    found = applied(tickets, deals_for(booking.channel, localdate(at)))
    changed = {}
    for n, line in enumerate(public):
        deal, off = found.get(n, (None, 0))
        if (line.offer_id, line.off) != (deal and deal.id, off):
            changed[line.pk] = with_offer(line, deal, off)
    if changed:
        replace(lines, changed, by, at)
    return [changed.get(line.pk, line) for line in lines]


def with_offer(line, deal, off):
    """The same line at the price that an offer leaves, or at the published one; not yet written."""
    new, steps = line.anew(), line.worked.splitlines()
    steps = steps[:-1] if line.offer_id else steps  # the step of the offer it had
    new.booking, new.off, new.offer_id = line.booking, off, deal and deal.id
    new.price = line.published - off
    new.worked = "\n".join([*steps, deal.worked(line.published)] if deal else steps)
    return new


def replace(lines, changed, by, at):
    """Release the lines that change and write what stands in their stead; what goes with their places stays."""
    for reason, offered in (("offer applied", True), ("offer no longer fits", False)):
        old = [pk for pk, new in changed.items() if bool(new.offer_id) is offered]
        BookingLine.objects.live().filter(pk__in=old).update(released_at=at, released_by=by, release_reason=reason)
    insert([changed[line.pk] for line in lines if line.pk in changed])


def fit_fees(booking, lines, by, at):
    """Take off the fees that are due no longer and add those that are missing.

    A fee for each ticket goes with its place; a ticket that costs nothing has none. Where several events ask for a fee
    for the booking, the dearest is charged, once.
    """
    due = fees_due(lines, booking.channel)
    there = {fee_key(one): one for one in booking.extra_lines.live().filter(~Q(extra__fee="")).select_related("extra")}
    gone = [one.pk for key, one in there.items() if key not in due]
    stamp = {"released_at": at, "released_by": by, "release_reason": "fee no longer due"}
    ExtraLine.objects.live().filter(pk__in=gone).update(**stamp)
    missing = [due[key] for key in due if key not in there]
    if missing:
        book = PriceBook([line.occurrence for _, line, _ in missing], at)
        fresh = [book.extra(extra, line.occurrence, place, 1) for extra, line, place in missing]  # noqa: S610 - not Django's
        for one in fresh:
            one.booking = booking
        insert(fresh)


def fees_due(lines, channel):
    """{key of the fee's line: (extra, the line it goes with, its place or None)}."""
    lines = [line for line in lines if line.price]
    found = Extra.objects.filter(~Q(fee=""), offered=True, event__in={line.occurrence.event_id for line in lines})
    fees = [fee for fee in found if sold_where(fee.channels, channel)]
    due = {
        (fee.pk, line.occurrence_id, line.place_id): (fee, line, line.place)
        for line in lines for fee in fees
        if fee.fee == Extra.Fee.TICKET and fee.event_id == line.occurrence.event_id
    }  # fmt: skip
    if once := [fee for fee in fees if fee.fee == Extra.Fee.BOOKING]:
        fee = max(once, key=lambda fee: (fee.price, -fee.pk))
        first = next(line for line in lines if line.occurrence.event_id == fee.event_id)
        due[fee.pk, first.occurrence_id, None] = fee, first, None
    return due


def fee_key(line):
    return line.extra_id, line.occurrence_id, line.place_id
