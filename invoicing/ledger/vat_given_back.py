"""VAT that went back with places of paid bookings: what each booking was for before a release or refund, and after."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from django.db.models import F

from events.models import BookingLine, ExtraLine
from events.money import NOTHING, Priced, Taxed, tax, total_of
from invoicing.models import DayRefund

ROWS = {BookingLine: "line", ExtraLine: "extra"}
COLUMNS = ["booking", "booking__reference", "price", "basis", "vat", "vat_rate", "kept", "released_at",
           "booking__confirmed_at", "replaces__released_at"]  # fmt: skip


class Row(NamedTuple):
    """A line or an extra of a paid booking, from when to when it was paid for, and what is kept of it after."""

    booking: int
    reference: str
    price: int
    basis: str
    vat: str
    rate: int
    kept: int
    until: datetime | None
    confirmed: datetime
    swapped: datetime | None
    back: list  # [(when, pence)] that went back for its day, below nothing where they were paid again

    def priced(self, moment, *, after):
        """What it was to be paid for just before a moment, or just after it; None where nothing was."""
        since, ended = self.swapped or self.confirmed, self.until is not None and self.until <= moment
        if since > moment or (since == moment and self.swapped and not after):
            return None
        gone = ended if after else self.until is not None and self.until < moment
        back = sum(part for when, part in self.back if when < moment or after and when == moment)
        pence = max((self.kept if gone else self.price) - back, 0)
        return Priced(pence, self.basis, self.vat, self.rate) if pence or not gone else None


def releases(first, last):
    """Each time a paid booking gave something back between two days: (reference, moment, before, after), in order."""
    moments = defaultdict(set)
    for model in ROWS:
        found = paid(model).filter(released_at__date__range=(first, last), released_at__gte=F("booking__confirmed_at"))
        for booking, moment in found.values_list("booking", "released_at"):
            moments[booking].add(moment)
    for booking, moment in DayRefund.objects.moments(first, last):
        moments[booking].add(moment)
    for booking, rows in rows_of(moments).items():
        for moment in sorted(moments[booking]):
            before, after = ([one for row in rows if (one := row.priced(moment, after=after))] for after in (0, 1))
            yield rows[0].reference, moment, before, after


def paid(model):
    """Rows of bookings paid on the spot, not charged to an account."""
    return model.objects.filter(charges=None, booking__payments__isnull=False).order_by("pk").distinct()


def rows_of(bookings):
    """{booking: its rows}, but those that ended before it was confirmed."""
    found, back = defaultdict(list), DayRefund.objects.filter(booking__in=list(bookings)).given_by_row()
    for model, name in ROWS.items():
        for *values, pk in paid(model).filter(booking__in=list(bookings)).values_list(*COLUMNS, "pk"):
            row = Row(*values, back[name, pk])
            if row.until is None or row.until >= row.confirmed:
                found[row.booking].append(row)
    return found


def by_rate(prices):
    """Net and VAT by treatment and rate, VAT rounded once a group: {(treatment, rate): Taxed}."""
    totals = defaultdict(lambda: NOTHING)
    for priced, taxed in zip(prices, tax(prices), strict=True):
        totals[priced.vat, priced.rate] += taxed
    return totals


def difference(before, after):
    """What went back, by treatment and rate, as amounts below nothing: {(treatment, rate): Taxed}."""
    was, is_now = by_rate(before), by_rate(after)
    return {key: total_of([is_now[key], Taxed(-was[key].net, -was[key].vat)]) for key in {*was, *is_now}}
