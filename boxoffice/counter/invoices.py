"""An invoice paid at the counter: found by its number or its trader, paid in cash or by card terminal."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from boxoffice.counter.forms import PayInvoice
from events.models import Refused
from events.money import pounds
from invoicing.models import Invoice, Payment, TillSession

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
    """Take a payment for an invoice; cash goes in this person's open till."""
    invoice, form = get(number), PayInvoice(request.POST)
    if not form.is_valid():
        return show(request, invoice, form, 422)
    try:
        payment = take(invoice, form, request.user)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return show(request, invoice, form, 422)
    change = f" Change {pounds(form.change)}." if form.change else ""
    messages.success(request, f"Taken: {payment} for {invoice}.{change}")
    return redirect("counter:invoice", number)


def take(invoice, form, user):
    """Receive it. Raises AskedTooMuch above what is owed, TillClosed for cash without an open till."""
    form.check_owed(invoice.owing_total())
    data = form.cleaned_data
    return Payment.objects.receive(invoice.account, data["method"], data["amount"], invoice=invoice, by=user,
                                   till=TillSession.objects.open_for(user), reference=data["reference"])  # fmt: skip


def get(number):
    return get_object_or_404(Invoice.objects.issued().select_related("account__customer"), number=number.upper())


def show(request, invoice, form=None, status=200):
    owing = invoice.owing_total()
    form = form or PayInvoice(initial={"amount": f"{owing / 100:.2f}"}, use_required_attribute=False)
    return render(request, "counter/invoice.html", {
        "invoice": invoice, "owing": owing, "form": form, "till": TillSession.objects.open_for(request.user),
        "payments": invoice.allocations.live().select_related("payment", "credit_note"),
    }, status=status)  # fmt: skip
