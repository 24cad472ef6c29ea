"""Finding a trader by what somebody says on the telephone: a name, a number, a badge, an account."""

import contextlib

from django.core.signing import BadSignature, Signer
from django.db.models import Q, Value
from django.db.models.functions import Replace

from boxoffice import standing_in


def found(text):
    """Customers who trade, by trading name; those that the text fits, or all."""
    rows = standing_in.traders().order_by("trader__trading_name", "pk")
    if not text:
        return rows
    digits = text.replace(" ", "")
    fits = Q(trader__trading_name__icontains=text) | Q(name__icontains=text) | Q(address__icontains=text)
    fits |= Q(email__icontains=text) | Q(trader__goods__icontains=text)
    if badge := trader_of(text):
        fits |= Q(trader=badge)
    if len(digits) >= 4 and digits.strip("+").isdecimal():
        rows = rows.annotate(digits=Replace("phone", Value(" "), Value("")))
        fits |= Q(digits__contains=digits) | Q(account__reference__contains=digits)
    return rows.filter(fits)


def trader_of(text):
    """The id of the trader whose badge says this, by its code or by the number printed on it; None for neither."""
    with contextlib.suppress(BadSignature):
        text = Signer(salt="badge").unsign(text)
    number = text.upper().removeprefix("T").partition("-")[0]
    return int(number) if text[:1].upper() == "T" and number.isdecimal() and len(number) < 10 else None
