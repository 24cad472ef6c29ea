"""What the payment panel of a basket offers: what is to pay, what was paid, and by which tenders the rest may be.

Its key is minted each time a page with it is made, so a new one comes after each sale: sent twice, it sells once.
"""

from uuid import uuid4

from boxoffice.cards import takes_cards
from events.complimentary import REASONS
from invoicing import unfinished
from invoicing.card_readers import readers_at
from invoicing.models import Account, StoredValue


def new_key():
    return uuid4().hex


def panel_of(booking, till, rules):
    """Everything the panel shows for a booking; amounts in pence."""
    some_paid, some_card = unfinished.begun(booking) if booking else (False, False)
    payments = [payment for payment in booking.payments.all() if payment.amount] if some_paid else []
    paid, total = sum(payment.amount for payment in payments), booking.total().gross if booking else 0
    attempts = booking.card_attempts.under_way().select_related("reader") if some_card else []
    cards = takes_cards()
    return {
        "booking": booking, "key": new_key(), "total": total, "paid": paid, "parts": payments, "due": total - paid,
        "too_much": max(paid - total, 0), "attempt": next(iter(attempts), None), "links": cards,
        "readers": readers_at(till) if cards else [], "reasons": REASONS,
        "minutes": rules.link_minutes, **of_customer(booking and booking.customer),
    }  # fmt: skip


def of_customer(customer):
    """The customer's account and credit, where they have them."""
    if customer is None:
        return {"customer": None, "account": None, "credit": 0}
    credit = StoredValue.objects.filter(sort=StoredValue.Sort.CREDIT, customer=customer).first()
    return {"customer": customer, "account": Account.objects.filter(customer=customer).first(),
            "credit": credit.balance() if credit else 0}  # fmt: skip
