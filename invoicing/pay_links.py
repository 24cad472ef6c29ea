"""A link on which a customer pays themselves, for a booking or a voucher: by e-mail, as a text or as a QR code.

Nobody at the counter hears or sees a card number: the link leads to our page, and that on to Stripe's.
"""

from datetime import timedelta

from django.utils.text import capfirst
from django.utils.timezone import now

from events.models import AskedTooMuch
from invoicing import stripe_checkout
from invoicing.card_attempts import settle as settle_attempt
from invoicing.card_payments import UnknownReference
from invoicing.models import CardAttempt, CounterRules
from invoicing.stripe_checkout import LEAST, CardRefused, open_session

PREFIX = "link-"
State = CardAttempt.State


def make(booking, *, key, at=None, **asked):
    """A link for what is still to pay of a booking, or as CardAttempt.objects.begin is asked for; the CardAttempt.

    The places are kept meanwhile. The same key is the same link. Raises AskedTooMuch, ReservationLapsed.
    """
    minutes = timedelta(minutes=CounterRules.current().link_minutes)
    if any(asked.get(pence) is not None and asked[pence] < LEAST for pence in ("amount", "due")):
        raise AskedTooMuch("That is too little to pay by card. Take it another way.")
    return CardAttempt.objects.begin(booking, CardAttempt.Way.LINK, key=key, lasts=minutes, at=at or now(), **asked)


def open_page(attempt, *, success_url, cancel_url, at=None):
    """Stripe's page on which a link is paid: a Session, the same one however often asked.

    Raises AskedTooMuch where it is over, CardsUnavailable, CardRefused.
    """
    if not attempt.is_under_way or attempt.expires_at < (at or now()):
        raise AskedTooMuch("This link cannot be paid any more. Ask the box office for another.")
    email = attempt.sent_to if "@" in attempt.sent_to else ""
    session = open_session(amount=attempt.amount, description=capfirst(attempt.what),
                           reference=f"{PREFIX}{attempt.link}", success_url=success_url, cancel_url=cancel_url,
                           email=email, idempotency_key=attempt.key)  # fmt: skip
    CardAttempt.objects.filter(pk=attempt.pk).update(intent=session.id)
    return session


def settle(session_reference, amount, payment_intent, at=None):
    """Record `amount` pence that a card paid on a link; the Payment. Raises UnknownReference."""
    attempt = CardAttempt.objects.filter(link=session_reference.removeprefix(PREFIX), way=CardAttempt.Way.LINK).first()
    if attempt is None or not session_reference.startswith(PREFIX):
        raise UnknownReference(f"No payment link is {session_reference}, which {payment_intent} was paid for. "
                               "Find it in Stripe's dashboard and give it back, or record it by hand.")  # fmt: skip
    return settle_attempt(attempt, amount, payment_intent, at)


def look(attempt, at=None):
    """See how it stands, and end it where its time ran out; the attempt. Raises CardsUnavailable."""
    if attempt.is_under_way:
        if attempt.intent and not paid_now(attempt, at) and attempt.expires_at < (at or now()):
            close(attempt, State.EXPIRED, at)
        elif not attempt.intent and attempt.expires_at < (at or now()):
            attempt.end(State.EXPIRED)
        attempt.refresh_from_db()
    return attempt


def cancel(attempt, at=None):
    """Take the link back, or find that it was paid; the attempt as it is then. Raises CardsUnavailable."""
    if attempt.is_under_way:
        close(attempt, State.CANCELLED, at)
        attempt.refresh_from_db()
    return attempt


def close(attempt, state, at):
    """End it so that nobody can pay on Stripe's page any more; where somebody just has, that counts."""
    try:
        if attempt.intent:
            stripe_checkout.close_session(attempt.intent)
    except CardRefused:
        if paid_now(attempt, at):
            return
    attempt.end(state)


def paid_now(attempt, at):
    """Whether Stripe says that it is paid; recorded then."""
    session = stripe_checkout.read_session(attempt.intent)
    if session.is_paid:
        settle_attempt(attempt, session.amount, session.payment_intent, at)
    return session.is_paid
