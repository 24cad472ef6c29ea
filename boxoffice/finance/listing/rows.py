"""Invoices as the rows of a list: what each is for, what is owed, where it stands and how it went out."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Min, Sum

from invoicing.models import Charge, Dispatch, Invoice, OpenItem
from invoicing.sheets import DATE, POUNDS, Column, Sheet

AT_A_TIME = 500  # rows of a file fetched together
WENT = {"post": "Printed", "email": "Emailed"}
COLUMNS = [
    Column("Invoice"), Column("Trader"), Column("Account"), Column("For"), Column("Dated", DATE), Column("Due", DATE),
    Column("Code"), Column("Net", POUNDS), Column("VAT", POUNDS), Column("Total", POUNDS), Column("Settled", POUNDS),
    Column("Owed", POUNDS), Column("Status"), Column("Sent"),
]  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One invoice as the list shows it: what it covers, its budget codes, how it was sent, and where it stands."""

    invoice: Invoice
    covers: str
    codes: str
    sent: str
    tone: str
    status: str


def listed(invoices):
    """Invoices with what a row needs of their own, the latest first; the papers' wide fields stay where they are."""
    return invoices.select_related("account__customer").defer("seller", "billed_to").order_by("-pk")


def in_order(pks):
    """The invoices with these ids, in the same order."""
    found = listed(Invoice.objects.filter(pk__in=pks)).in_bulk()
    return [found[pk] for pk in pks if pk in found]


def status_of(invoice, today):
    """(tone, word) for where an invoice stands, from its `owing` and `settled` and the first day that is open."""
    if invoice.owing <= 0:
        return "ok", "Paid"
    if getattr(invoice, "open_since", invoice.due_on) < today:
        return "bad", "Overdue"
    return ("warn", "Part paid") if invoice.settled else ("info", "Issued")


def rows(invoices, today):
    """Rows for invoices already fetched: three queries for all of them."""
    pks = [invoice.pk for invoice in invoices]
    add_standing(invoices, pks)
    covers, codes = charged_for(pks)
    sent = ways(pks)
    return [Row(one, covers[one.pk], codes[one.pk], sent.get(one.pk, "Not sent"), *status_of(one, today))
            for one in invoices]  # fmt: skip


def add_standing(invoices, pks):
    """Give each invoice `owing`, `settled` and `open_since`."""
    items = OpenItem.objects.filter(invoice__in=pks).order_by().values_list("invoice")
    standing = {pk: (owing, since) for pk, owing, since in items.annotate(Sum("owing"), Min("due_on"))}
    for invoice in invoices:
        invoice.owing, invoice.open_since = standing.get(invoice.pk, (0, invoice.due_on))
        invoice.settled = invoice.gross - invoice.owing


def charged_for(pks):
    """What each invoice is for (Thursday market ×4, and more), and its budget codes: ({pk: words}, {pk: words})."""
    covers, codes = defaultdict(Counter), defaultdict(set)
    charges = Charge.objects.filter(invoice__in=pks).order_by("pk")
    for pk, code, event, words in charges.values_list("invoice", "budget_code", "line__occurrence__event__title",
                                                      "description"):  # fmt: skip
        covers[pk][event or words] += 1
        codes[pk].add(code)
    joined = {pk: ", ".join(sorted(found)) for pk, found in codes.items()}
    return defaultdict(str, {pk: summed_up(count) for pk, count in covers.items()}), defaultdict(str, joined)


def summed_up(count):
    """The commonest thing and how often, and that there is more."""
    [(words, times)] = count.most_common(1)
    return f"{words}{f' ×{times}' if times > 1 else ''}{' and more' if len(count) > 1 else ''}"


def ways(pks):
    """How each invoice went out, where it did: {pk: Printed, Emailed, or both}."""
    found = defaultdict(set)
    for pk, channel in Dispatch.objects.filter(paper__invoice__in=pks).order_by().values_list("paper__invoice",
                                                                                              "channel"):  # fmt: skip
        found[pk].add(channel)
    return {pk: ", ".join(WENT[channel] for channel in WENT if channel in channels).capitalize()
            for pk, channels in found.items()}  # fmt: skip


def sheet(pks, today, title="Invoices"):
    """A table of these invoices, fetched as it is written."""
    return Sheet(title, COLUMNS, (cells(row) for row in all_rows(pks, today)))


def all_rows(pks, today):
    """Rows for any number of invoices, so many at a time."""
    for start in range(0, len(pks), AT_A_TIME):
        yield from rows(in_order(pks[start : start + AT_A_TIME]), today)


def cells(row):
    one = row.invoice
    return [one.number, one.account.customer.name, one.account.reference, row.covers, one.issued_on, one.due_on,
            row.codes, one.net, one.vat_amount, one.gross, one.settled, one.owing, row.status, row.sent]  # fmt: skip


def counted(number, one):
    return f"{number:,} {one}{'' if number == 1 else 's'}"
