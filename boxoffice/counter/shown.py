"""What the basket column shows: places and extras by performance, what each costs with its fees, and the sums."""

import json
from collections import defaultdict
from itertools import groupby

from django.db.models import Sum
from django.utils.timezone import now

from boxoffice.counter.prices import choices_for, ticket_fees, with_fee
from events.models import Event, Extra, ExtraLine
from events.models.settling import sold_where


def shown(booking, occurrence):
    """The basket as its template asks for it; every amount in pence, with VAT and with the fees for each ticket."""
    if booking is None:
        return {"booking": None, "mine_json": "[]", "groups": []}
    lines, extras = sold_in(booking)
    offered = list(Extra.objects.filter(event__in={line.occurrence.event_id for line in lines}, offered=True))
    all_in(lines, extras, offered, booking.channel, occurrence)
    booking.new_lines = [*lines, *extras]  # read already: its total asks for them no more
    total = booking.total()
    groups = [(when, list(group)) for when, group in groupby(lines, key=lambda line: line.occurrence)]
    return {
        "booking": booking, "count": len(lines), "total": total.gross, "vat": total.vat,
        "groups": [(when, group, picker(when, offered, extras)) for when, group in groups],
        "mine_json": json.dumps([line.place_id for line in lines if line.occurrence_id == occurrence.pk]),
        "seconds": max(0, int((booking.reserved_until - now()).total_seconds())),
        "places": sum(line.to_pay for line in lines), "saved": sum(line.off for line in lines),
        "offers": sorted({line.offer.name for line in lines if line.offer_id}),
        "levies": sums(one for one in extras if one.extra.fee == Extra.Fee.TICKET),
        "fees": sums(one for one in extras if one.extra.fee == Extra.Fee.BOOKING),
        "goods": sums(one for one in extras if not one.extra.fee),
        "waived": waived(offered, booking.channel), "lines": lines,
    }  # fmt: skip


def sold_in(booking):
    """(lines, extras) of a basket; those just reserved are known already, and nothing is beside them yet."""
    if new := getattr(booking, "new_lines", None):
        return sorted(new, key=lambda line: (line.place.position, line.place_id)), []
    lines = booking.live_lines.select_related("offer").order_by("occurrence__starts_at", "occurrence", "place")
    return list(lines), list(booking.extra_lines.live().with_parts())


def all_in(lines, extras, offered, channel, looked_at):
    """Give each line what is to pay for it with the fees that go with its place, and its choices of price type."""
    beside = defaultdict(int)
    for one in extras:
        if one.extra.fee == Extra.Fee.TICKET:
            beside[one.occurrence_id, one.place_id] += one.price
    levy = ticket_fees(offered, channel)
    choices = choices_for(lines, looked_at)
    for line in lines:
        fees = beside[line.occurrence_id, line.place_id]
        line.to_pay, line.before = line.price + fees, line.published + fees
        found = choices.get((line.occurrence.price_list_id, line.place.band_id), [])
        line.choices = [(price.price_type, with_fee(price.amount, levy[line.occurrence.event_id])) for price in found]


def sums(lines):
    """[(name, how many, pence)] of extras, alike ones together."""
    counts = defaultdict(lambda: [0, 0])
    for line in lines:
        counts[line.extra.name][0] += line.quantity
        counts[line.extra.name][1] += line.price
    return [(name, *both) for name, both in counts.items()]


def waived(offered, channel):
    """Names of the fees for each booking that this channel does not charge."""
    fees = [one for one in offered if one.fee == Extra.Fee.BOOKING]
    return [] if any(sold_where(one.channels, channel) for one in fees) else sorted({one.name for one in fees})


def picker(occurrence, offered, extras):
    """The extras to choose at an occurrence: what each costs, how many are in the basket and how many are left."""
    chosen = [one for one in offered if one.event_id == occurrence.event_id and not one.fee and not one.amps]
    if not chosen or occurrence.event.audience != Event.Audience.PUBLIC:
        return []
    mine = defaultdict(int)
    for one in extras:
        if one.occurrence_id == occurrence.pk and one.place_id is None:
            mine[one.extra_id] += one.quantity
    live = ExtraLine.objects.live().filter(occurrence=occurrence).order_by().values_list("extra")
    sold = dict(live.annotate(sold=Sum("quantity")))
    rows = []
    for extra in chosen:
        left = None if extra.stock is None else max(0, extra.stock - sold.get(extra.pk, 0))
        more = left != 0 and mine[extra.pk] < extra.most_each
        rows.append({"extra": extra, "mine": mine[extra.pk], "left": left,
                     "fewer": mine[extra.pk] - 1, "more": mine[extra.pk] + 1 if more else None})  # fmt: skip
    return rows
