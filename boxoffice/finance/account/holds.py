"""Placing a hold, and the instalments of a payment plan before anybody agrees to them."""

from events.models import AskedTooMuch
from events.models.transactions import retried
from events.money import split_evenly
from invoicing.models import Account, RecoveryHold
from invoicing.models.recovery_hold import months_after


def owing_of(account, invoice):
    """Pence that a plan is about: all that is open of the invoice, or of the account. AskedTooMuch where nothing is."""
    owing = invoice.owing_total() if invoice else account.open_items.owing()
    if owing <= 0:
        raise AskedTooMuch("Nothing is owed, so there is nothing to plan.")
    return owing


def instalments(total, count, first_due):
    """[(day, pence)] as RecoveryHold.plan would write them down."""
    parts = split_evenly(total, count)
    return [(months_after(first_due, n), part) for n, part in enumerate(parts)]


@retried
def place(account, cause, *, reason, begins_on, by, ends_on=None, invoice=None, count=None, first_due=None):
    """Place a hold, with its instalments where it is a plan. Raises AskedTooMuch, with nothing kept."""
    Account.objects.select_for_update().get(pk=account.pk)
    if same := account.recovery_holds.stopping(begins_on).filter(cause=cause, invoice=invoice).first():
        raise AskedTooMuch(f"There is such a hold already: {same}. Lift that one first.")
    hold = account.recovery_holds.create(cause=cause, reason=reason, begins_on=begins_on, ends_on=ends_on,
                                         invoice=invoice, placed_by=by)  # fmt: skip
    if cause == RecoveryHold.Cause.PLAN:
        hold.plan(owing_of(account, invoice), count, first_due)
    return hold
