"""Card payments by Stripe Checkout and Stripe Terminal: the only module that talks to Stripe.

Amounts are pence, in pounds sterling.
The library is imported when it is first needed, for it takes longer to load than most pages take to answer.
"""

import functools
import logging
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from events.models import Refused

TIMEOUT = 5  # seconds for one answer: somebody is waiting, and a small site has one thread
RETRIES = 2  # Stripe's library asks again by itself, under the same idempotency key
LEAST = 30  # pence: less cannot be charged to a card in sterling
LATER = "Try again in a few minutes, or pay another way."
log = logging.getLogger(__name__)


class CardsUnavailable(Refused):
    """Stripe cannot be reached, is overloaded, or does not answer in time."""

    code = "cards_unavailable"


class CardRefused(Refused):
    """Stripe answered, and said no."""

    code = "card_refused"


class BadSignature(Refused):
    """A message that claims to come from Stripe and was not signed with our secret in the last five minutes."""

    code = "bad_signature"


@dataclass(frozen=True)
class Session:
    """One visit to Stripe's page: `reference` is ours; `payment_intent` is there once the card was charged."""

    id: str
    url: str | None
    reference: str
    amount: int
    is_paid: bool
    payment_intent: str | None


@dataclass(frozen=True)
class Intent:
    """A card payment on a reader. `error` is the sentence of the card's bank or of the reader, where it said no."""

    id: str
    amount: int
    is_paid: bool
    is_over: bool  # cancelled: nobody can pay it any more
    error: str = ""


@dataclass(frozen=True)
class Action:
    """What a reader is doing, or did last: `intent` is the payment it is about."""

    intent: str
    is_under_way: bool
    error: str = ""


@dataclass(frozen=True)
class Event:
    """A signed message from Stripe; `session` where it is about one."""

    id: str
    type: str
    at: datetime
    session: Session | None


def open_session(*, amount, description, reference, success_url, cancel_url, idempotency_key, email=""):
    """A page at Stripe on which `amount` pence can be paid. The same key gives the same page, however often asked.

    `success_url` may contain {CHECKOUT_SESSION_ID}. Raises CardsUnavailable or CardRefused; nothing is charged here.
    """
    metadata = {"reference": reference}
    product = {"currency": "gbp", "unit_amount": amount, "product_data": {"name": description}}
    params = {
        "mode": "payment", "submit_type": "pay", "locale": "en-GB", "allowed_payment_method_types": ["card"],
        "line_items": [{"price_data": product, "quantity": 1}], "metadata": metadata,
        "payment_intent_data": {"metadata": metadata, "description": description},
        "success_url": success_url, "cancel_url": cancel_url, **({"customer_email": email} if email else {}),
    }  # fmt: skip
    with answers(f"Stripe, which takes card payments for us, does not answer. Nothing was taken. {LATER}"):
        return session_of(api().checkout.sessions.create(params, {"idempotency_key": idempotency_key}))


def read_session(identity):
    """How a session stands now, asked once. Raises CardsUnavailable, or CardRefused where there is none such."""
    with answers("Stripe does not answer, so we cannot see yet whether your payment went through."):
        return session_of(api().checkout.sessions.retrieve(identity, options={"max_network_retries": 0}))


def close_session(identity):
    """Let nobody pay on a page any more. Raises CardRefused where it was paid or closed already."""
    with answers("Stripe does not answer, so the payment page is still open. Try again in a few minutes."):
        return session_of(api().checkout.sessions.expire(identity))


def open_intent(*, amount, description, reference, idempotency_key):
    """A payment of `amount` pence that a card reader can take, taken by Stripe at once when the card agrees.

    The same key gives the same one. Stripe's documents: "server-driven integration", payment_intents with the method
    card_present. Raises CardsUnavailable or CardRefused; nothing is charged here.
    """
    params = {"amount": amount, "currency": "gbp", "allowed_payment_method_types": ["card_present"],
              "description": description, "capture_method": "automatic",
              "metadata": {"reference": reference}}  # fmt: skip
    with answers(f"Stripe, which takes card payments for us, does not answer. Nothing was taken. {LATER}"):
        return intent_of(api().payment_intents.create(params, {"idempotency_key": idempotency_key}))


def read_intent(identity):
    """How a reader's payment stands now. Raises CardsUnavailable, CardRefused."""
    with answers("Stripe does not answer, so we cannot see yet whether the card was charged."):
        return intent_of(api().payment_intents.retrieve(identity))


