"""Disputes that stop recovery: nobody is chased for an invoice while what is wrong with it is looked at."""

from django.db.models import Q
from django.utils.timezone import localdate, now

from events.models import Dispute
from events.models.transactions import retried
from events.notices import tell_answered, tell_raised
from invoicing.models import Invoice, RecoveryHold


def invoices_about(customer, reference):
    """The issued invoices of a customer that a number names: their own, or those a booking is on."""
    if not reference:
        return Invoice.objects.none()
    own = Invoice.objects.issued().filter(account__customer=customer)
    booking = Q(charges__line__booking__reference__iexact=reference)
    return own.filter(Q(number__iexact=reference) | booking).distinct().order_by("pk")


@retried
def raise_dispute(customer, *, by=None, at=None, **said):
    """Write down a dispute, write that it came, and hold the recovery of the invoice it is about. Raises NotSettled."""
    at = at or now()
    dispute = Dispute.objects.raise_for(customer, by=by, at=at, **said)
    if dispute.about == Dispute.About.CHARGE:
        for invoice in invoices_about(customer, dispute.reference):
            RecoveryHold.objects.get_or_create(dispute=dispute, invoice=invoice, defaults={
                "account": invoice.account, "cause": RecoveryHold.Cause.DISPUTE, "placed_by": by, "placed_at": at,
                "begins_on": localdate(at), "reason": f"The customer disputes it, {localdate(at):%-d %B %Y}",
            })  # fmt: skip
    tell_raised(dispute, by=by)
    return dispute


@retried
def answer(dispute, words, *, by, at=None):
    """Answer a dispute, lift the holds it placed, and write to the customer. Once. Raises NotSettled."""
    if dispute.settle(words, by=by, at=at):
        for hold in dispute.recovery_holds.filter(lifted_at=None):
            hold.lift(by=by, at=at)
    tell_answered(dispute, by=by)
    return dispute
