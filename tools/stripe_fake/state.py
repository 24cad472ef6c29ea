"""What the stand-in knows: sessions, payment intents and refunds, and the verbs that move them from state to state."""

import copy
import threading

from tools.stripe_fake import contract, shapes
from tools.stripe_fake.errors import invalid, missing

LEAST, MOST = 30, 99_999_999  # pence that Stripe charges in sterling
DECLINES = {
    "card_declined": ("generic_decline", "Your card was declined."),
    "insufficient_funds": ("insufficient_funds", "Your card has insufficient funds. Try a different card."),
    "expired_card": ("expired_card", "Your card has expired. Try a different card."),
}


TOWN, TOWN_MOST = "pi_demo_", 1_000_000  # how the demo town's payments are called, and pence that each may give back


class Books:
    """Every object made since the start. `tell(kind, object)` is called with each event."""

    def __init__(self, page, tell):
        self.page, self.tell = page, tell
        self.lock = threading.RLock()
        self.sessions, self.intents, self.refunds = {}, {}, {}
        self.asked, self.tries = {}, {}  # by session: the parameters it was made with, and its intent

    def open_session(self, params):
        params = contract.checked(contract.SessionCreateParams, params)
        check_session(params)
        session = shapes.session(self.page, params)
        self.sessions[session["id"]], self.asked[session["id"]] = session, params
        return session

    def session(self, identity):
        return found(self.sessions, "checkout.session", identity)

    def intent(self, identity):
        return found(self.intents, "payment_intent", identity)

    def pay(self, identity):
        """The card is charged. Raises ApiError unless the session is open."""
        with self.lock:
            session, intent = self.tried(identity)
            intent.update(status="succeeded", amount_received=intent["amount"], latest_charge=shapes.new_id("ch"),
                          payment_method=shapes.new_id("pm"), last_payment_error=None)  # fmt: skip
            session.update(status="complete", payment_status="paid", payment_intent=intent["id"], url=None)
            self.say("payment_intent.succeeded", intent)
            self.say("checkout.session.completed", session)

    def decline(self, identity, code):
        """The bank says no; the session stays open for another card. The sentence the buyer is told."""
        decline_code, message = DECLINES[code]
        with self.lock:
            _, intent = self.tried(identity)
            intent["last_payment_error"] = {"type": "card_error", "message": message, "decline_code": decline_code,
                                            "code": "expired_card" if code == "expired_card" else "card_declined"}
            self.say("payment_intent.payment_failed", intent)
        return message

    def tried(self, identity):
        """(session, its intent) of an open session somebody tries to pay."""
        session = self.session(identity)
        if session["status"] != "open":
            raise invalid(f"This Checkout Session is {session['status']} and cannot be paid.", "payment_intent_invalid")
        if identity not in self.tries:
            intent = self.tries[identity] = shapes.intent(session, self.asked[identity])
            self.intents[intent["id"]] = intent
        return session, self.tries[identity]

    def expire(self, identity):
        with self.lock:
            session = self.session(identity)
            if session["status"] != "open":
                raise invalid("Only Checkout Sessions with a status in [\"open\"] can be expired.")
            session.update(status="expired", url=None)
            self.say("checkout.session.expired", session)
        return session

    def refund(self, params):
        """Money back on a payment that succeeded, never more than is left of it."""
        params = contract.checked(contract.RefundCreateParams, params)
        with self.lock:
            intent = self.charged(params.get("payment_intent", ""))
            if intent["status"] != "succeeded":
                raise invalid("This PaymentIntent does not have a successful charge to refund.")
            given = sum(one["amount"] for one in self.refunds.values() if one["payment_intent"] == intent["id"])
            left = intent["amount_received"] - given
            amount = params.get("amount", left)
            if left == 0:
                raise invalid("Charge has already been refunded.", "charge_already_refunded")
            if not 0 < amount <= left:
                raise invalid(f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).",
                              param="amount")  # fmt: skip
            refund = shapes.refund(intent, amount, params)
            self.refunds[refund["id"]] = refund
            self.say("refund.created", refund)
        return refund

    def charged(self, identity):
        """The intent to give back. Those of the demo town were paid before this began, and are taken at their word."""
        if identity.startswith(TOWN) and identity not in self.intents:
            self.intents[identity] = shapes.made("payment_intent", id=identity, amount=TOWN_MOST, currency="gbp",
                                                 status="succeeded", amount_received=TOWN_MOST,
                                                 latest_charge=shapes.new_id("ch"))  # fmt: skip
        return self.intent(identity)

    def say(self, kind, data):
        self.tell(kind, copy.deepcopy(data))


def check_session(params):
    """What Stripe asks of a session beyond the types of its parameters."""
    for name in ("mode", "success_url", "line_items"):
        if not params.get(name):
            raise invalid(f"Missing required param: {name}.", "parameter_missing", param=name)
    for line in params["line_items"]:
        if "unit_amount" not in line.get("price_data", {}) or "quantity" not in line:
            raise invalid("The stand-in takes lines with price_data[unit_amount] and quantity.", param="line_items")
    currencies = {line["price_data"]["currency"] for line in params["line_items"]}
    total = sum(line["price_data"]["unit_amount"] * line["quantity"] for line in params["line_items"])
    if currencies != {"gbp"}:
        raise invalid("The stand-in takes pounds: gbp, in lower case.", param="currency")
    if not LEAST <= total <= MOST:
        code = "amount_too_small" if total < LEAST else "amount_too_large"
        raise invalid("The Checkout Session's total amount must be from £0.30 to £999,999.99.", code)


def found(objects, what, identity):
    try:
        return objects[identity]
    except KeyError:
        raise missing(what, identity) from None
