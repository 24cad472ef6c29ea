"""What a card on a reader, or a pay link, is asked for beside a basket: the difference of an exchange, a gift voucher.

Neither is had before the money is there (invoicing/card_attempts.py). Until then the new places of an exchange stay
held and the old ones stay theirs; a payment that fails or runs out leaves everything as it was.
"""

from django.db import IntegrityError
from django.utils.timezone import now

from events.models import AskedTooMuch
from events.money import pounds
from invoicing import card_readers, pay_links
from invoicing.exchanging import changed_lines, is_on_account, settlement
from invoicing.models import CardAttempt, Payment
from invoicing.refunding import check_allowed
from invoicing.stored_values import check_worth


def ask_for_exchange(booking, lines, basket, *, key, authorised_by=None, at=None, **asked):
    """Have a card pay the difference of exchanging `lines` for what `basket` holds; the CardAttempt. Once for a key.

    On the `reader` that is named, else by a link. Raises NeedsAuthority, ReservationLapsed, AskedTooMuch where nothing
    is to pay, and what readers and links raise.
    """
    at = at or now()
    if known := CardAttempt.objects.filter(key=key).first():
        return known
    old = changed_lines(booking, lines, basket)
    settled = settlement(booking, old, basket, at=at)
    check_allowed(settled.authority, authorised_by)
    if settled.difference <= 0 or is_on_account(booking):
        raise AskedTooMuch(f"Nothing is to pay for the exchange of {booking}. Finish it without a card.")
    return ask(basket, key=key, due=settled.difference, gives_up=old, authorised_by=authorised_by, at=at, **asked)


def ask_for_voucher(pence, *, key, wording="", at=None, **asked):
    """Have a card pay a gift voucher of `pence`; the CardAttempt. Once for a key.

    On the `reader` that is named, else by a link. Raises AskedTooMuch, and what readers and links raise.
    """
    check_worth(pence)
    if sold := Payment.objects.of_key(key):
        raise AskedTooMuch(f"{sold.buys or sold.booking} was sold already: {sold}. Look at it first.")
    try:
        return ask(None, key=key, due=pence, wording=wording[:200], at=at, **asked)
    except IntegrityError:
        if known := CardAttempt.objects.filter(key=key).first():
            return known
        raise


def ask(booking, *, reader=None, **asked):
    """On a reader or, without one, by a link."""
    return card_readers.begin(booking, reader, **asked) if reader else pay_links.make(booking, **asked)


def said(attempt):
    """What a card payment that is over has brought, in a sentence for the desk."""
    if attempt.payment_id is None:
        return f"Nothing was taken. {attempt.error or 'It was cancelled, or its time ran out.'}"
    if attempt.error:
        return f"{attempt.error}: {pounds(attempt.amount)} goes back to the card. The old places are as they were."
    if attempt.booking_id is None:
        return f"{attempt.payment.buys} is sold: {attempt.payment}. Print it now."
    return f"{attempt.booking.exchange_of} is exchanged: {attempt.payment}. Print the new tickets."
