"""VAT by treatment and tax point, from the documents and sales themselves, and how it agrees with the journal.

Digital records of time of supply, value and rate: VAT Notice 700/22 (Making Tax Digital).
"""

import heapq
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, Q, Sum

from events.models import BookingLine, ExtraLine
from events.money import NOTHING, Priced, Taxed, tax
from invoicing.ledger.vat_given_back import difference, releases
from invoicing.models import Charge, Code, CreditLine, Posting

SOURCES = ["Invoices", "Credit notes", "Sales", "Refunded sales"]


@dataclass(frozen=True)
class VatRow:
    """Supplies of one treatment and rate from one source, whose tax points fall into the period."""

    source: str
    treatment: str
    rate: int
    taxed: Taxed


def vat_rows(first, last):
    """Every source's supplies between two days, by treatment and rate: [VatRow]."""
    totals = defaultdict(lambda: NOTHING)
    for source, found in zip(SOURCES, (invoiced, credited, sold, unsold), strict=True):
        for treatment, rate, taxed in found(first, last):
            totals[source, treatment, rate] += taxed
    order = sorted(totals, key=lambda key: (SOURCES.index(key[0]), key[1:]))
    return [VatRow(*key, totals[key]) for key in order if totals[key] != NOTHING]


def invoiced_charges(first, last):
    """Charges on invoices by their own tax points; those of old invoices have the invoice's date."""
    own, old = Q(tax_point__range=(first, last)), Q(tax_point=None, invoice__issued_on__range=(first, last))
    return Charge.objects.exclude(invoice=None).filter(own | old)


def invoiced(first, last):
    rows = invoiced_charges(first, last).order_by().values_list("vat", "vat_rate")
    rows = rows.annotate(Sum("net"), Sum("vat_amount"))
    return [(treatment, rate, Taxed(net, vat)) for treatment, rate, net, vat in rows]


def credited(first, last):
    """What credit notes took back, by the day they were issued on."""
    lines = CreditLine.objects.filter(credit_note__issued_on__range=(first, last)).order_by()
    rows = lines.values_list("charge__vat", "charge__vat_rate").annotate(Sum("net"), Sum("vat_amount"))
    return [(treatment, rate, Taxed(-net, -vat)) for treatment, rate, net, vat in rows]


def sold_lines(first, last):
    """Lines of bookings paid on the spot, by the day they were confirmed on."""
    lines = paid_lines(booking__confirmed_at__date__range=(first, last))
    return lines.filter(Q(released_at=None) | Q(released_at__gte=F("booking__confirmed_at")))


def sold(first, last):
    return taxed_lines(sold_lines(first, last), sold_extras(first, last))


def sold_extras(first, last):
    """The extras of those bookings."""
    lines = paid_lines(ExtraLine, booking__confirmed_at__date__range=(first, last))
    return lines.filter(Q(released_at=None) | Q(released_at__gte=F("booking__confirmed_at")))


def unsold(first, last):
    """What places given back since took off again, by the day they were given back on."""
    for _, _, before, after in releases(first, last):
        yield from ((treatment, rate, taxed) for (treatment, rate), taxed in difference(before, after).items())


def paid_lines(lines=BookingLine, **when):
    """Lines (or extra lines) of bookings that were paid, not charged to an account."""
    paid = lines.objects.filter(charges=None, booking__payments__isnull=False, replaces=None, **when).distinct()
    return paid.order_by("booking", "pk")


def taxed_lines(lines, extras):
    """Net and VAT of each line and extra, the VAT rounded once a booking as it was when the booking was paid."""
    columns = ("booking", "price", "basis", "vat", "vat_rate", "pk")
    rows = heapq.merge(lines.values_list(*columns), extras.values_list(*columns), key=lambda row: row[0])
    for _, group in groupby(rows, key=lambda row: row[0]):
        prices = [Priced(*row[1:5]) for row in group]
        for priced, taxed in zip(prices, tax(prices), strict=True):
            yield priced.vat, priced.rate, taxed


def journal_vat(first, last):
    """Output VAT that the journal posted between two days, in pence."""
    return -Posting.objects.filter(on__range=(first, last)).balance(Code.VAT)


def not_yet_due(first, last):
    """VAT posted with schedule invoices issued in the period whose tax points come later, less what came due of others.

    With it the report and the journal agree to the penny (VAT Regulations 1995, reg. 90).
    """
    charges = Charge.objects.filter(invoice__schedule=True)
    posted = charges.filter(invoice__issued_on__range=(first, last)).aggregate(n=Sum("vat_amount", default=0))["n"]
    due = charges.filter(tax_point__range=(first, last)).aggregate(n=Sum("vat_amount", default=0))["n"]
    return posted - due
