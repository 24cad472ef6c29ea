"""Cancel a booking and put its money right: refund what was paid, reverse what was charged, in one transaction."""

from django.utils.timezone import now

from events.models import AskedTooMuch, Booking
from events.models.transactions import retried
from events.money import tax
from invoicing.models import Charge, Code, Payment, Posting
from invoicing.models.journal import income_movements


@retried
def cancel(booking, *, reason, by=None, till=None, at=None):
    """Cancel a booking whole. Cancelling twice is cancelling once.

    Payments go back by their own tender (cash needs the open `till`). Charges are reversed: those not yet
    invoiced vanish from the next bill, those invoiced are credited on it. Returns the refunds made.
    """
    at = at or now()
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    if booking.status == Booking.Status.CANCELLED:
        return []
    if booking.status == Booking.Status.LAPSED:
        raise AskedTooMuch(f"{booking} lapsed by itself; there is nothing to cancel.")
    lines = list(booking.lines.live())
    Charge.objects.filter(line__in=lines).take_off(by=by, at=at)
    refunds = refund_all(booking, by=by, till=till, at=at)
    back = [(Code.BOOKINGS, refund.code, -refund.amount) for refund in refunds]
    if booking.status == Booking.Status.CONFIRMED and booking.payments.exists():
        back += unearned(lines)
    Posting.objects.post("refund", back, by=by, at=at, booking=booking, till=till)
    booking.cancel(reason=reason, by=by, at=at)
    return refunds


def unearned(lines):
    """Movements that take the income and VAT of confirmed lines back."""
    taxed = tax([line.priced for line in lines])
    codes = [line.budget_code for line in lines]
    earned = income_movements(Code.BOOKINGS, zip(codes, taxed, strict=True))
    return [(code, debit, pence) for debit, code, pence in earned]


def refund_all(booking, *, by, till, at):
    """Refund what is left of every payment of a booking."""
    refunds = []
    for payment in booking.payments.filter(refund_of=None):
        left = payment.amount + payment.refunds.total()
        if left:
            refunds.append(Payment.objects.refund(payment, left, by=by, till=till, at=at))
    return refunds
