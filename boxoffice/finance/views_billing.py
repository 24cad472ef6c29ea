"""Billing runs: choose, preview, issue, print. Nothing has a number before it is issued."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count, F, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.finance import ledger
from boxoffice.finance.forms import RunForm, end_of_last_month
from boxoffice.finance.papers import in_one, pdf
from boxoffice.finance.run_figures import RunFigures
from events.models import Refused
from invoicing.models import BillingRun, Invoice
from invoicing.printing import draft_pdf

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def billing_runs(request):
    """Choose what to bill, and the runs so far. A POST starts a run, or finds the same one not issued yet."""
    if request.method != "POST":
        return show_runs(request, RunForm(initial={"until": suggested(request)}, use_required_attribute=False))
    return start(request)


@permission_required("invoicing.add_invoice", raise_exception=True)
def start(request):
    form = RunForm(request.POST)
    if not form.is_valid():
        return show_runs(request, form, 422)
    waiting = BillingRun.objects.filter(**form.cleaned_data, issued_at=None, invoices=None).first()
    run = waiting or BillingRun.objects.create(**form.cleaned_data, created_by=request.user)
    return redirect("finance:billing_run", run.pk)


def suggested(request):
    """The day asked for in the address, or the end of last month."""
    try:
        return parse_date(request.GET.get("until", "")) or end_of_last_month(localdate())
    except ValueError:
        return end_of_last_month(localdate())


def show_runs(request, form, status=200):
    runs = BillingRun.objects.order_by("-pk").select_related("event", "created_by").annotate(
        count=Count("invoices"), gross=Sum(F("invoices__net") + F("invoices__vat_amount"), default=0)
    )
    page = Paginator(runs, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/billing_runs.html", {
        "form": form, "page": page, "today": localdate(), "month_end": end_of_last_month(localdate()),
    }, status=status)  # fmt: skip


@require_safe
def billing_run(request, pk):
    """One run: what it would issue, what is held back and why, and what it has issued."""
    return show_run(request, get(pk))


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def run_invoices(request, pk):
    """Issue what is ready. Asked for again, it issues only what was held back meanwhile and is ready now."""
    run = get(pk)
    try:
        issued = run.issue(by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return show_run(request, run, 422)
    words = f"Issued: {ledger.counted(len(issued), 'invoice')}." if issued else "Nothing was left to issue."
    messages.success(request, words)
    return redirect("finance:billing_run", pk)


@require_safe
def run_invoices_pdf(request, pk):
    """Every invoice of the run in one PDF, in the order of their numbers."""
    run = get(pk)
    invoices = list(ledger.listed(Invoice.objects.issued().filter(run=run)).order_by("pk"))
    if not invoices:
        raise Http404("This run has issued nothing yet.")
    return pdf(in_one(invoices, f"Billing run {run}"), f"{run}")


@require_safe
def draft(request, pk, charge):
    """The bill that this charge would be on, as it would be printed."""
    bills = get(pk).preview()
    bill = next((bill for bill in bills if charge in [each.pk for each in bill.charges]), None)
    if bill is None:
        raise Http404("This charge is invoiced already, or not in this run.")
    return pdf(draft_pdf(bill), f"draft-{bill.account.reference}")


def get(pk):
    return get_object_or_404(BillingRun.objects.select_related("event", "created_by"), pk=pk)


def show_run(request, run, status=200):
    """The page of one run; its find box looks through the invoices it issued."""
    chosen, today = ledger.Filter.of(request.GET), localdate()
    invoices = ledger.listed(Invoice.objects.issued().filter(run=run)).order_by("pk")
    invoices = invoices.filter(ledger.found_by(chosen.text)) if chosen.text else invoices
    page = Paginator(invoices, 100).get_page(request.GET.get("page"))
    return render(request, "finance/billing_run.html", {
        "run": run, "figures": RunFigures(run), "rows": ledger.rows(list(page), today), "page": page,
        "filter": chosen, "query": chosen.query,
    }, status=status)  # fmt: skip