def cancel_intent(identity):
    """Let nobody pay it any more. Raises CardRefused where it was paid already, CardsUnavailable."""
    with answers("Stripe does not answer, so the card payment may still go through. Look again in a minute."):
        return intent_of(api().payment_intents.cancel(identity))


def process_on(reader, intent, idempotency_key):
    """Have a reader ask for the card. Raises CardRefused where the reader is busy or off, CardsUnavailable."""
    with answers("Stripe does not answer, so we cannot see whether the reader asks for the card."):
        answer = api().terminal.readers.process_payment_intent(reader, {"payment_intent": intent},
                                                               {"idempotency_key": idempotency_key})  # fmt: skip
        return action_of(answer)


def read_reader(reader):
    """What a reader is doing. Raises CardsUnavailable, CardRefused where Stripe knows none such."""
    with answers("Stripe does not answer, so we cannot see what the reader does."):
        return action_of(api().terminal.readers.retrieve(reader, options={"max_network_retries": 0}))


def stop_reader(reader):
    """Have a reader stop asking for the card. Raises CardRefused where the card is being charged just now."""
    with answers("Stripe does not answer, so the reader may still ask for the card. Press its red button."):
        return action_of(api().terminal.readers.cancel_action(reader))


def refund(payment_intent, amount, idempotency_key):
    """Give `amount` pence back to the card that paid; the id of the refund. The same key gives back once.

    Raises CardsUnavailable, after which it must be asked again under the same key, or CardRefused.
    """
    params = {"payment_intent": payment_intent, "amount": amount}
    with answers("Stripe does not answer, so the refund may or may not have been made. "
                 "Try again in a few minutes: it is never made twice."):  # fmt: skip
        return api().refunds.create(params, {"idempotency_key": idempotency_key}).id


def read_event(payload, signature):
    """The event in a webhook's body, given its Stripe-Signature header. Raises BadSignature."""
    import stripe

    try:
        event = stripe.Webhook.construct_event(payload, signature, settings.STRIPE_WEBHOOK_SECRET)
        data = event.data.object
        session = session_of(data) if event.type.startswith("checkout.session.") else None
        return Event(event.id, event.type, datetime.fromtimestamp(event.created, UTC), session)
    except (stripe.SignatureVerificationError, ValueError) as error:
        raise BadSignature("This message is not signed by Stripe with our secret. Nothing was recorded.") from error


def session_of(data):
    """Our Session from Stripe's."""
    reference = (data.metadata.to_dict() if data.metadata else {}).get("reference", "")
    is_paid = data.payment_status == "paid" and data.currency == "gbp"
    return Session(data.id, data.url, reference, data.amount_total, is_paid, data.payment_intent)


def intent_of(data):
    """Our Intent from Stripe's."""
    error = data.last_payment_error
    return Intent(data.id, data.amount_received or data.amount, data.status == "succeeded" and data.currency == "gbp",
                  data.status == "canceled", (error.message or "The card was declined.") if error else "")  # fmt: skip


def action_of(reader):
    """Our Action from what Stripe says of a reader."""
    action = reader.action
    if action is None:
        return Action("", False)
    about = getattr(action, "process_payment_intent", None)
    error = (action.failure_message or "The reader stopped.") if action.status == "failed" else ""
    return Action(about.payment_intent if about else "", action.status == "in_progress", error)


def api():
    """Stripe's API with the key and the address of the settings."""
    return client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE, TIMEOUT).v1


@functools.lru_cache(maxsize=4)
def client(key, address, timeout):
    """Stripe's client; with the stand-in any test key will do."""
    import stripe

    addresses = {"api": address} if address else None
    http_client = stripe.RequestsClient(timeout=timeout)
    return stripe.StripeClient(key or "sk_test_stand_in", base_addresses=addresses, http_client=http_client,
                               max_network_retries=RETRIES)  # fmt: skip


@contextmanager
def answers(without_one):
    """Turn what goes wrong on the way to Stripe into sentences; `without_one` says how things stand with no answer."""
    import stripe

    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError) as error:
        log.warning("Stripe does not answer: %s", error)
        raise CardsUnavailable(without_one) from error
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        log.error("Stripe does not take our key: %s", error)
        raise CardsUnavailable("Card payment is not set up as it should be. Nothing was taken. Please pay another way, "
                               "or tell us by telephone.") from error  # fmt: skip
    except stripe.StripeError as error:
        log.error("Stripe refused: %s", error)
        raise CardRefused(f"Stripe refused this: {error.user_message or 'it gave no reason'} Nothing was changed."
                          ) from error  # fmt: skip
