"""The whole history of one place at one occurrence: why it is grey, who had it, who has it, and who let it go."""

from dataclasses import dataclass

from django.utils.timezone import now

from events.dates import day_clock
from events.models import Booking, HoldNote


@dataclass(frozen=True)
class Step:
    """Something that happened: when (None: unknown), what, in which booking and by whom."""

    at: object
    words: str
    booking: Booking = None
    by: object = None


def why(occurrence, place, at=None):
    """What the place is now, and why, in a sentence."""
    at = at or now()
    if line := claims(occurrence, place).claiming(at).first():
        return said(line, at)
    if hold := occurrence.holds.filter(place=place).select_related("hold_type").first():
        killed = "It is taken out of the plan for this one" if hold.hold_type.kill else "It is held back"
        return f"{killed}: {hold.hold_type}{since(occurrence, place, hold)}."
    if occurrence.cancelled_at:
        return f"{occurrence} is cancelled, so nothing is sold."
    overdue = claims(occurrence, place).live().first()
    return f"It is free: the time of booking {overdue.booking} ran out." if overdue else "It is free."


def since(occurrence, place, hold):
    """For what, since when and by whom it is held back; nothing where nobody wrote that down."""
    last = notes(occurrence, place).last()
    if last is None or last.sort != HoldNote.Sort.HELD or last.hold_type_id != hold.hold_type_id:
        return ""
    return (f", {last.reason}" if last.reason else "") + f", since {day_clock(last.at)}" + (
        f", by {last.by}" if last.by else "")  # fmt: skip


def notes(occurrence, place):
    return occurrence.hold_notes.filter(place=place).select_related("hold_type", "by")


def said(line, at):
    """Whose it is, where a live line has it."""
    booking = line.booking
    if booking.status == Booking.Status.CONFIRMED:
        return f"It is sold: booking {booking}{f', {booking.customer}' if booking.customer else ''}."
    until = day_clock(booking.reserved_until)
    if booking.exchange_of_id:
        return f"It is held until {until} for an exchange of booking {booking.exchange_of}."
    if booking.parked_as:
        return f"It is in a parked basket, {booking.parked_as}, until {until}."
    where = "in a basket" if (booking.reserved_until - at).total_seconds() < 3600 else "reserved"
    return f"It is {where}, {booking.get_channel_display().lower()}, until {until}."


def claims(occurrence, place):
    """Every line that ever had it, with what is said about it."""
    lines = occurrence.lines.filter(place=place)
    return lines.select_related("booking__customer", "booking__taken_by", "booking__exchange_of", "released_by",
                                "price_type").order_by("pk")  # fmt: skip


def history(occurrence, place):
    """[Step] of everything known, the first thing first; a hold of which nobody wrote when comes last."""
    noted = list(notes(occurrence, place))
    steps = [Step(note.at, note.words, by=note.by) for note in noted]
    for line in claims(occurrence, place).prefetch_related("check_ins__by", "issues__by"):
        steps += steps_of(line)
    steps.sort(key=lambda step: step.at)
    holds = occurrence.holds.filter(place=place).select_related("hold_type")
    unknown = [hold for hold in holds if not any(note.hold_type_id == hold.hold_type_id for note in noted)]
    return [*steps, *(Step(None, f"Held back: {hold.hold_type}") for hold in unknown)]


def steps_of(line):
    """What happened to one line."""
    booking = line.booking
    who = f" for {booking.customer}" if booking.customer else ""
    taken = booking.created_at if not line.replaces_id else max(booking.created_at, line.replaces.released_at)
    yield Step(taken, f"Taken{who}, {line.price_type}, {booking.get_channel_display().lower()}", booking,
               booking.taken_by)  # fmt: skip
    for issue in line.issues.all():
        yield Step(issue.at, f"Ticket printed again: {issue.reason}", booking, issue.by)
    for entry in line.check_ins.all():
        yield Step(entry.at, f"Came in{f' at {entry.door}' if entry.door else ''}", booking, entry.by)
        if entry.undone_at:
            yield Step(entry.undone_at, "Admission undone", booking, entry.undone_by)
    if line.released_at:
        yield Step(line.released_at, f"Given back: {line.release_reason}", booking, line.released_by)
