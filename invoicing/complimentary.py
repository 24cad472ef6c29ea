"""A booking that is given away, with a reason and an authoriser, and confirmed without a tender."""

from django.utils.timezone import now

from events.complimentary import give_away
from events.models import AskedTooMuch, Booking
from events.models.transactions import retried
from invoicing.models import Payment


@retried
def give(booking, *, reason, authorised_by, by=None, at=None):
    """Give a whole reserved booking away: its lines cost nothing, and it is confirmed. Asked twice, once.

    Raises AskedTooMuch where it has no reason or something was paid, ReservationLapsed.
    """
    at = at or now()
    Booking.objects.select_for_update().get(pk=booking.pk)
    booking.refresh_from_db(fields=["status", "reserved_until"])
    if booking.status == Booking.Status.CONFIRMED and hasattr(booking, "complimentary"):
        return booking.complimentary
    if booking.payments.total():
        raise AskedTooMuch(f"Something was paid for {booking}. Give that back first, then give the tickets away.")
    given = give_away(booking, reason=reason, authorised_by=authorised_by, by=by, at=at)
    Payment.objects.complete(booking, by=by, at=at)
    return given
