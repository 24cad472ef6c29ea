"""What one figure of the VAT report is made of: the invoices, credit notes and sales, one by one."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from events.money import Priced, Taxed, tax, total_of
from invoicing.ledger.vat_report import SOURCES, invoiced_charges, sold_lines, unsold_lines
from invoicing.models import CreditLine


@dataclass(frozen=True)
class Supply:
    """One document's share: `noun` says what `reference` is the number of."""

    on: date
    noun: str
    reference: str
    taxed: Taxed


def supplies(source, treatment, rate, first, last):
    """The supplies of one source, treatment and rate between two days; they add up to the report's row: [Supply]."""
    return list(SUPPLIES[source](treatment, rate, first, last))


def invoices(treatment, rate, first, last):
    charges = invoiced_charges(first, last).filter(vat=treatment, vat_rate=rate).order_by()
    rows = charges.annotate(point=Coalesce("tax_point", "invoice__issued_on")).values_list("point", "invoice__number")
    for point, number, net, vat in rows.annotate(Sum("net"), Sum("vat_amount")).order_by("point", "invoice__number"):
        yield Supply(point, "invoice", number, Taxed(net, vat))


def credit_notes(treatment, rate, first, last):
    lines = CreditLine.objects.filter(credit_note__issued_on__range=(first, last), charge__vat=treatment,
                                      charge__vat_rate=rate)  # fmt: skip
    rows = lines.order_by().values_list("credit_note__issued_on", "credit_note__number")
    for on, number, net, vat in rows.annotate(Sum("net"), Sum("vat_amount")).order_by("credit_note__number"):
        yield Supply(on, "credit note", number, Taxed(-net, -vat))


def sales(treatment, rate, first, last):
    return by_booking(sold_lines(first, last).filter(vat=treatment, vat_rate=rate), "confirmed_at", 1)


def refunded_sales(treatment, rate, first, last):
    return by_booking(unsold_lines(first, last).filter(vat=treatment, vat_rate=rate), "cancelled_at", -1)


def by_booking(lines, moment, sign):
    """One supply a booking, its VAT rounded once as it was when it was paid."""
    columns = ["booking__reference", f"booking__{moment}", "price", "basis", "vat", "vat_rate", "pk"]
    for (reference, at), rows in groupby(lines.values_list(*columns), key=lambda row: row[:2]):
        whole = total_of(tax([Priced(*row[2:6]) for row in rows]))
        yield Supply(localdate(at), "booking", reference, Taxed(sign * whole.net, sign * whole.vat))


SUPPLIES = dict(zip(SOURCES, (invoices, credit_notes, sales, refunded_sales), strict=True))
