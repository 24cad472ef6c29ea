"""Paying an invoice by card: a page to pay on, and the payment recorded once however often Stripe tells of it."""

import hashlib

from django.db import IntegrityError
from django.utils.timezone import now

from events.models import AskedTooMuch, Refused
from events.money import pounds
from invoicing import stripe_checkout
from invoicing.models import Invoice, Payment
from invoicing.stripe_checkout import LEAST, open_session

METHOD = Payment.Method.STRIPE


class UnknownReference(Refused):
    """Money came by card for an invoice that is not here."""

    code = "unknown_reference"


def open_for(invoice, *, success_url, cancel_url):
    """Stripe's page on which all that is owed on an invoice can be paid: a Session.

    The same page for the same debt, so that two clicks or two windows cannot pay twice. Raises AskedTooMuch where
    nothing is owed or too little for a card, CardsUnavailable, CardRefused.
    """
    owing = invoice.owing_total()
    if owing <= 0:
        raise AskedTooMuch(f"Nothing is owed on {invoice}.")
    if owing < LEAST:
        raise AskedTooMuch(f"{pounds(owing)} is too little to pay by card. Pay it another way.")
    asked = {"amount": owing, "description": f"Invoice {invoice} from {invoice.seller['name']}",
             "reference": invoice.pay_token, "success_url": success_url, "cancel_url": cancel_url,
             "email": invoice.account.customer.email}  # fmt: skip
    tries = invoice.payments.filter(method=METHOD).count()
    key = hashlib.sha256(repr((sorted(asked.items()), tries)).encode()).hexdigest()
    return open_session(**asked, idempotency_key=f"invoice-{key}")


def settle(session_reference, amount, payment_intent, at=None):
    """Record `amount` pence that a card paid for the invoice whose link ends in `session_reference`; the Payment.

    Once for each payment intent: the database sees to it, and whoever comes second gets the first one's payment. Money
    for an invoice that is paid already is recorded too, as credit on its account. Raises UnknownReference.
    """
    invoice = Invoice.objects.issued().select_related("account").filter(pay_token=session_reference).first()
    if not session_reference or invoice is None:
        raise UnknownReference(f"No invoice has the link that {payment_intent} paid {pounds(amount)} for. "
                               "Find it in Stripe's dashboard and give it back, or record it by hand.")  # fmt: skip
    if known := recorded(payment_intent):
        return known
    try:
        return Payment.objects.receive(invoice.account, METHOD, amount, invoice=invoice, reference=payment_intent,
                                       at=at or now())  # fmt: skip
    except IntegrityError:
        if known := recorded(payment_intent):
            return known
        raise


def recorded(payment_intent):
    return Payment.objects.filter(method=METHOD, reference=payment_intent, refund_of=None).first()


def give_back(refund):
    """Have Stripe give back what a refund took off a payment; asked again, it is given back once. The refund's id."""
    refund = Payment.objects.select_related("refund_of").get(pk=refund)
    return stripe_checkout.refund(refund.refund_of.reference, -refund.amount, f"refund-{refund.pk}")
