"""An invoice paid at the counter: found by its number or its trader, paid in cash or by card terminal."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from boxoffice.counter.forms import PayInvoice
from boxoffice.counter.station import open_till, till_at
from boxoffice.counter.tenders.panel import new_key
from events.models import Refused
from events.models.transactions import retried
from events.money import pounds
from invoicing.models import Account, Invoice, Payment

MOST_FOUND = 10


def owed_by(query):
    """Invoices on which something is owed, by number, account reference or customer; none where nothing is asked."""
    if len(query) < 3:
        return Invoice.objects.none()
    who = Q(account__customer__name__icontains=query) | Q(account__reference=query.replace(" ", ""))
    found = Invoice.objects.issued().owed().with_owing().filter(who | Q(number__iexact=query))
    return found.select_related("account__customer").order_by("due_on", "pk")[:MOST_FOUND]


@require_safe
def invoice(request, number):
    """What is owed on one invoice, and the form to pay it."""
    return show(request, get(number))


@require_POST
def invoice_payments(request, number):
    """Take a payment for an invoice; it goes in the till that is open here."""
    invoice, form = get(number), PayInvoice(request.POST)
    if not form.is_valid():
        return show(request, invoice, form, 422)
    try:
        payment = take(invoice, form, request.user, open_till(request))
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return show(request, invoice, form, 422)
    change = f" Change {pounds(form.change)}." if form.change else ""
    messages.success(request, f"Taken: {payment} for {invoice}.{change}")
    return redirect("counter:invoice", number)


@retried
def take(invoice, form, user, till):
    """Receive it; the same page sent twice, once. Raises AskedTooMuch above what is owed, TillClosed."""
    data = form.cleaned_data
    account = Account.objects.select_for_update().get(pk=invoice.account_id)  # two windows: the second sees it paid
    if not Payment.objects.of_key(data["key"]):
        form.check_owed(invoice.owing_total())
    return Payment.objects.receive(account, data["method"], data["amount"], invoice=invoice, by=user, till=till,
                                   reference=data["reference"], key=data["key"])  # fmt: skip


def get(number):
    return get_object_or_404(Invoice.objects.issued().select_related("account__customer"), number=number.upper())


def show(request, invoice, form=None, status=200):
    owing = invoice.owing_total()
    asked = {"amount": f"{owing / 100:.2f}", "key": new_key()}
    form = form or PayInvoice(initial=asked, use_required_attribute=False)
    return render(request, "counter/invoice.html", {
        "invoice": invoice, "owing": owing, "form": form, "till": till_at(request),
        "payments": invoice.allocations.live().select_related("payment", "credit_note"),
    }, status=status)  # fmt: skip
