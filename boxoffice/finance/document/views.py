"""One invoice: its page, its papers and data, and what finance does with it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.finance import papers
from boxoffice.finance.document import receipts
from boxoffice.finance.document.dispatches import dispatch
from boxoffice.finance.document.forms import PaymentForm, RequestForm
from boxoffice.finance.document.twin import Twin
from events.models import Refused
from events.money import pounds
from invoicing import printing
from invoicing.einvoice.writers import factur_x
from invoicing.models import Approval, Invoice


@require_safe
def invoice(request, number):
    """One invoice as a page, with all that became of it."""
    return show(request, get(number))


@require_safe
def invoice_pdf(request, number):
    """Its printed pages: drawn once, the same bytes from then on."""
    return papers.pdf(bytes(printing.printed(get(number)).pdf), number)


@require_safe
def invoice_copy(request, number):
    """The same pages with “copy” on them, for somebody who lost theirs."""
    return papers.pdf(printing.pdf(printing.document_of(get(number), copy=True)), f"{number}-copy")


@require_safe
def invoice_factur_x(request, number):
    """The invoice as data: the same XML as inside its PDF."""
    return xml(factur_x(printing.document_of(get(number))), f"{number}-factur-x")


@require_safe
def invoice_peppol(request, number):
    """The invoice as data for the Peppol network."""
    return xml(printing.ubl(get(number)), f"{number}-peppol")


def xml(content, name):
    response = HttpResponse(content, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{name}.xml"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def invoice_dispatches(request, number):
    """E-mail it, or note that it was posted."""
    dispatch(request, printing.printed(get(number)))
    return redirect("finance:invoice", number)


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def payments(request, number):
    """Record money received for an invoice."""
    invoice, form = get(number), PaymentForm(request.POST)
    payment = recorded(invoice, form, request.user) if form.is_valid() else None
    if payment is None:
        return show(request, invoice, 422, form=form)
    left = payment.unallocated()
    kept = f" {pounds(left)} of it is credit on account {invoice.account.reference}." if left else ""
    messages.success(request, f"Recorded: {payment} for {invoice}.{kept}")
    return redirect("finance:invoice", number)


def recorded(invoice, form, by):
    """The payment, or None with the form saying why not."""
    try:
        return receipts.record(invoice, by=by, **form.cleaned_data)
    except receipts.RecordedBefore as refusal:
        form.add_error("reference", refusal.message)
    except receipts.OverPaid as refusal:
        form.offer_rest = True
        form.add_error("amount", refusal.message)
    except Refused as refusal:
        form.add_error("amount", refusal.message)


@require_http_methods(["GET", "HEAD", "POST"])
def invoice_write_offs(request, number):
    """Ask somebody else to write the debt off."""
    invoice = get(number)
    if request.method == "POST":
        return ask_write_off(request, invoice)
    owing = pounds(invoice.owing_total()).removeprefix("£")
    return show_write_off(request, invoice, RequestForm(initial={"amount": owing}, use_required_attribute=False))


@permission_required("invoicing.add_invoice", raise_exception=True)
def ask_write_off(request, invoice):
    form = RequestForm(request.POST, use_required_attribute=False)
    if form.is_valid():
        try:
            asked = Approval.objects.ask_write_off(invoice, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("amount", refusal.message)
        else:
            messages.success(request, f"Asked: {asked} on {invoice}. It waits for somebody else to decide.")
            return redirect("finance:invoice", invoice.number)
    return show_write_off(request, invoice, form, 422)


def show_write_off(request, invoice, form, status=200):
    about = {"form": form, "invoice": invoice, "owing": invoice.owing_total(),
             "waiting": invoice.approvals.waiting().select_related("asked_by")}  # fmt: skip
    return render(request, "finance/invoice_write_offs.html", about, status=status)


def get(number):
    """An issued invoice by its number."""
    return get_object_or_404(Invoice.objects.issued().select_related("account__customer", "run", "issued_by"),
                             number=number)  # fmt: skip


def show(request, invoice, status=200, *, form=None):
    """The page of one invoice, with the payment form as it was sent."""
    twin = Twin(invoice, localdate())
    owing = pounds(twin.owing).removeprefix("£")
    form = form or PaymentForm(initial={"amount": owing}, use_required_attribute=False)
    return render(request, "finance/invoice.html", {"twin": twin, "invoice": invoice, "form": form}, status=status)
