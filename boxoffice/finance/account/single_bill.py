"""Invoicing one account by hand, between two billing runs."""

from events.models import AskedTooMuch
from events.models.transactions import retried
from events.money import Vat
from invoicing.models import Invoice


@retried
def issue(account, charges, *, by):
    """Issue these charges at once, what is outside the scope of VAT on an invoice of its own. Returns the invoices.

    Raises AskedTooMuch with the remedy, with nothing issued.
    """
    outside = [charge for charge in charges if charge.vat == Vat.OUTSIDE]
    others = [charge for charge in charges if charge.vat != Vat.OUTSIDE]
    issued = [Invoice.objects.issue(account, heap, by=by) for heap in (others, outside) if heap]
    if None in issued or not issued:
        raise AskedTooMuch("Tick at least one charge that is on no invoice yet.")
    return issued
