"""The deposit of an application: asked for, taken by card or at the office, set against the price, or given back."""

import hashlib

from django.db import IntegrityError
from django.utils.timezone import now

from events import submission
from events.models import Application, AskedTooMuch, Message
from events.models.transactions import retried
from events.money import pounds
from invoicing.card_payments import METHOD, UnknownReference, recorded
from invoicing.models import Account, Approval, Deposit, Payment
from invoicing.stripe_checkout import LEAST, open_session

PREFIX = "deposit-"
OVER = [Application.Status.REFUSED, Application.Status.WITHDRAWN]


@retried
def hand_in(application, *, by=None, at=None):
    """Hand an application in, and ask for the deposit of its market. False where it was in already."""
    if not submission.submit(application, by=by, at=at):
        application.refresh_from_db()
        return False
    application.refresh_from_db()
    if application.event_id:
        asked = {"amount": application.event.specialist.deposit}
        Deposit.objects.get_or_create(application=application, defaults=asked)
    return True


def account_for(customer):
    """The customer's account, opened without credit where they have none: money can stand on it."""
    account = Account.objects.filter(customer=customer).first()
    delivery = Account.Delivery.EMAIL if customer.email else Account.Delivery.POST
    return account or Account.objects.open_for(customer, credit_limit=0, delivery=delivery)


def open_for(deposit, *, success_url, cancel_url):
    """Stripe's page on which a deposit can be paid: a Session, the same one however often asked.

    Raises AskedTooMuch where it is not to be paid (any more), CardsUnavailable, CardRefused.
    """
    if not deposit.is_due or deposit.application.status in OVER:
        raise AskedTooMuch("There is no deposit to pay.")
    if deposit.amount < LEAST:
        raise AskedTooMuch(f"{pounds(deposit.amount)} is too little to pay by card. Pay it another way.")
    asked = {"amount": deposit.amount, "description": f"Deposit, {deposit.application.event}",
             "reference": f"{PREFIX}{deposit.pay_token}", "success_url": success_url, "cancel_url": cancel_url,
             "email": deposit.application.customer.email}  # fmt: skip
    key = hashlib.sha256(repr(sorted(asked.items())).encode()).hexdigest()
    return open_session(**asked, idempotency_key=f"deposit-{key}")


def settle(session_reference, amount, payment_intent, at=None):
    """Record `amount` pence that a card paid for a deposit; the Payment. Once for each payment intent.

    Raises UnknownReference where no deposit has this reference.
    """
    token = session_reference.removeprefix(PREFIX)
    deposit = Deposit.objects.filter(pay_token=token).first() if token != session_reference else None
    if deposit is None:
        raise UnknownReference(f"No deposit is {session_reference}, which {payment_intent} paid {pounds(amount)} for. "
                               "Find it in Stripe's dashboard and give it back, or record it by hand.")  # fmt: skip
    if known := recorded(payment_intent):
        return known
    try:
        return take(deposit, METHOD, amount=amount, reference=payment_intent, at=at)
    except IntegrityError:
        if known := recorded(payment_intent):
            return known
        raise


@retried
def take(deposit, method, *, reference="", amount=None, by=None, at=None):
    """Take a deposit onto the applicant's account and say so on the application. The Payment.

    One that is paid already takes nothing at the office (AskedTooMuch), and stays as credit where a card paid twice. A
    card that pays after the application ended is asked back at once.
    """
    at = at or now()
    account = account_for(deposit.application.customer)
    account = Account.objects.select_for_update().get(pk=account.pk)
    deposit = Deposit.objects.select_for_update().get(pk=deposit.pk)
    application, is_card = deposit.application, method == METHOD
    if not is_card and (not deposit.is_due or application.status in OVER):
        raise AskedTooMuch("No deposit is to be paid on this application. Look at it again.")
    payment = Payment.objects.receive(account, method, amount or deposit.amount, reference=reference, by=by, at=at)
    if application.status in OVER:
        ask_back(application, payment, payment.amount, by=by, at=at)
    if deposit.is_due:
        deposit.payment = payment
        deposit.save(update_fields=["payment"])
        say_paid(application, payment, by, at)
    return payment


def say_paid(application, payment, by, at):
    """A dated step, and a letter."""
    words = f"We have your deposit of {pounds(payment.amount)}."
    application.steps.create(status=application.status, words=words, by=by, at=at)
    Message.objects.tell(
        application.customer, topic="application", subject=f"Your deposit for {application.event}", by=by, at=at,
        once=f"application-{application.pk}-deposit",
        body=f"{words} It goes back to you if we refuse your application, and comes off the price if we accept it.",
    )  # fmt: skip


def left_of(payment):
    """Pence of a payment that were not given back and that nobody has asked to give back."""
    return payment.amount + payment.refunds.total() - Approval.objects.waiting().filter(payment=payment).total()


def free_of(payment):
    """Pence of a payment that settle nothing and that nobody has asked to give back."""
    return payment.unallocated() - Approval.objects.waiting().filter(payment=payment).total()


@retried
def free(payment, *, by=None, at=None):
    """Take a payment off whatever it settles, so that all that is left of it can go back. Returns pence free of it."""
    account = Account.objects.select_for_update().get(pk=payment.account_id)
    for allocation in payment.allocations.live().select_related("invoice").order_by("-pk"):
        account.release(allocation, by=by, at=at)
    return free_of(payment)


@retried
def ask_back(application, payment, amount, *, by=None, at=None):
    """Ask that money of an applicant's account goes back; somebody else grants it (Approval). Returns pence meant.

    Where nobody signed in asks, the officer who decided does, or whoever entered it. Where there is none of them, or it
    is cash, it stays as credit, and a note tells the officers.
    """
    amount = min(amount, free_of(payment))
    asker = by or application.customer.user or application.decided_by or application.entered_by
    if amount <= 0:
        return 0
    if asker and payment.method != Payment.Method.CASH:
        reason = f"{application.event}: application {application.pk} {application.get_status_display().lower()}"
        Approval.objects.ask_refund(payment, amount, reason=reason[:200], by=asker, at=at)
    else:
        what = f"{pounds(amount)} ({payment.get_method_display().lower()})"
        words = f"{what} is credit on their account and is to go back: ask finance."
        application.steps.create(status=application.status, words=words, internal=True, by=by, at=at or now())
    return amount
