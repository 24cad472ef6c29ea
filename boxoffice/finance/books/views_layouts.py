"""Layouts of the ledger's files: listed, copied from a preset, changed, and tried out before they are kept."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from boxoffice.finance.books.forms import LayoutForm, PresetForm
from events.models import Refused
from invoicing.ledger.draft import TRIED, start_from, try_out
from invoicing.ledger.export import code_form
from invoicing.models import LedgerLayout

SHOWN = 6_000  # characters of a file that was tried out


@require_http_methods(["GET", "HEAD", "POST"])
def ledger_layouts(request):
    """Every layout; a POST adds one that copies a preset."""
    if request.method == "POST":
        return add(request)
    return show_all(request, PresetForm())


@permission_required("invoicing.add_invoice", raise_exception=True)
def add(request):
    form = PresetForm(request.POST)
    if not form.is_valid():
        return show_all(request, form, 422)
    layout = start_from(form.cleaned_data["preset"])
    messages.success(request, f"Added “{layout}”. Change it to what your ledger takes.")
    return redirect("finance:ledger_layout", layout.pk)


def show_all(request, form, status=200):
    context = {"layouts": LedgerLayout.objects.all(), "form": form}
    return render(request, "finance/ledger_layouts.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def ledger_layout(request, pk):
    """One layout; a POST tries it out on the last postings and keeps it, unless only the trial was asked for."""
    row = get_object_or_404(LedgerLayout, pk=pk)
    if request.method == "POST":
        return save(request, row)
    return show(request, row, LayoutForm(row=row, segments=segment_names()))


@permission_required("invoicing.add_invoice", raise_exception=True)
def save(request, row):
    form = LayoutForm(request.POST, row=row, segments=segment_names())
    if not form.is_valid():
        return show(request, row, form, 422)
    try:
        tried = try_out(form.cleaned_data["layout"])
    except Refused as refusal:
        form.add_error(None, f"Tried out on the last postings. {refusal.message}")
        return show(request, row, form, 422)
    if "try" in request.POST:
        return show(request, row, form, tried=tried)
    row.name, row.layout = form.cleaned_data["name"], form.cleaned_data["layout"]
    row.save()
    messages.success(request, f"Saved “{row}”. Closed batches keep the layout they were written with.")
    return redirect("finance:ledger_layouts")


def segment_names():
    return [segment.name for segment in code_form().segments]


def show(request, row, form, status=200, *, tried=()):
    encoding = form.cleaned_data["encoding"] if tried else ""
    return render(request, "finance/ledger_layout.html", {
        "layout": row, "form": form, "most": TRIED,
        "tried": [(name, content.decode(encoding)[:SHOWN]) for name, content in tried],
    }, status=status)  # fmt: skip
