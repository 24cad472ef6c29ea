"""What a card paid for: an invoice, a booking, a link or a deposit, told by the reference that Stripe gives back."""

from invoicing import card_bookings, card_payments, deposits, pay_links


def settle(session_reference, amount, payment_intent, at=None):
    """Record a card payment once; the Payment. Raises UnknownReference."""
    desks = [desk for desk in (card_bookings, deposits, pay_links) if session_reference.startswith(desk.PREFIX)]
    return (desks or [card_payments])[0].settle(session_reference, amount, payment_intent, at)
