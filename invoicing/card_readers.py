"""Being paid on a Stripe Terminal reader that our server drives: begin, look, cancel.

An attempt is waiting until it is paid, declined, cancelled or its time ran out. Whoever looks, the page that waits or
the worker each minute, brings it to its end; each may do so twice.
"""

from contextlib import suppress
from datetime import timedelta

from django.utils.text import capfirst
from django.utils.timezone import now

from events.models import AskedTooMuch
from invoicing import stripe_checkout
from invoicing.card_attempts import settle
from invoicing.models import CardAttempt, CardReader
from invoicing.stripe_checkout import LEAST, CardRefused, CardsUnavailable

LASTS = timedelta(minutes=5)  # for the card to be held to the reader
State = CardAttempt.State


def readers_at(till):
    """The readers of a till's drawer, then those for everybody."""
    readers = CardReader.objects.filter(active=True, drawer__in=["", till.drawer if till else ""])
    return sorted(readers, key=lambda reader: (reader.drawer == "", reader.name))


def begin(booking, reader, *, key, at=None, **asked):
    """Have a reader ask for what is still to pay of a booking, or as CardAttempt.objects.begin is asked for.

    The same key is the same attempt, and charges once. Raises AskedTooMuch, ReservationLapsed, and CardsUnavailable or
    CardRefused where the reader cannot be reached: nothing is charged then.
    """
    attempt = CardAttempt.objects.begin(booking, CardAttempt.Way.READER, key=key, lasts=LASTS, reader=reader,
                                        at=at or now(), **asked)  # fmt: skip
    if attempt.is_under_way:
        hand_to_reader(attempt)
    return attempt


def hand_to_reader(attempt):
    """Make the payment at Stripe, once for each key, and put it on the reader. Where that is refused, it is over."""
    try:
        if attempt.amount < LEAST:
            raise AskedTooMuch("That is too little to pay by card. Take it another way.")
        if not attempt.intent:
            intent = stripe_checkout.open_intent(amount=attempt.amount, description=capfirst(attempt.what),
                                                 reference=f"attempt-{attempt.link}",
                                                 idempotency_key=attempt.key)  # fmt: skip
            attempt.intent = intent.id
            attempt.save(update_fields=["intent"])
    except (CardsUnavailable, CardRefused, AskedTooMuch) as refusal:
        attempt.end(State.FAILED, refusal.message)
        raise
    try:
        stripe_checkout.process_on(attempt.reader.stripe_id, attempt.intent, f"{attempt.key}-process")
    except CardRefused as refusal:
        close(attempt, State.FAILED, refusal.message)
        raise


def look(attempt, at=None):
    """See how it stands, and end it where it is over; the attempt. Raises CardsUnavailable where nobody can tell."""
    if not attempt.is_under_way:
        return attempt
    if not attempt.intent:  # cut off before Stripe answered: no reader was asked
        attempt.end(State.FAILED, "It was cut off before the reader was asked.")
        return attempt
    action = stripe_checkout.read_reader(attempt.reader.stripe_id)
    ours = action.intent == attempt.intent
    is_late = attempt.expires_at < (at or now())
    if ours and action.is_under_way and not is_late:
        return attempt
    intent = stripe_checkout.read_intent(attempt.intent)
    if intent.is_paid:
        settle(attempt, intent.amount, intent.id, at)
    elif intent.is_over:
        attempt.end(State.CANCELLED)
    elif intent.error or ours and action.error:
        close(attempt, State.FAILED, intent.error or action.error, at)
    elif is_late:
        close(attempt, State.EXPIRED, "Nobody held a card to the reader.", at)
    attempt.refresh_from_db()
    return attempt


def cancel(attempt, at=None):
    """Stop it, or find that the card was quicker; the attempt as it is then. Raises CardsUnavailable."""
    if attempt.is_under_way:
        close(attempt, State.CANCELLED, "", at)
        attempt.refresh_from_db()
    return attempt


def close(attempt, state, error, at=None):
    """End it so that no card can pay it any more; where one just has, that counts."""
    with suppress(CardRefused):  # it asks no more, or the card is being charged: the next question tells
        stripe_checkout.stop_reader(attempt.reader.stripe_id)
    try:
        if attempt.intent:
            stripe_checkout.cancel_intent(attempt.intent)
        attempt.end(state, error)
    except CardRefused:
        intent = stripe_checkout.read_intent(attempt.intent)
        if intent.is_paid:
            settle(attempt, intent.amount, intent.id, at)
        elif intent.is_over:
            attempt.end(state, error)
