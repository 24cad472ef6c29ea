"""The types of paper that may be asked for, and what runs out when; also as a file."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from boxoffice.market.documents.expiries import bands, sheet_of
from boxoffice.market.documents.forms import TypeForm
from boxoffice.market.documents.views import check_may_decide
from boxoffice.sheet_answer import answer_sheet
from events.models import DocumentType
from events.papers import endings


@require_http_methods(["GET", "HEAD", "POST"])
def document_types(request):
    """Every type; or one more."""
    if request.method == "POST":
        return keep(request, TypeForm(request.POST))
    types = DocumentType.objects.prefetch_related("events", "commodities")
    return render(request, "market/document_types.html", {"types": types})


@require_safe
def document_type_new(request):
    """The form of a new type."""
    return render(request, "market/document_type.html", {"form": TypeForm()})


@require_http_methods(["GET", "HEAD", "POST"])
def document_type(request, pk):
    """One type, to be changed."""
    kept = get_object_or_404(DocumentType, pk=pk)
    if request.method == "POST":
        return keep(request, TypeForm(request.POST, instance=kept))
    return render(request, "market/document_type.html", {"form": TypeForm(instance=kept)})


def keep(request, form):
    """Keep what the form says, or show it again."""
    check_may_decide(request)
    if not form.is_valid():
        return render(request, "market/document_type.html", {"form": form}, status=422)
    messages.success(request, f"{form.keep()} is kept.")
    return redirect("market:document_types")


@require_safe
def expiries(request):
    """What runs out within sixty days, by the steps of the reminders."""
    return render(request, "market/expiries.html", {"bands": bands(endings(localdate()))})


@require_safe
def expiries_export(request, form):
    """The same as a file."""
    if form not in ("csv", "xlsx"):
        raise Http404("A table can be had as .csv or .xlsx.")
    return answer_sheet(sheet_of(endings(localdate())), form, f"papers-that-run-out-{localdate():%Y-%m-%d}")
