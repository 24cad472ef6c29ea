"""Card readers that a server drives: the payment on one, and the card that is held to it or not."""

import secrets

from stripe.params import PaymentIntentCancelParams, PaymentIntentCreateParams
from stripe.params.terminal import ReaderCancelActionParams, ReaderProcessPaymentIntentParams

from tools.stripe_fake import contract, shapes
from tools.stripe_fake.errors import invalid, missing

LEAST = 30  # pence
TAPS = {
    "tap": None,
    "card_declined": ("card_declined", "Your card was declined."),
    "insufficient_funds": ("card_declined", "Your card has insufficient funds. Try a different card."),
    "cancelled": ("user_canceled", "The payment was cancelled on the reader."),
}
OPEN = ("requires_payment_method", "requires_confirmation")


class Readers:
    """Every reader somebody asked for, by its id: any id that begins like Stripe's is there."""

    def __init__(self, books):
        self.books, self.readers = books, {}

    def reader(self, identity):
        if not identity.startswith("tmr_"):
            raise missing("terminal.reader", identity)
        return self.readers.setdefault(identity, {
            "id": identity, "object": "terminal.reader", "action": None, "device_type": "bbpos_wisepos_e",
            "label": identity, "livemode": False, "status": "online", "serial_number": identity, "metadata": {},
        })  # fmt: skip

    def create_intent(self, params):
        """A payment for a reader; only what Stripe takes for a card that is present."""
        params = contract.checked(PaymentIntentCreateParams, params)
        if params["currency"] != "gbp" or params["amount"] < LEAST:
            raise invalid("Amount must be at least £0.30 gbp", "amount_too_small", param="amount")
        if params.get("allowed_payment_method_types") != ["card_present"]:
            raise invalid("The stand-in takes allowed_payment_method_types[]=card_present.",
                          param="allowed_payment_method_types")
        identity = shapes.new_id("pi")
        intent = shapes.made("payment_intent", id=identity, amount=params["amount"], currency="gbp",
                             client_secret=f"{identity}_secret_{secrets.token_hex(8)}",
                             metadata=params.get("metadata", {}), description=params.get("description"))  # fmt: skip
        intent["payment_method_types"] = ["card_present"]
        self.books.intents[identity] = intent
        return intent

    def cancel_intent(self, identity, params):
        contract.checked(PaymentIntentCancelParams, params)
        with self.books.lock:
            intent = self.books.intent(identity)
            if intent["status"] not in OPEN:
                raise invalid(f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}.",
                              "payment_intent_unexpected_state")  # fmt: skip
            intent["status"] = "canceled"
            self.books.say("payment_intent.canceled", intent)
        return intent

    def process(self, identity, params):
        """The reader asks for a card."""
        params = contract.checked(ReaderProcessPaymentIntentParams, params)
        with self.books.lock:
            reader, intent = self.reader(identity), self.books.intent(params["payment_intent"])
            if reader["status"] != "online":
                raise invalid("Reader is currently offline, please check the reader.", "terminal_reader_offline")
            if reader["action"] and reader["action"]["status"] == "in_progress":
                raise invalid("Reader is currently processing another request.", "terminal_reader_busy")
            if intent["status"] not in OPEN:
                raise invalid(f"A PaymentIntent that is {intent['status']} cannot be processed.",
                              "payment_intent_unexpected_state")  # fmt: skip
            intent["last_payment_error"] = None
            reader["action"] = {"type": "process_payment_intent", "status": "in_progress", "failure_code": None,
                                "failure_message": None,
                                "process_payment_intent": {"payment_intent": intent["id"]}}  # fmt: skip
        return reader

    def stop(self, identity, params):
        contract.checked(ReaderCancelActionParams, params)
        with self.books.lock:
            self.reader(identity)["action"] = None
        return self.reader(identity)

    def present(self, identity, how="tap"):
        """Somebody holds a card to the reader, which agrees or says no. Nothing where it asks for none."""
        with self.books.lock:
            reader = self.reader(identity)
            action = reader["action"]
            if not action or action["status"] != "in_progress":
                return reader
            intent = self.books.intent(action["process_payment_intent"]["payment_intent"])
            if TAPS[how] is None:
                intent.update(status="succeeded", amount_received=intent["amount"], latest_charge=shapes.new_id("ch"),
                              payment_method=shapes.new_id("pm"))  # fmt: skip
                action["status"] = "succeeded"
                self.books.say("payment_intent.succeeded", intent)
            else:
                code, message = TAPS[how]
                action.update(status="failed", failure_code=code, failure_message=message)
                if code == "card_declined":
                    intent["last_payment_error"] = {"type": "card_error", "code": code, "message": message}
                    self.books.say("payment_intent.payment_failed", intent)
        return reader
