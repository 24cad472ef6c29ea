"""Reservations for a performance that is called off or moved. Nothing was sold, so there is nothing to choose.

Called off: its places go, and where nothing was paid and nothing else is in it the reservation ends. What was paid in
part waits on the list of reservations for whoever gives it back. Moved: the reservation stands for the new time.
"""

from contextlib import suppress

from django.utils.timezone import now

from events.dates import day_clock
from events.models import AskedTooMuch, Booking, Message, Reservation
from events.models.transactions import retried
from events.money import pounds
from invoicing import reserving


def tell_all(made, subject, at=None):
    """Tell everybody who had reserved for what a CallOff is about, each once. Bears being done again."""
    reserved = made.occurrence.lines.live().values("booking")
    for reservation in Reservation.objects.open().filter(booking__in=reserved):
        tell(reservation, made, subject, at or now())


@retried
def tell(reservation, made, subject, at):
    """Let go of what is called off, and write to the customer."""
    booking = Booking.objects.select_for_update(of=["self"]).select_related("customer").get(pk=reservation.booking_id)
    lines = booking.live_lines.filter(occurrence=made.occurrence)
    if booking.status != Booking.Status.RESERVED or not lines:
        return
    was = f"Your reservation {booking} for {reservation.name}:\n\n{reserving.places(lines)}"
    if made.occurrence.cancelled_at:
        let_go(reservation, booking, list(lines), made, at)
    body = f"{made.wording}\n\n{was}\n\n{what_now(reservation, booking, made.occurrence)}"
    Message.objects.tell(booking.customer, topic="called off", subject=subject, body=body, occurrence=made.occurrence,
                         once=f"call-off-{made.pk}-reservation-{booking.pk}", by=made.by, at=at)  # fmt: skip


def let_go(reservation, booking, lines, made, at):
    """Give its places back, but where more was paid than is left: then a person decides."""
    about = {"by": made.by, "at": at}
    if booking.lines.live().exclude(occurrence=made.occurrence).exists():
        with suppress(AskedTooMuch):
            reserving.reduce(reservation, lines, **about)
    elif not booking.payments.total() and not booking.card_attempts.under_way().exists():
        booking.cancel(reason=f"Called off: {made.reason}"[:100], **about)


def what_now(reservation, booking, occurrence):
    """How the reservation stands after that, and what about money."""
    if not occurrence.cancelled_at:
        return (f"Your reservation stands for the new time, until {day_clock(reservation.decide_by)}. If you cannot "
                "come then, please tell us.")  # fmt: skip
    paid = booking.payments.total()
    if paid and booking.lines.live().filter(occurrence=occurrence).exists():
        return f"The {pounds(paid)} that you paid goes back to you. Telephone us or come in."
    if booking.lines.live().exclude(occurrence=occurrence).exists():
        return f"Nothing is to pay for these. Your other places stand until {day_clock(reservation.decide_by)}."
    return "Nothing is to pay."
