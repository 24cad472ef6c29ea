"""What a downtime pack says of one performance: every seat and whose it is, who comes to collect, what it costs."""

from dataclasses import dataclass, field
from itertools import groupby

from events.models import Extra, Hold, Price
from events.models.settling import sold_where


@dataclass(frozen=True)
class Seat:
    """One seat of the seat book; `state` is "" where it is free, `who` a name or what it is held for."""

    label: str
    state: str = ""
    who: str = ""


@dataclass(frozen=True)
class Caller:
    """One booking of the will-call list, amounts in pence."""

    name: str
    reference: str
    places: str
    to_pay: int = 0
    notes: str = ""


@dataclass(frozen=True)
class PackPages:
    """Everything in a pack, as plain values. `prices` are (band, price type, pence all in)."""

    title: str
    venue: str
    starts: str
    made: str
    rows: list = field(default_factory=list)  # [(area and row, [Seat])]
    callers: list = field(default_factory=list)
    prices: list = field(default_factory=list)
    blanks: list = field(default_factory=list)  # their numbers


def seat_book(occurrence, at):
    """[(area and row, [Seat])] of the whole plan, in its order."""
    claims = occurrence.lines.claiming(at).select_related("booking__customer")
    taken = {line.place_id: whose(line.booking) for line in claims}
    holds = Hold.objects.filter(occurrence=occurrence).select_related("hold_type")
    held = {hold.place_id: ("Not on sale" if hold.hold_type.kill else "Held", hold.hold_type.name) for hold in holds}
    places = occurrence.plan.places.select_related("area")
    rows = []
    for (area, row), group in groupby(sorted(places, key=in_order), key=lambda place: (place.area, place.row)):
        seats = [Seat(f"{place.row}{place.number}", *(taken.get(place.pk) or held.get(place.pk) or ("", "")))
                 for place in group]  # fmt: skip
        rows.append((f"{area.name}, row {row}" if area.numbered else area.name, seats))
    return rows


def in_order(place):
    """Rows as people count them: B before AA."""
    return place.area_id, len(place.row), place.row, place.position, place.pk


def whose(booking):
    """(state, who) of a claimed seat."""
    state = "Sold" if booking.status == "confirmed" else "Reserved"
    return state, f"{booking.customer.name if booking.customer else 'no name'} {booking.reference}"


def will_call(occurrence, owing, at):
    """[Caller] of everybody with seats, by surname; `owing` is {booking id: pence}."""
    lines = occurrence.lines.claiming(at).select_related("booking__customer", "place__area", "price_type")
    by_booking = {}
    for line in lines.order_by("place__row", "place__position"):
        by_booking.setdefault(line.booking, []).append(line)
    callers = [caller(booking, own, owing.get(booking.pk, 0)) for booking, own in by_booking.items()]
    return sorted(callers, key=lambda one: (one.name == "", one.name.split()[-1:], one.name, one.reference))


def caller(booking, lines, owing):
    customer = booking.customer
    collect = booking.collector and f"Collected by {booking.collector}"
    needs = customer and customer.access_needs and f"Access: {customer.access_needs}"
    how = booking.get_delivery_display() if booking.delivery == booking.Delivery.COLLECT else ""
    notes = ". ".join(part for part in (how, collect, needs, booking.note) if part)
    places = ", ".join(f"{line.place.row}{line.place.number} {line.price_type.name.lower()}" for line in lines)
    return Caller(customer.name if customer else "", booking.reference, places, owing, notes)


def price_table(occurrence):
    """[(band, price type, pence with every fee for a ticket in it)]."""
    found = Extra.objects.filter(fee=Extra.Fee.TICKET, offered=True, event=occurrence.event_id)
    fee = sum(one.price for one in found if sold_where(one.channels, "counter"))
    prices = Price.objects.filter(price_list=occurrence.price_list_id, band__plan=occurrence.plan_id)
    prices = prices.select_related("band", "price_type").order_by("band__position", "price_type__position")
    return [(price.band.name, price.price_type.name, price.amount + (fee if price.amount else 0)) for price in prices]
