"""Batches handed over to the ledger: previewed, closed for good, and taken as files as often as wanted."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from boxoffice.finance.books.downloads import attached, zipped
from boxoffice.finance.books.forms import CloseForm
from boxoffice.finance.listing.rows import counted
from events.models import Refused
from invoicing.ledger.budget_mail import end_of_month_before
from invoicing.ledger.draft import draft, totals, written
from invoicing.ledger.export import files
from invoicing.models import LedgerBatch, LedgerLayout, Posting

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def batches(request):
    """The batches so far, and the next one: chosen, then previewed, then closed by a POST."""
    if request.method == "POST":
        return close(request)
    if "until" not in request.GET:
        return show(request, CloseForm(initial=suggested(), use_required_attribute=False))
    form = CloseForm(request.GET, use_required_attribute=False)
    return show(request, form, preview=form.is_valid() and preview_of(form))


@permission_required("invoicing.add_invoice", raise_exception=True)
def close(request):
    """Close what was previewed. Where more was posted since, the preview is shown again instead."""
    form = CloseForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return show(request, form, 422)
    preview = preview_of(form)
    if request.POST.get("count") != str(preview["count"]):
        messages.warning(request, "More was posted meanwhile. Look at the figures again, then close the batch.")
        return show(request, form, 422, preview=preview)
    try:
        batch = LedgerBatch.objects.close(**form.cleaned_data, write=files, by=request.user)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return show(request, form, 422, preview=preview)
    messages.success(request, f"Closed {batch}: {batch.count:,} postings.")
    return redirect("finance:ledger_batch", batch.number)


def suggested():
    """The end of last month, and the layout that was used last."""
    last = LedgerBatch.objects.exclude(number=None).first()
    layout = LedgerLayout.objects.filter(name=last.layout_name).first() if last else None
    return {"until": end_of_month_before(localdate()), "layout": layout or LedgerLayout.objects.first()}


def preview_of(form):
    """What closing would hand over, or why it cannot."""
    would = draft(form.cleaned_data["until"], form.cleaned_data["layout"].layout)
    about = {"count": would.count, "counted": counted(would.count, "posting"), "pence": would.pence}
    try:
        found, would_write = written(would)
        return {"totals": found, "files": would_write, **about}
    except Refused as refusal:
        return {"refused": refusal.message, **about}


def show(request, form, status=200, *, preview=None):
    closed = LedgerBatch.objects.exclude(number=None).select_related("closed_by")
    return render(request, "finance/ledger_batches.html", {
        "form": form, "preview": preview, "page": Paginator(closed, A_PAGE).get_page(request.GET.get("page")),
        "waiting": counted(Posting.objects.filter(batch=None).count(), "posting"),
        "any_layout": LedgerLayout.objects.exists(),
    }, status=status)  # fmt: skip


@require_safe
def ledger_batch(request, number):
    """One closed batch: control totals, files, and whether they are still the bytes that were hashed."""
    batch = get(number)
    return render(request, "finance/ledger_batch.html", {
        "batch": batch, "totals": totals(batch), "intact": batch.intact(),
        "files": [(file.pk, file.name, len(file.content)) for file in batch.files.all()],
    })  # fmt: skip


@require_safe
def ledger_batch_files(request, number):
    """The files as they were written when the batch was closed; several come as one zip."""
    batch = get(number)
    kept = [(file.name, bytes(file.content)) for file in batch.files.all()]
    if not kept:
        raise Http404("This batch has no files.")
    if len(kept) == 1:
        name, content = kept[0]
        return attached(content, name)
    return attached(zipped(kept), f"ledger-{number:05d}.zip", "application/zip")


@require_safe
def ledger_batch_file(request, number, pk):
    """One of several files."""
    file = get_object_or_404(get(number).files, pk=pk)
    return attached(bytes(file.content), file.name)


def get(number):
    return get_object_or_404(LedgerBatch.objects.select_related("closed_by"), number=number)
