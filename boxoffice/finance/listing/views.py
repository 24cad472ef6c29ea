"""The list of invoices: its page, its files, and the views of it that people save."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.finance.listing.filter import Filter
from boxoffice.finance.listing.forms import DENSITIES, SavedViewForm
from boxoffice.finance.listing.page import InvoicePage
from boxoffice.finance.listing.rows import listed, sheet
from boxoffice.finance.listing.selection import Selection
from boxoffice.finance.papers import MOST_IN_ONE, in_one, pdf
from boxoffice.models import SavedView
from boxoffice.sheet_answer import answer_sheet
from invoicing.models import Invoice


@require_safe
def invoices(request):
    """Every issued invoice, the latest first, by view, words and filters."""
    return show(request, InvoicePage(request.user, request.GET))


def show(request, page, status=200, *, form=None, refusal=""):
    """The page, with a form or a choice that was refused."""
    form = form or SavedViewForm(initial={"query": page.query.rstrip("&")}, use_required_attribute=False)
    chosen = request.session.get("finance_density", "compact")
    return render(request, "finance/invoices.html", {
        "list": page, "page": page.page, "rows": page.rows, "query": page.query, "form": form, "refusal": refusal,
        "density": chosen, "densities": DENSITIES.items(),
    }, status=status)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def invoices_file(request, form):
    """The list as shown, whole, as CSV or XLSX; a POST asks for what was ticked."""
    today, name = localdate(), f"invoices-{localdate():%Y-%m-%d}"
    if request.method == "POST":
        chosen = Selection.of(request.POST, today).pks
        if not chosen:
            return refused(request, "Nothing is chosen. Tick at least one invoice, or choose all.")
        return answer_sheet(sheet(chosen, today), form, name)
    chosen = Filter.of(request.GET)
    view = f"-{chosen.view}" if chosen.view else ""
    return answer_sheet(sheet(list(chosen.invoices(today).values_list("pk", flat=True)), today), form,
                        f"invoices{view}-{today:%Y-%m-%d}")  # fmt: skip


def refused(request, words):
    """The list as it was, with why nothing was done."""
    return show(request, InvoicePage(request.user, Filter.as_query(request.POST.get("filter", ""))), 422, refusal=words)


@require_safe
def invoices_pdf(request):
    """The list as shown, every invoice of it in one PDF."""
    pks = Filter.of(request.GET).invoices(localdate()).order_by("pk").values_list("pk", flat=True)[: MOST_IN_ONE + 1]
    if not 0 < len(pks) <= MOST_IN_ONE:
        raise Http404("Nothing to print, or too much at once. Choose less.")
    found = listed(Invoice.objects.filter(pk__in=list(pks))).order_by("pk")
    return pdf(in_one(list(found), "Invoices"), f"invoices-{localdate():%Y-%m-%d}")


@require_POST
def saved_views(request):
    """Keep the view that is shown under a name. The same name again replaces it."""
    form = SavedViewForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        shown = InvoicePage(request.user, Filter.as_query(request.POST.get("query", "")))
        return show(request, shown, 422, form=form)
    view = form.keep(request.user)
    messages.success(request, f"Saved this view as {view}.")
    return redirect(f"{reverse('finance:invoices')}?{view.query}")


@require_POST
def saved_view_deletion(request, pk):
    """Delete one's own saved view."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    view.delete()
    messages.success(request, f"Deleted the view {view.name}.")
    return redirect("finance:invoices")


@require_POST
def density(request):
    """How close the rows of the desk's lists stand, for as long as one is signed in."""
    wanted = request.POST.get("density")
    if wanted in DENSITIES:
        request.session["finance_density"] = wanted
    query = Filter.of(request.POST.get("filter", "")).query.rstrip("&")
    return redirect(f"{reverse('finance:invoices')}{'?' if query else ''}{query}")
