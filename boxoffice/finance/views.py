"""Invoices: the list with its views, one invoice, its pages, and the money that comes in for it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from boxoffice.finance import ledger, receipts, spreadsheet
from boxoffice.finance.forms import PaymentForm
from boxoffice.finance.papers import MOST_IN_ONE, in_one, pdf
from boxoffice.finance.twin import Twin
from events.models import Refused
from invoicing.models import Invoice
from invoicing.printing import printed

A_PAGE = 100


@require_safe
def invoices(request):
    """Every issued invoice, the latest first, by saved view and by words."""
    today, chosen = localdate(), ledger.Filter.of(request.GET)
    page = Paginator(chosen.invoices(today), A_PAGE).get_page(request.GET.get("page"))
    found = ledger.figures(today)
    return render(request, "finance/invoices.html", {
        "rows": ledger.rows(list(page), today), "page": page, "filter": chosen, "query": chosen.query,
        "tabs": ledger.tabs(found, chosen.view), "kpis": ledger.strip(found, today),
        "printable": 0 < page.paginator.count <= MOST_IN_ONE,
    })  # fmt: skip


@require_safe
def invoices_csv(request):
    """The list as shown, whole, for a spreadsheet."""
    today, chosen = localdate(), ledger.Filter.of(request.GET)
    sheet = spreadsheet.written(ledger.rows(list(chosen.invoices(today)), today))
    response = HttpResponse(sheet, content_type="text/csv; charset=utf-8")
    name = f"invoices{'-' + chosen.view if chosen.view else ''}-{today:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def invoices_pdf(request):
    """The list as shown, every invoice of it in one PDF."""
    found = list(ledger.Filter.of(request.GET).invoices(localdate()).order_by("pk")[: MOST_IN_ONE + 1])
    if not 0 < len(found) <= MOST_IN_ONE:
        raise Http404("Nothing to print, or too much at once. Choose less.")
    return pdf(in_one(found, "Invoices"), f"invoices-{localdate():%Y-%m-%d}")


@require_safe
def invoice(request, number):
    """One invoice as a page, with the money that came in for it."""
    return show(request, get(number))


@require_safe
def invoice_pdf(request, number):
    """Its printed pages: drawn once, the same bytes from then on."""
    return pdf(bytes(printed(get(number)).pdf), number)


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def payments(request, number):
    """Record money received for an invoice."""
    invoice = get(number)
    form = PaymentForm(request.POST)
    if form.is_valid():
        try:
            payment = receipts.record(invoice, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("reference" if "recorded already" in refusal.message else "amount", refusal.message)
    if form.errors:
        return show(request, invoice, 422, form=form)
    messages.success(request, f"Recorded: {payment} for {invoice}.")
    return redirect("finance:invoice", number)


def get(number):
    """An issued invoice by its number."""
    return get_object_or_404(Invoice.objects.issued().select_related("account__customer", "run", "issued_by"),
                             number=number)  # fmt: skip


def show(request, invoice, status=200, *, form=None):
    """The page of one invoice, with the payment form as it was sent."""
    twin = Twin(invoice, localdate())
    form = form or PaymentForm(initial={"amount": f"{twin.owing / 100:.2f}"}, use_required_attribute=False)
    return render(request, "finance/invoice.html", {"twin": twin, "invoice": invoice, "form": form}, status=status)
