"""Recording money that came in for an invoice: the same bank line never twice, too much of it only on purpose."""

from events.models import AskedTooMuch
from events.models.transactions import retried
from events.money import pounds
from invoicing.models import Account, Payment


class RecordedBefore(AskedTooMuch):
    """This bank line or slip was recorded already."""


class OverPaid(AskedTooMuch):
    """More came in than the invoice owes, and nobody said yet that the rest is to be kept as credit."""


@retried
def record(invoice, *, method, amount, reference, by, keep_rest=False):
    """Receive `amount` pence for an invoice, one payment at a time for each account; the Payment.

    What is too much becomes credit on the account where `keep_rest` says so. Raises RecordedBefore, OverPaid, with
    nothing kept.
    """
    account = Account.objects.select_for_update().get(pk=invoice.account_id)
    check_new(method, reference)
    owing = invoice.owing_total()
    if amount > owing and not keep_rest:
        raise OverPaid(
            f"{invoice} owes {pounds(owing)}, so {pounds(amount)} is too much by {pounds(amount - owing)}. Put it "
            f"right, or tick the box to keep {pounds(amount - owing)} as credit on account {account.reference}."
        )
    return Payment.objects.receive(account, method, amount, invoice=invoice, by=by, reference=reference)


def check_new(method, reference):
    same = Payment.objects.filter(method=method, reference=reference, refund_of=None).select_related("invoice").first()
    if same:
        where = f"for {same.invoice}" if same.invoice else f"on {same.taken_at:%-d %B %Y}"
        raise RecordedBefore(f"“{reference}” is recorded already: {same} {where}. Check the statement again.")
