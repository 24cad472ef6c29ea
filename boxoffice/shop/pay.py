"""Paying an invoice from the link on it: the invoice as a page, the way to Stripe, and the way back.

Whoever holds the link may see the invoice and pay it: there is nothing to sign in to, and nothing is found without it.
"""

from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from boxoffice.cards import may_lead_to_stripe, takes_cards
from events.models import AskedTooMuch, Refused
from invoicing.card_payments import open_for, settle
from invoicing.models import Invoice
from invoicing.on_hold import binding_holds, on_hold
from invoicing.papers.invoice_document import exemption_reason, rate_text
from invoicing.printing import document_of
from invoicing.stripe_checkout import LEAST, CardRefused, CardsUnavailable, read_session

PAID, WAITING, UNPAID = "paid", "waiting", "unpaid"
LOOKS, SECONDS = 20, 3  # how often the page looks again by itself, and how long it waits before each


def private(view):
    """Kept by no cache, found by no search engine, and with forms that may lead to Stripe's page."""

    @may_lead_to_stripe
    @wraps(view)
    def shown(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"], response["X-Robots-Tag"] = "private, no-store", "noindex, nofollow"
        return response

    return shown


@private
@require_safe
def pay(request, token):
    """The invoice, what is owed on it and every way to pay."""
    return show(request, get(token))


@private
@require_POST
def card_payments(request, token):
    """Go to Stripe's page to pay all that is owed."""
    invoice = get(token)
    there, back = (request.build_absolute_uri(reverse(name, args=[token])) for name in ("shop:pay_done", "shop:pay"))
    try:
        if not takes_cards():
            raise AskedTooMuch("We do not take cards here. Please pay another way.")
        session = open_for(invoice, success_url=f"{there}?session={{CHECKOUT_SESSION_ID}}", cancel_url=f"{back}?left=1")
    except Refused as refusal:
        return show(request, invoice, 422, refusal=refusal.message)
    return HttpResponseRedirect(session.url)


@private
@require_safe
def pay_done(request, token):
    """Back from Stripe, which is asked once whether it is paid; after that the page waits for Stripe to tell us."""
    invoice, identity, look = get(token), request.GET.get("session", ""), looks(request)
    state = state_of(invoice, identity, look)
    if state == UNPAID:
        return redirect("shop:pay", token)
    again = f"?{urlencode({'session': identity, 'look': look + 1})}" if look < LOOKS else ""
    return render(request, "shop/pay_done.html", {
        "invoice": invoice, "is_paid": state == PAID, "again": again, "seconds": SECONDS,
        "once_more": f"?{urlencode({'session': identity})}", "payment": card_payment(invoice),
        "is_fake": settings.STRIPE_FAKE, "head": document_of(invoice).letterhead,
    })  # fmt: skip


def get(token):
    """The issued invoice whose link ends in this token; 404 for anything else."""
    return get_object_or_404(Invoice.objects.issued().select_related("account__customer"), pay_token=token)


def show(request, invoice, status=200, refusal=""):
    """The invoice's page, with the reason why a card payment could not begin, if it could not."""
    document, owing, today = document_of(invoice), invoice.owing_total(), localdate()
    return render(request, "shop/pay.html", {
        "invoice": invoice, "document": document, "head": document.letterhead, "owing": owing,
        "settled": invoice.settled_total(), "is_late": owing > 0 and invoice.due_on < today,
        "held": on_hold(invoice, owing, binding_holds(invoice.account, today), today),
        "lines": [(line, rate_text(line.treatment, line.vat_rate_bp)) for line in document.lines],
        "vat_rows": [(row, exemption_reason(row)) for row in document.vat_rows],
        "by_card": takes_cards() and owing >= LEAST, "is_fake": settings.STRIPE_FAKE, "refusal": refusal,
        "left": "left" in request.GET and owing > 0,
    }, status=status)  # fmt: skip


def state_of(invoice, identity, look):
    """How a card payment stands. Stripe is asked the first time only: its webhook brings the rest."""
    if identity and not look:
        try:
            session = read_session(identity)
        except CardsUnavailable:
            return PAID if invoice.owing_total() <= 0 else WAITING
        except CardRefused:
            return UNPAID
        if session.is_paid and session.reference == invoice.pay_token:
            settle(session.reference, session.amount, session.payment_intent)
            return PAID
    if invoice.owing_total() <= 0:
        return PAID
    return WAITING if look else UNPAID


def looks(request):
    """How often this page has looked again."""
    text = request.GET.get("look", "")
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def card_payment(invoice):
    """The last card payment for an invoice, or None."""
    return invoice.payments.filter(method="stripe", refund_of=None).last()
