"""Stripe's webhook: what it tells us of card payments, believed only where it is signed with our secret."""

import logging

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from invoicing.card_payments import UnknownReference
from invoicing.card_settlements import settle
from invoicing.stripe_checkout import BadSignature, read_event

PAID = {"checkout.session.completed", "checkout.session.async_payment_succeeded"}
log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def webhook(request):
    """200 for what is done, was done before or does not concern us; Stripe sends anything else again for three days."""
    try:
        event = read_event(request.body, request.headers.get("Stripe-Signature", ""))
    except BadSignature as refusal:
        return answer(400, refusal.message)
    session = event.session
    if event.type not in PAID or not (session.is_paid and session.reference):
        return answer(200, "Nothing to do.")
    try:
        payment = settle(session.reference, session.amount, session.payment_intent, event.at)
        return answer(200, f"{payment} is recorded.")
    except UnknownReference as refusal:
        log.error(refusal.message)
        return answer(404, refusal.message)


def answer(status, words):
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


app_name = "stripe"
urlpatterns = [path("webhook", webhook, name="webhook")]
