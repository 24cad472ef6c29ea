"""An offer told in sentences: what it takes off and when, and a worked example with the prices of a performance."""

from typing import NamedTuple

from events.dates import day, day_clock
from events.models import Event, Occurrence, Price
from events.models.channel import channels_told
from events.money import pounds
from events.offers import Ticket, applied


class Example(NamedTuple):
    """Sentences about a basket by this offer, at whose prices; `spoilt` is the same basket with a ticket fewer."""

    basket: str
    spoilt: str
    prices: str


def listed(words):
    """One; one and two; one, two and three."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def much(offer):
    return f"{offer.percent_off}%" if offer.percent_off else pounds(offer.amount_off)


def told(offer):
    """10% off each ticket in every whole set of 2 Adult and 2 Under 16 at one performance."""
    parts = [f"{part.count} {part.price_type}" for part in offer.parts.all()]
    whom = f"in every whole set of {listed(parts)} at one performance" if parts else ""
    if offer.least_places > 1:
        whom += f"{' where' if parts else 'in a party of'} {offer.least_places} or more"
        whom += " are booked there" if parts else " at one performance"
    if offer.least_events > 1:
        whom += f"{', ' if whom else ''}where {offer.least_events} different events are in the basket"
    of = f" of {offer.event}" if offer.event else ""
    return f"{much(offer)} off each ticket{of} {whom}".rstrip() + "."


def held(offer):
    """At the counter and by telephone, from Tue 1 Dec 2026 until Thu 31 Dec 2026."""
    first = f"from {day(offer.valid_from)}" if offer.valid_from else ""
    last = f"until {day(offer.valid_to)}" if offer.valid_to else ""
    when = " ".join(filter(None, [first, last]))
    return f"{channels_told(offer.channels)}{', ' if when else ''}{when}."


def example(offer, at=None):
    """An Example at the next performance that has every price the offer asks for; None where there is none."""
    types = [part.price_type for part in offer.parts.all()]
    occurrence, prices = priced_at(offer, types, at)
    if not occurrence:
        return None
    names = {price.price_type_id: str(price.price_type) for price in prices.values()}
    tickets = smallest(offer, prices)
    spoilt = tickets[:-1] if len(tickets) > 1 else []
    where = f"{occurrence.event}, {day_clock(occurrence.starts_at)}, {next(iter(prices.values())).band}"
    return Example(said(offer, tickets, names), said(offer, spoilt, names) if spoilt else "", where)


def priced_at(offer, types, at):
    """(occurrence, {price type id: Price in its first band}) that the example is worked out by; or (None, {})."""
    found = Occurrence.objects.upcoming(at).filter(event__audience=Event.Audience.PUBLIC).with_parts()
    if offer.event_id:
        found = found.filter(event=offer.event_id)
    for one in types:
        found = found.filter(price_list__prices__price_type=one)
    occurrence = found.filter(price_list__prices__amount__gt=0).first()
    if not occurrence:
        return None, {}
    rows = Price.objects.filter(price_list=occurrence.price_list_id, band__plan=occurrence.plan_id)
    rows = rows.select_related("price_type", "band").order_by("band__position", "band", "price_type__position")
    wanted = {one.pk for one in types}
    by_band = {}
    for row in rows:
        by_band.setdefault(row.band_id, {})[row.price_type_id] = row
    fitting = [prices for prices in by_band.values() if wanted <= prices.keys()]
    return (occurrence, fitting[0]) if fitting else (None, {})


def smallest(offer, prices):
    """The tickets of the smallest basket that the offer fits; further events are at the same price."""
    first = next(iter(prices))
    wanted = [part.price_type_id for part in offer.parts.all() for _ in range(part.count)]
    wanted += [first] * (max(offer.least_places, 1) - len(wanted))
    own = [(offer.event_id or 0, one) for one in wanted]
    others = [(-n, first) for n in range(1, offer.least_events)]
    return [Ticket(n, event, event, one, prices[one].amount) for n, (event, one) in enumerate([*own, *others])]


def said(offer, tickets, names):
    """2 Adult at £18.00 and 2 Under 16 at £9.00 are £54.00. The offer takes £5.40 off: £48.60 to pay."""
    counts = {}
    for one in tickets:
        counts[one.price_type, one.price] = counts.get((one.price_type, one.price), 0) + 1
    whole = sum(one.price for one in tickets)
    off = sum(off for _, off in applied(tickets, [offer.deal()]).values())
    party = listed([f"{count} {names[kind]} at {pounds(price)}" for (kind, price), count in counts.items()])
    start = f"{party} {'is' if len(tickets) == 1 else 'are'} {pounds(whole)}."
    if not off:
        return f"{start} The offer takes nothing off."
    return f"{start} The offer takes {pounds(off)} off: {pounds(whole - off)} to pay."
