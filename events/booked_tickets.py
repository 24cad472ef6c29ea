"""What the tickets or permits of one booking say, ready for events/tickets.py to draw."""

from .dates import clock, day_clock
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
        starts=day_clock(occurrence.starts_at),
        doors=f"{words.opens} {clock(occurrence.opens_at)}" if occurrence.opens_at else "",
        place=f"{place.row}{place.number}" if numbered else place.area.name, area=place.area.name if numbered else "",
        price_type=line.price_type.name, price=pounds(line.price), reference=line.booking.reference,
        holder=line.booking.customer.name if line.booking.customer else "",
        notes=", ".join(place.features).capitalize(), unit=words.place,
    )  # fmt: skip
