"""Cancel a booking, or credit a whole day, and put the money right: refund what was paid, credit what was charged."""

from collections import defaultdict

from django.db.models import Q
from django.utils.timezone import now

from events.models import AskedTooMuch, Booking, BookingLine, ExtraLine
from events.models.transactions import retried
from invoicing.lessening import moved_from
from invoicing.models import Account, Charge, Code, CreditNote, Payment, Posting
from invoicing.models.credit_note import creditable
from invoicing.supplies import give_back, send_back, supply


@retried
def cancel(booking, *, reason, by=None, till=None, at=None, pay=Payment.objects.refund):
    """Cancel a booking whole. Cancelling twice is cancelling once.

    Payments go back by their own tender (cash needs the open `till`), or as `pay` gives one back. Charges not yet
    invoiced vanish from the next bill; those invoiced are credited at once. Returns the refunds made.
    """
    at = at or now()
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    if booking.status == Booking.Status.CANCELLED:
        return []
    if booking.status == Booking.Status.LAPSED:
        raise AskedTooMuch(f"{booking} lapsed by itself; there is nothing to cancel.")
    before, was_paid = supply(booking), booking.status == Booking.Status.CONFIRMED and booking.payments.exists()
    uncharge(booking.sold(), reason=CreditNote.Reason.CANCELLED, text=reason, by=by, at=at)
    booking.cancel(reason=reason, by=by, at=at)
    if was_paid:  # what was kept of days given back too late before stays paid
        return give_back(booking, before, supply(booking), by=by, till=till, at=at, pay=pay)
    refunds = refund_all(booking, by=by, till=till, at=at, pay=pay)
    back = [(Code.BOOKINGS, refund.code, -refund.amount) for refund in refunds]
    Posting.objects.post("refund", back, by=by, at=at, booking=booking, till=till)
    for refund in refunds:
        send_back(refund, by)
    return refunds


def uncharge(lines, *, reason, text="", by=None, at=None):
    """Take the charges for these lines off again: by credit notes where they are invoiced. Returns the notes.

    Safe to ask twice: what is off or credited already is left alone.
    """
    charges = Charge.objects.filter(charged_for([*lines, *moved_from(lines)]), reverses=None)
    for account in sorted(set(charges.values_list("account", flat=True))):
        Account.objects.select_for_update().get(pk=account)
    charges.take_off(by=by, at=at)
    by_invoice = defaultdict(set)
    for charge in charges.exclude(invoice=None).filter(reversal=None).select_related("invoice"):
        by_invoice[charge.invoice].add(charge.pk)
    notes = []
    for invoice, wanted in by_invoice.items():
        left = [(each.charge, each.price) for each in creditable(invoice) if each.charge.pk in wanted and each.price]
        if left:
            notes.append(CreditNote.objects.issue(invoice, left, reason=reason, text=text[:200], by=by, at=at))
    return notes


def charged_for(lines):
    """A condition for the charges of booking lines, with the extras beside them, and of extra lines by themselves."""
    extras = [line.pk for line in lines if isinstance(line, ExtraLine)]
    return Q(line__in=[line.pk for line in lines if not isinstance(line, ExtraLine)]) | Q(extra_line__in=extras)


@retried
def credit_day(occurrence, *, reason, text="", by=None, at=None):
    """Credit every trader charged for an occurrence, in one transaction. Returns the credit notes.

    The bookings stay as they are; those charges not yet invoiced are taken off the next bill.
    """
    lines = BookingLine.objects.filter(occurrence=occurrence, charges__isnull=False).distinct()
    return uncharge(list(lines), reason=reason, text=text, by=by, at=at)


def refund_all(booking, *, by, till, at, pay=Payment.objects.refund):
    """Refund what is left of every payment of a booking."""
    refunds = []
    for payment in booking.payments.filter(refund_of=None):
        left = payment.amount + payment.refunds.total()
        if left:
            refunds.append(pay(payment, left, by=by, till=till, at=at))
    return refunds
