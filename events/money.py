"""Money in whole pence: the field, VAT treatments, rounding and apportioning. Never a float.

Rounding is half away from zero (HMRC VATREC12030). VAT is worked out once for each group of lines that share
basis, treatment and rate, and then apportioned to the lines by largest remainder, so that lines always add up
to the document.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.db import models


class PenceField(models.BigIntegerField):
    """An amount of money in whole pence sterling."""


class Vat(models.TextChoices):
    """VAT treatment by its EN 16931 category code (UNCL5305)."""

    STANDARD = "S", "VAT"
    ZERO = "Z", "Zero-rated"
    EXEMPT = "E", "Exempt from VAT"
    OUTSIDE = "O", "Outside the scope of VAT"


class Basis(models.TextChoices):
    """Whether a published price has VAT in it."""

    GROSS = "gross", "VAT included"
    NET = "net", "plus VAT"


def rounded(amount):
    """A rational amount of pence as whole pence, half away from zero."""
    whole = int(abs(Fraction(amount)) + Fraction(1, 2))
    return whole if amount >= 0 else -whole


def apportion(total, shares):
    """Split `total` pence over exact `shares` by largest remainder; each part is within a penny of its share.

    The shares are rationals whose sum is within half a penny a share of `total`.
    """
    parts = [share.numerator // share.denominator for share in shares]
    left = total - sum(parts)
    if not 0 <= left <= len(parts):
        raise ValueError(f"{total}p cannot be apportioned over shares of {float(sum(shares))}p.")
    by_remainder = sorted(range(len(parts)), key=lambda i: parts[i] - shares[i])
    for i in by_remainder[:left]:
        parts[i] += 1
    return parts


def apportion_within(total, weights, lows, highs):
    """Split `total` pence in proportion to whole weights, each part between its low and its high.

    A total outside what the lows and highs allow is brought to the nearest that they do.
    """
    total, weight = min(max(total, sum(lows)), sum(highs)), sum(weights)
    parts = [min(max(total * w // weight, low), high) for w, low, high in zip(weights, lows, highs, strict=True)]
    by_remainder = sorted(range(len(parts)), key=lambda i: Fraction(total * weights[i], weight) - parts[i])
    while left := total - sum(parts):
        step = 1 if left > 0 else -1
        order = by_remainder[::-step]
        movable = [i for i in order if lows[i] <= parts[i] + step <= highs[i]][: abs(left)]
        for i in movable:
            parts[i] += step
    return parts


def split_evenly(total, count):
    """Split `total` pence into `count` parts that differ by a penny at most, the larger ones first."""
    return apportion(total, [Fraction(total, count)] * count)


@dataclass(frozen=True)
class Priced:
    """One published price: `price` in pence, its basis, and the VAT on it (`rate` in hundredths of a per cent)."""

    price: int
    basis: str
    vat: str
    rate: int


@dataclass(frozen=True)
class Taxed:
    """Net and VAT in pence."""

    net: int
    vat: int

    @property
    def gross(self):
        return self.net + self.vat

    def __add__(self, other):
        return Taxed(self.net + other.net, self.vat + other.vat)


NOTHING = Taxed(0, 0)


def vat_share(priced):
    """The exact VAT, in pence, on one price."""
    divisor = 10_000 + priced.rate if priced.basis == Basis.GROSS else 10_000
    return Fraction(priced.price * priced.rate, divisor)


def tax(prices):
    """Net and VAT of each price, in order, as one document: VAT is rounded once a group, never once a line."""
    groups = defaultdict(list)
    for i, priced in enumerate(prices):
        groups[priced.basis, priced.vat, priced.rate].append(i)
    taxed = [NOTHING] * len(prices)
    for (basis, _, _), indexes in groups.items():
        shares = [vat_share(prices[i]) for i in indexes]
        for i, vat in zip(indexes, apportion(rounded(sum(shares)), shares), strict=True):
            net = prices[i].price - vat if basis == Basis.GROSS else prices[i].price
            taxed[i] = Taxed(net, vat)
    return taxed


def total_of(taxed):
    """The sum of many Taxed amounts."""
    return sum(taxed, NOTHING)


def pounds(pence):
    """£1,204.50 for 120450; the minus sign is a real one."""
    sign = "−" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"
