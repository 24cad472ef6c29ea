"""The statements that issuing an invoice asks a thousand times in a run, written by hand.

The ORM builds such a query anew at every call, which costs several times the database's own work (bench/billing.py).
"""

from django.db import connection

from events.models.statements import ask


def bill(charges):
    """Put charges on their invoice with their net, VAT and tax point; none that is on one already."""
    day = connection.ops.adapt_datefield_value
    rows = [(c.invoice_id, c.net, c.vat_amount, day(c.tax_point), c.pk) for c in charges]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE invoicing_charge SET invoice_id = %s, net = %s, vat_amount = %s, tax_point = %s "
            "WHERE id = %s AND invoice_id IS NULL", rows)  # fmt: skip


def number(invoice):
    """Give an invoice its number and its days: from here on it is frozen."""
    ops = connection.ops
    ask("UPDATE invoicing_invoice SET number = %s, issued_at = %s, issued_on = %s, due_on = %s WHERE id = %s "
        "RETURNING id",
        [invoice.number, ops.adapt_datetimefield_value(invoice.issued_at), ops.adapt_datefield_value(invoice.issued_on),
         ops.adapt_datefield_value(invoice.due_on), invoice.pk])  # fmt: skip


def next_number(series):
    """The next number of a series that exists, or None where there is none of that name yet."""
    found = ask("UPDATE invoicing_sequence SET last = last + 1 WHERE name = %s RETURNING last", [series])
    return found[0][0] if found else None
