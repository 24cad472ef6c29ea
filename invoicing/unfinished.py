"""Unfinished payments: bookings with money in them that are not confirmed. None may be forgotten."""

from datetime import timedelta

from django.db.models import Q, Sum
from django.utils.timezone import now

from events.models import AskedTooMuch, Booking
from events.models.statements import ask
from events.models.transactions import retried
from invoicing.cancellation import cancel, refund_all
from invoicing.models import Code, Payment, Posting
from invoicing.refunding import allow_all_back
from invoicing.supplies import send_back

NOT_SOLD = [Booking.Status.RESERVED, Booking.Status.LAPSED]  # what a cancelled one keeps was decided: a donation, a fee


def begun(booking):
    """Whether anything was paid for a booking, and whether a card was asked to: in one statement, for each basket."""
    return ask(
        "SELECT EXISTS (SELECT 1 FROM invoicing_payment WHERE booking_id = %s), "
        "EXISTS (SELECT 1 FROM invoicing_cardattempt WHERE booking_id = %s)", [booking.pk, booking.pk])[0]  # fmt: skip


def bookings():
    """Bookings that are not confirmed and have money in them, each with .paid in pence, the oldest first.

    A deposit on a reservation whose time has not run out is where it belongs.
    """
    rows = Payment.objects.filter(booking__status__in=NOT_SOLD).order_by().values("booking")
    paid = {row["booking"]: row["paid"] for row in rows.annotate(paid=Sum("amount")).filter(paid__gt=0)}
    in_time = Q(reservation__isnull=False, status=Booking.Status.RESERVED, reserved_until__gte=now())
    found = list(Booking.objects.filter(pk__in=paid).exclude(in_time).select_related("customer").order_by("pk"))
    for booking in found:
        booking.paid = paid[booking.pk]
    return found


def count():
    """How many of the last thirty days there are to look at; those still in time are being paid at some till."""
    late = Q(booking__status="reserved", booking__reserved_until__lt=now()) | Q(booking__status="lapsed")
    lately = Payment.objects.filter(late, taken_at__gte=now() - timedelta(days=30))
    rows = lately.order_by().values("booking").annotate(paid=Sum("amount")).filter(paid__gt=0)
    return rows.count()


@retried
def give_back(booking, *, authorised_by=None, by=None, till=None, at=None):
    """Give all that is in a booking back by the tenders it came with, and let its places go; the refunds. Once.

    Cash needs the open `till`. Raises AskedTooMuch for a booking that is confirmed (cancel that instead) or where too
    much would go back in cash, and NeedsAuthority where nobody who may allowed what is over the limit.
    """
    at = at or now()
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    if booking.status == Booking.Status.CONFIRMED:
        raise AskedTooMuch(f"{booking} is paid in full by now. Cancel or refund it from its own page.")
    if booking.status == Booking.Status.CANCELLED:
        return []
    allow_all_back(booking, authorised_by, "return of an unfinished payment", at)
    if booking.status == Booking.Status.RESERVED:
        return cancel(booking, reason="not paid in full", by=by, till=till, at=at)
    refunds = refund_all(booking, by=by, till=till, at=at)
    Posting.objects.post("refund", [(Code.BOOKINGS, refund.code, -refund.amount) for refund in refunds], by=by, at=at,
                         booking=booking, till=till)  # fmt: skip
    for refund in refunds:
        send_back(refund, by)
    return refunds


@retried
def take_up(booking, *, at=None):
    """Have a booking's places again, where they are still free, so that the rest can be paid; the booking.

    Raises what reserving raises where they have gone.
    """
    at = at or now()
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    if booking.status == Booking.Status.LAPSED:
        booking.revive(at=at)
    if booking.status != Booking.Status.RESERVED:
        raise AskedTooMuch(f"{booking} is {booking.get_status_display().lower()}. Give the money back instead.")
    return booking
