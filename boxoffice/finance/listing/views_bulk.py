"""What is done with many invoices at once: printed, e-mailed, reminded about, credited."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from boxoffice.finance.listing.rows import counted
from boxoffice.finance.listing.selection import Selection
from boxoffice.finance.listing.views import refused
from events.models import Refused
from invoicing.dunning import not_taken
from invoicing.models import Invoice


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def invoice_prints(request):
    """A print batch of the chosen invoices, which opens as one PDF."""
    try:
        batch = chosen(request).print(by=request.user)
    except Refused as refusal:
        return refused(request, refusal.message)
    return redirect("finance:print_batch", batch.pk)


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def invoice_emails(request):
    """Send the chosen invoices by e-mail, in the background."""
    try:
        job = chosen(request).email(by=request.user)
    except Refused as refusal:
        return refused(request, refusal.message)
    return redirect("finance:job", job.pk)


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def invoice_reminders(request):
    """Remind the traders of the chosen invoices of what is overdue; many in the background."""
    try:
        made, unsent, job = chosen(request).remind(by=request.user)
    except Refused as refusal:
        return refused(request, refusal.message)
    if job:
        return redirect("finance:job", job.pk)
    words = f"{counted(made - unsent, 'reminder')} sent." if made else "No reminder is due to these traders today."
    messages.success(request, words)
    if unsent:
        messages.error(request, not_taken(unsent))
    return redirect("finance:invoices")


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def invoice_credits(request):
    """Open the page that credits the one chosen invoice."""
    pks = chosen(request).pks
    if len(pks) != 1:
        return refused(request, "Choose one invoice to credit. A cancelled market day credits everybody at once.")
    return redirect("finance:invoice_credit_notes", Invoice.objects.get(pk=pks[0]).number)


def chosen(request):
    return Selection.of(request.POST, localdate())
