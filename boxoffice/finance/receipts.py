"""Recording money that came in for an invoice: never more than is owed, never the same bank line twice."""

from events.models import AskedTooMuch
from events.models.transactions import retried
from events.money import pounds
from invoicing.models import Account, Payment


@retried
def record(invoice, *, method, amount, reference, by):
    """Receive a payment for an invoice, one at a time for each account. Raises AskedTooMuch, with nothing kept."""
    account = Account.objects.select_for_update().get(pk=invoice.account_id)
    same = Payment.objects.filter(method=method, reference=reference, refund_of=None).select_related("invoice").first()
    if same:
        where = f"for {same.invoice}" if same.invoice else f"on {same.taken_at:%-d %B %Y}"
        raise AskedTooMuch(f"“{reference}” is recorded already: {same} {where}. Check the statement again.")
    owing = invoice.owing_total()
    if amount > owing:
        raise AskedTooMuch(
            f"{invoice} owes {pounds(owing)}, so {pounds(amount)} is too much. Record what is owed here, "
            "and the rest against the invoice it was meant for."
        )
    return Payment.objects.receive(account, method, amount, invoice=invoice, by=by, reference=reference)
