"""What the tickets or permits of one booking say, ready for events/tickets.py to draw."""

from django.utils.timezone import localtime

from .money import pounds
from .tickets import Ticket


def tickets_of(booking):
    """A Ticket for every live line, in the order of the places."""
    lines = booking.live_lines.select_related("booking__customer").order_by("occurrence", "place")
    return [ticket(line) for line in lines]


def ticket(line):
    """One line on paper."""
    occurrence, place, words = line.occurrence, line.place, line.occurrence.event.words
    numbered = place.area.numbered
    return Ticket(
        token=line.token, title=occurrence.event.title, venue=occurrence.plan.venue.name,
        starts=day_and_time(occurrence.starts_at),
        doors=f"{words.opens} {time_of(occurrence.opens_at)}" if occurrence.opens_at else "",
        place=f"{place.row}{place.number}" if numbered else place.area.name, area=place.area.name if numbered else "",
        price_type=line.price_type.name, price=pounds(line.price), reference=line.booking.reference,
        holder=line.booking.customer.name if line.booking.customer else "",
        notes=", ".join(place.features).capitalize(), unit=words.place,
    )  # fmt: skip


def day_and_time(moment):
    """Sat 5 Dec 2026, 7:30pm"""
    moment = localtime(moment)
    return f"{moment:%a} {moment.day} {moment:%b %Y}, {time_of(moment)}"


def time_of(moment):
    """7:30pm, 7pm"""
    moment = localtime(moment)
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"
