"""Billing runs: choose, preview, issue. Nothing has a number before it is issued."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count, F, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.finance.billing.figures import RunFigures, Sending
from boxoffice.finance.billing.forms import RunForm
from boxoffice.finance.forms import end_of_last_month
from boxoffice.finance.listing import filter as invoice_filter
from boxoffice.finance.listing import rows as invoice_list
from boxoffice.finance.papers import pdf
from boxoffice.progress import Progress, answered
from invoicing.models import BillingRun, Invoice
from invoicing.printing import draft_pdf

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def billing_runs(request):
    """Choose what to bill, and the runs so far. A POST makes a run, or finds the same one not issued yet."""
    if request.method != "POST":
        return show_runs(request, RunForm(initial={"until": suggested(request)}, use_required_attribute=False))
    return make(request)


@permission_required("invoicing.add_invoice", raise_exception=True)
def make(request):
    form = RunForm(request.POST, use_required_attribute=False)
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
    runs = BillingRun.objects.order_by("-pk").select_related("event", "created_by", "job").annotate(
        count=Count("invoices"), gross=Sum(F("invoices__net") + F("invoices__vat_amount"), default=0)
    )
    page = Paginator(runs, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/billing_runs.html", {
        "form": form, "page": page, "today": localdate(), "month_end": end_of_last_month(localdate()),
    }, status=status)  # fmt: skip


@require_safe
def billing_run(request, pk):
    """One run: what it would issue, what is held back and why, how far it is, and what it has issued."""
    return show_run(request, get(pk))


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def run_invoices(request, pk):
    """Have what is ready issued. Asked for again, only what is left, or was held back meanwhile, is issued."""
    run = get(pk)
    underway = run.job and issuing(run).is_open
    if not underway and run.ready_count():
        run.start(by=request.user)
    elif not underway:
        messages.success(request, "Nothing was left to issue.")
    return redirect("finance:billing_run", pk)


@require_safe
def run_progress(request, pk):
    """How far the run is: the part of its page that is asked for each second."""
    return answered(request, progress_of(get(pk)))


def issuing(run):
    """The issuing of a run, as its page shows it."""
    page = reverse("finance:billing_run", args=[run.pk])
    return Progress(run.job, "Issuing invoices", page, reverse("finance:run_progress", args=[run.pk]),
                    reverse("finance:run_invoices", args=[run.pk]), "Go on issuing")  # fmt: skip


def emailing(run, job):
    """The sending of its invoices by e-mail, as its page shows it."""
    page = reverse("finance:billing_run", args=[run.pk])
    return Progress(job, "Sending by e-mail", page, reverse("finance:run_progress", args=[run.pk]),
                    reverse("finance:run_emails", args=[run.pk]), "Send the rest")  # fmt: skip


def progress_of(run):
    """The work on a run to show: its issuing until that has ended well, then the latest sending by e-mail, or None."""
    if run.job and issuing(run).state != "ended":
        return issuing(run)
    job = Sending.job_of(run)
    return emailing(run, job) if job else None


@require_safe
def draft(request, pk, charge):
    """The bill that this charge would be on, as it would be printed."""
    bills = get(pk).preview()
    bill = next((bill for bill in bills if charge in [each.pk for each in bill.charges]), None)
    if bill is None:
        raise Http404("This charge is invoiced already, or not in this run.")
    return pdf(draft_pdf(bill), f"draft-{bill.account.reference}")


def get(pk):
    return get_object_or_404(BillingRun.objects.select_related("event", "created_by", "job"), pk=pk)


def show_run(request, run, status=200, **more):
    """The page of one run; its find box looks through the invoices it issued and the bills that are ready."""
    chosen, figures, progress = invoice_filter.Filter.of(request.GET), RunFigures(run), progress_of(run)
    invoices = invoice_list.listed(Invoice.objects.issued().filter(run=run)).order_by("pk")
    invoices = invoices.filter(invoice_filter.found_by(chosen.text)) if chosen.text else invoices
    page = Paginator(invoices, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/billing_run.html", {
        "run": run, "figures": figures, "rows": invoice_list.rows(list(page), localdate()), "page": page,
        "filter": chosen, "query": chosen.query, "bills": figures.found(chosen.text, request.GET.get("bills_page")),
        "bills_query": f"{chosen.query}bills_", "progress": progress, "step": step(run, figures, progress),
        "sending": Sending(run), "left_out": run.left_out.select_related("customer"), **more,
    }, status=status)  # fmt: skip


def step(run, figures, progress):
    """2 Preview, 3 Issue, 4 Print and send."""
    if progress and progress.job == run.job:
        return 3
    return 4 if run.issued_at and figures.issued else 2
