"""What one figure of the VAT report is made of: the invoices, credit notes and sales, one by one."""

import heapq
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from events.money import NOTHING, Priced, Taxed, tax, total_of
from invoicing.ledger.vat_given_back import difference, releases
from invoicing.ledger.vat_report import SOURCES, invoiced_charges, sold_extras, sold_lines
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
    """One supply a booking, its places and extras together: its VAT was rounded once, when it was paid."""
    columns = ["booking", "booking__reference", "booking__confirmed_at", "price", "basis", "vat", "vat_rate", "pk"]
    of_rate = [found(first, last).filter(vat=treatment, vat_rate=rate) for found in (sold_lines, sold_extras)]
    rows = heapq.merge(*(found.values_list(*columns) for found in of_rate), key=itemgetter(0))
    for (_, reference, at), parts in groupby(rows, key=itemgetter(0, 1, 2)):
        yield Supply(localdate(at), "booking", reference, total_of(tax([Priced(*row[3:7]) for row in parts])))


def refunded_sales(treatment, rate, first, last):
    """One supply each time a booking gave something back."""
    for reference, at, before, after in releases(first, last):
        if (taxed := difference(before, after).get((treatment, rate), NOTHING)) != NOTHING:
            yield Supply(localdate(at), "booking", reference, taxed)


SUPPLIES = dict(zip(SOURCES, (invoices, credit_notes, sales, refunded_sales), strict=True))
