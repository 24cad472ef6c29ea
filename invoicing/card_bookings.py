"""Paying a reserved booking by card: a page to pay on, and the money recorded once, whatever became of the places.

A payment that comes after the time ran out takes the places again where they are still free; where they are not, it is
credit on the customer's account, or goes back to the card. It is never lost.
"""

import hashlib

from django.db import IntegrityError
from django.utils.timezone import now

from events.models import AskedTooMuch, Booking, Message, Refused
from events.models.transactions import retried
from events.money import pounds
from invoicing.card_payments import METHOD, UnknownReference, recorded
from invoicing.models import Account, Code, Payment, Posting
from invoicing.stripe_checkout import LEAST, open_session
from invoicing.supplies import send_back

PREFIX = "booking-"


def reference_of(booking):
    """What Stripe is given, and gives back, to know the booking by."""
    return f"{PREFIX}{booking.reference}"


def open_for(booking, *, success_url, cancel_url):
    """Stripe's page on which all of a reserved booking can be paid: a Session. The same page however often asked.

    Raises AskedTooMuch where it is not reserved any more or costs too little, CardsUnavailable, CardRefused.
    """
    if booking.status != Booking.Status.RESERVED:
        raise AskedTooMuch(f"{booking} is {booking.get_status_display().lower()}, so there is nothing to pay.")
    amount = booking.total().gross
    if amount < LEAST:
        raise AskedTooMuch(f"{pounds(amount)} is too little to pay by card. Pay it another way.")
    asked = {"amount": amount, "description": f"Booking {booking}", "reference": reference_of(booking),
             "success_url": success_url, "cancel_url": cancel_url, "email": booking.customer.email}  # fmt: skip
    key = hashlib.sha256(repr(sorted(asked.items())).encode()).hexdigest()
    return open_session(**asked, idempotency_key=f"booking-{key}")


def settle(session_reference, amount, payment_intent, at=None):
    """Record `amount` pence that a card paid for the booking of this reference; the Payment. Once for each intent.

    Raises UnknownReference where there is no such booking.
    """
    at = at or now()
    booking = Booking.objects.filter(reference=session_reference.removeprefix(PREFIX)).first()
    if booking is None or not session_reference.startswith(PREFIX):
        raise UnknownReference(f"No booking is {session_reference}, which {payment_intent} paid {pounds(amount)} for. "
                               "Find it in Stripe's dashboard and give it back, or record it by hand.")  # fmt: skip
    try:
        return take_or_keep(booking, amount, payment_intent, at)
    except IntegrityError:
        if known := recorded(payment_intent):
            return known
        raise


def take_or_keep(booking, amount, payment_intent, at):
    """The payment of the booking, or the money kept for the customer where the booking cannot have it."""
    try:
        return take(booking, amount, payment_intent, at)
    except Refused as refusal:
        return keep_for_customer(booking, amount, payment_intent, at, refusal.message)


@retried
def take(booking, amount, payment_intent, at):
    """The payment that confirms the booking, its places taken again where they had lapsed. Raises a Refused."""
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    if known := recorded(payment_intent):
        return known
    if booking.status == Booking.Status.LAPSED:
        booking.revive(at=at)
    if booking.status != Booking.Status.RESERVED or booking.total().gross != amount:
        raise AskedTooMuch(f"{booking} is {booking.get_status_display().lower()} and has {pounds(amount)} too much.")
    return Payment.objects.take(booking, METHOD, amount=amount, reference=payment_intent, at=at)


@retried
def keep_for_customer(booking, amount, payment_intent, at, why):
    """Money that came too late: credit on the account where there is one, otherwise back to the card; and tell them."""
    if known := recorded(payment_intent):
        return known
    account = Account.objects.filter(customer=booking.customer).first()
    if account:
        payment = Payment.objects.receive(account, METHOD, amount, reference=payment_intent, at=at)
        became = f"It is credit on your account {account.reference} and comes off what you owe."
    else:
        payment = Payment.objects.make(booking=booking, method=METHOD, amount=amount, by=None, till=None, at=at,
                                       reference=payment_intent)  # fmt: skip
        refund = Payment.objects.refund(payment, amount, at=at)
        movements = [(payment.code, Code.BOOKINGS, amount), (Code.BOOKINGS, payment.code, amount)]
        Posting.objects.post("refund", movements, at=at, booking=booking, payment=payment)
        send_back(refund, None)
        became = "We have sent it back to your card, which can take some days."
    if booking.customer:
        Message.objects.tell(booking.customer, topic="booking", subject=f"Your payment for {booking} came too late",
                             body=f"We had your {pounds(amount)} by card for booking {booking} after its time ran "
                                  f"out. {why}\n\n{became}", once=f"late {payment_intent}", at=at)  # fmt: skip
    return payment
