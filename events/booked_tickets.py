"""What the tickets or permits of one booking say, ready for events/tickets.py to draw."""

from .dates import clock, day_clock
from .models import TicketIssue
from .money import pounds
from .tickets import Ticket


def tickets_of(booking, only=None):
    """A Ticket for every live line, or for these ids only, in the order of the places; with the codes good now."""
    lines = list(booking.live_lines.select_related("booking__customer").order_by("occurrence", "place"))
    extras, codes = extras_beside(booking, lines), TicketIssue.objects.codes(lines)
    wanted = [line for line in lines if only is None or line.pk in only]
    return [ticket(line, extras.get(line.pk, ()), codes[line.pk]) for line in wanted]


def extras_beside(booking, lines):
    """{line id: its extras in words}; what goes with no place goes with the first of its occurrence."""
    found = {}
    for extra in booking.extra_lines.live().select_related("extra"):
        there = [line for line in lines if line.occurrence_id == extra.occurrence_id]
        own = next((line for line in there if line.place_id == extra.place_id), there[0] if there else None)
        if own:
            found.setdefault(own.pk, []).append(extra.words)
    return found


def ticket(line, extras=(), code=None):
    """One line on paper, with the extras that go with it and the code that opens the door now."""
    occurrence, place, words = line.occurrence, line.place, line.occurrence.event.words
    numbered = place.area.numbered
    return Ticket(
        token=code or line.token, title=occurrence.event.title, venue=occurrence.plan.venue.name,
        starts=day_clock(occurrence.starts_at),
        doors=f"{words.opens} {clock(occurrence.opens_at)}" if occurrence.opens_at else "",
        place=f"{place.row}{place.number}" if numbered else place.area.name, area=place.area.name if numbered else "",
        price_type=line.price_type.name, price=pounds(line.price), reference=line.booking.reference,
        holder=line.booking.customer.name if line.booking.customer else "",
        notes=notes_of(place, extras), unit=words.place,
    )  # fmt: skip


def notes_of(place, extras):
    """Electricity, corner. Gazebo, 16 A socket, build-out 6 m²."""
    parts = [", ".join(place.features).capitalize(), ", ".join(extras)]
    return ". ".join(part for part in parts if part)
