"""What is booked at some occurrences, in places and in money, in as many queries for many as for one."""

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Sum

from events.availability import count_held, left
from events.models import BookingLine
from events.money import Basis, Priced, rounded, vat_share


@dataclass(frozen=True)
class Sales:
    """`sold` counts confirmed places only; `left` is what anybody may still buy; `value` is pence with VAT."""

    sold: int
    held: int
    left: int
    capacity: int
    value: int

    @property
    def of(self):
        return f"of {self.capacity:,}"


def sales_at(occurrences, at=None):
    """The Sales of each of some occurrences, by its id."""
    sold, value = confirmed(occurrences)
    held, remaining = count_held(occurrences), left(occurrences, at)
    return {
        o.pk: Sales(sold.get(o.pk, 0), held.get(o.pk, 0), *remaining[o.pk], rounded(value.get(o.pk, Fraction(0))))
        for o in occurrences
    }


def confirmed(occurrences):
    """Confirmed places and their gross value in pence, by occurrence id: VAT is added where prices are net."""
    rows = BookingLine.objects.live().filter(occurrence__in=occurrences, booking__status="confirmed").order_by()
    rows = rows.values_list("occurrence", "basis", "vat", "vat_rate").annotate(Count("pk"), Sum("price"))
    sold, value = {}, {}
    for occurrence, basis, vat, rate, count, price in rows:
        tax = vat_share(Priced(price, basis, vat, rate)) if basis == Basis.NET else 0
        sold[occurrence] = sold.get(occurrence, 0) + count
        value[occurrence] = value.get(occurrence, Fraction(0)) + price + tax
    return sold, value
