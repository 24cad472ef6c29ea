"""Gift vouchers and customers' credit: sold, put on, put back, run out.

A gift voucher that buys supplies of different VAT is a multi-purpose voucher: its sale is outside the scope of VAT, and
VAT is due on what it buys, when it is spent (VATA 1994 Sch. 10B; VAT Notice 700/7). So a sale moves money from the
tender to the vouchers not yet spent, and touches no income.
"""

from datetime import timedelta

from django.db import IntegrityError
from django.utils.timezone import localdate, now

from events.models import AskedTooMuch
from events.models.transactions import retried
from events.money import pounds
from invoicing.models import CardAttempt, Code, Payment, Posting, StoredValue
from invoicing.models.payment import check_amount

LEAST, MOST = 100, 50_000  # pence that one voucher may be sold for
LASTS = timedelta(days=730)
MONEY = (Payment.Method.CASH, Payment.Method.TERMINAL)


def sell(pence, method, *, key="", wording="", customer=None, tendered=None, reference="", by=None, till=None, at=None):
    """Sell a gift voucher for `pence`, paid in cash or on the card terminal. The same `key` is sold once.

    For a card on our reader or by a link see invoicing/card_purposes.py.

    Raises AskedTooMuch for an amount or a tender that cannot be, TillClosed for cash without an open till.
    """
    at = at or now()
    check_worth(pence)
    if method not in MONEY:
        raise AskedTooMuch("A voucher is bought with cash or a card.")
    check_amount(pence, pence, tendered)
    by_card = CardAttempt.objects.filter(key=key, booking=None).select_related("payment__buys").first()
    if by_card and by_card.payment_id:
        return by_card.payment.buys
    if by_card and by_card.is_under_way:
        raise AskedTooMuch("A card is being charged for this voucher just now. Wait for it, or cancel it first.")
    tender = {"method": method, "tendered": tendered, "reference": reference, "by": by, "till": till, "key": key}
    try:
        return issued(pence, tender, at, wording=wording[:200], customer=customer)
    except IntegrityError:
        if known := Payment.objects.of_key(key):
            return known.buys
        raise


def check_worth(pence):
    """Raise AskedTooMuch for less or more than one voucher may be sold for."""
    if not LEAST <= pence <= MOST:
        raise AskedTooMuch(f"A voucher is for {pounds(LEAST)} to {pounds(MOST)}. Sell several for more.")


@retried
def issued(pence, tender, at, **fields):
    """The voucher, its payment and its posting, together."""
    if known := Payment.objects.of_key(tender["key"]):
        return known.buys
    voucher = StoredValue.objects.create(sort=StoredValue.Sort.GIFT, made_at=at, made_by=tender["by"],
                                         expires_on=localdate(at) + LASTS, **fields)  # fmt: skip
    payment = Payment.objects.make(buys=voucher, amount=pence, at=at, **tender)
    voucher.put(pence, "sold", payment=payment, by=tender["by"], at=at)
    Posting.objects.post("voucher", [(payment.code, Code.VOUCHERS, pence)], by=tender["by"], at=at, payment=payment,
                         till=tender["till"])  # fmt: skip
    return voucher


@retried
def credit_customer(customer, pence, reason, *, by=None, at=None, out_of=Code.BOOKINGS, **about):
    """Put pence on a customer's credit, out of the code that the money stands in; the movement. Posts it.

    `about` names what the entry is about, such as booking. Money that was a payment goes by `Payment.refund(to=…)`.
    """
    at = at or now()
    if pence <= 0:
        raise AskedTooMuch("Enter how much goes on the credit.")
    credit = StoredValue.objects.credit_of(customer, by=by, at=at)
    movement = credit.put(pence, reason, by=by, at=at)
    Posting.objects.post("voucher", [(out_of, Code.CREDITS, pence)], by=by, at=at, **about)
    return movement


@retried
def put_back(stored, pence, payment, *, by=None, till=None, at=None):
    """Give `pence` of a booking's payment back on a voucher or credit instead of by its tender; the refund, posted.

    Raises AskedTooMuch above what is left of the payment.
    """
    at = at or now()
    refund = Payment.objects.refund(payment, pence, by=by, till=till, at=at, to=stored)
    Posting.objects.post("refund", [(Code.BOOKINGS, refund.code, pence)], by=by, at=at, booking=refund.booking,
                         payment=refund, till=till)  # fmt: skip
    return refund
