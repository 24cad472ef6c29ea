"""Giving a reserved booking away: the same places again for nothing, each knowing what it would have cost."""

from events.models import AskedTooMuch, Booking, BookingLine, Complimentary, ReservationLapsed
from events.models.statements import insert
from events.models.transactions import retried
from events.money import tax, total_of

REASONS = ["Press or reviewer", "Promoter's or company's guest", "Carer or companion", "Staff or volunteer",
           "Apology to a customer", "Raffle or charity", "Filling the house"]  # fmt: skip


@retried
def give_away(booking, *, reason, authorised_by, by=None, at):
    """Replace a reservation's lines by the same at no price; the Complimentary. The caller confirms the booking.

    A line is never edited: the new one keeps in `off` what it would have cost. Raises AskedTooMuch without a reason,
    for a booking with extras that cost something (fees go with the tickets), ReservationLapsed.
    """
    if not reason:
        raise AskedTooMuch("Say why the tickets are given away.")
    if not Booking.objects.select_for_update().filter(pk=booking.pk, status=Booking.Status.RESERVED).exists():
        raise ReservationLapsed(booking.reference)
    fees = booking.extra_lines.live().exclude(extra__fee="")
    fees.update(released_at=at, released_by=by, release_reason="given away")
    if booking.extra_lines.live().filter(price__gt=0).exists():
        raise AskedTooMuch("Programmes and drinks are not given away. Take them out first, or sell them apart.")
    booking.__dict__.pop("new_lines", None)
    lines = list(booking.live_lines)
    nominal = total_of(tax([line.priced for line in lines])).gross
    if not lines:
        raise AskedTooMuch("Nothing is in the basket. Choose places first.")
    free = [free_of(line) for line in lines]
    BookingLine.objects.live().filter(booking=booking).update(released_at=at, released_by=by,
                                                               release_reason="given away")  # fmt: skip
    insert(free)
    return Complimentary.objects.create(booking=booking, reason=reason[:100], nominal=nominal, by=by, at=at,
                                        authorised_by=authorised_by)  # fmt: skip


def free_of(line):
    """The same place for nothing."""
    free = line.anew()
    free.booking, free.price, free.off, free.offer = line.booking, 0, line.price, None
    return free
