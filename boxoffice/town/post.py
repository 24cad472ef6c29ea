"""The demo town's post of past months: drawn and noted as sent by the worker, so that the first page comes at once."""

from datetime import timedelta

from django_q.tasks import async_task

from invoicing.models import BillingRun, Dispatch, Invoice
from invoicing.printing import printed

AT_ONCE = 100  # invoices in one task, so that a stop loses little


def send_old_post():
    """Have the worker send what was issued before the last billing run; that one is left for finance to print."""
    last = BillingRun.objects.first()
    old = list(Invoice.objects.issued().exclude(run=last).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(old), AT_ONCE):
        async_task("boxoffice.town.post.send", old[start:start + AT_ONCE])


def send(pks):
    """Draw these invoices and note them as sent the day after, each as its account prefers; once."""
    left = Invoice.objects.filter(pk__in=pks).exclude(paper__dispatches__isnull=False)
    for invoice in left.select_related("account__customer"):
        paper, account = printed(invoice), invoice.account
        at, email = invoice.issued_at + timedelta(days=1), account.customer.email
        channels = {"post": ["post"], "email": ["email"], "both": ["post", "email"]}[account.delivery]
        Dispatch.objects.bulk_create(
            Dispatch(paper=paper, channel=channel, at=at, by=invoice.issued_by, to=email if channel == "email" else "")
            for channel in channels
        )
