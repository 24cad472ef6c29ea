"""What a billing run issued, sent out: printed for the post, opened as one PDF, sent by e-mail."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from boxoffice.finance.billing.figures import Sending
from boxoffice.finance.billing.views import emailing, get
from boxoffice.finance.listing import rows as invoice_list
from boxoffice.finance.papers import MOST_IN_ONE, in_one, pdf
from events.models import Refused
from invoicing import print_queue
from invoicing.emails import ask_to_email
from invoicing.models import Invoice


@require_safe
def run_invoices_pdf(request, pk):
    """Every invoice of the run in one PDF, in the order of their numbers."""
    run = get(pk)
    invoices = list(invoice_list.listed(Invoice.objects.issued().filter(run=run)).order_by("pk")[: MOST_IN_ONE + 1])
    if not 0 < len(invoices) <= MOST_IN_ONE:
        raise Http404("This run has issued nothing yet, or more than one PDF should hold. Print them in a batch.")
    return pdf(in_one(invoices, f"Billing run {run}"), f"{run}")


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def run_prints(request, pk):
    """A print batch of those invoices of the run that are still to go by post and are in no batch yet."""
    run = get(pk)
    if not print_queue.waiting(["invoice"], run=run):
        messages.success(request, "Nothing of this run waits for the post.")
        return redirect("finance:billing_run", pk)
    try:
        batch = print_queue.print_all(["invoice"], by=request.user, run=run)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("finance:print_queue")
    return redirect("finance:print_batch", batch.pk)


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def run_emails(request, pk):
    """Have those invoices of the run sent by e-mail that are to be and were not yet."""
    run = get(pk)
    job, sending = Sending.job_of(run), Sending(run)
    pks = list(sending.unsent().values_list("pk", flat=True))
    if pks and not (job and emailing(run, job).is_open):
        try:
            ask_to_email("invoice", pks, title=sending.job_title(run), by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
    return redirect("finance:billing_run", pk)
