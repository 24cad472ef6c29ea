"""The list of invoices as a file for a spreadsheet: UTF-8 with its mark, and no cell that could run as a formula."""

import csv
import io

from django.utils.timezone import localdate

BYTE_ORDER_MARK = "\ufeff"
HEADINGS = ["Invoice", "Trader", "Account", "Dated", "Due", "Code", "Net", "VAT", "Total", "Paid", "Owed", "Status",
            "Printed"]  # fmt: skip


def safe(text):
    """A cell that a spreadsheet takes for words: what would start a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def decimal(pence):
    """1204.50 for 120450: a number to the spreadsheet, without signs or commas."""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def cells(row):
    """One row, its amounts in pounds."""
    invoice = row.invoice
    amounts = [invoice.net, invoice.vat_amount, invoice.gross, invoice.settled, invoice.owing]
    printed = localdate(invoice.printed_at).isoformat() if invoice.printed_at else ""
    return [safe(invoice.number), safe(invoice.account.customer.name), safe(invoice.account.reference or ""),
            invoice.issued_on.isoformat(), invoice.due_on.isoformat(), safe(row.codes), *map(decimal, amounts),
            row.status, printed]  # fmt: skip


def written(rows):
    """The whole file as bytes."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(HEADINGS)
    sheet.writerows(cells(row) for row in rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()
