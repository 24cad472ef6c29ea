"""What runs out when: papers in force by the steps of the reminders, on the page and as a table."""

from events.papers import STEPS
from invoicing.sheets import DATE, NUMBER, POUNDS, Column, Sheet

HEADINGS = {0: "Has run out, or runs out today", 7: "Within 7 days", 14: "Within 14 days", 30: "Within 30 days",
            60: "Within 60 days"}  # fmt: skip
COLUMNS = [
    Column("Trader"), Column("Paper"), Column("Number"), Column("Sum insured", POUNDS), Column("Last day", DATE),
    Column("Days left", NUMBER), Column("Next one"), Column("Reminded, days before"), Column("Telephone"),
    Column("E-mail"),
]  # fmt: skip


def bands(rows):
    """[(heading, rows)] from the most pressing on; empty ones too, so that nothing is looked for in vain."""
    return [(HEADINGS[step], [row for row in rows if row.step == step]) for step in sorted(STEPS)]


def next_words(row):
    """What comes after it."""
    if row.next is None:
        return "None"
    return "In order" if row.next.is_accepted else "Waiting to be checked"


def reminded(row):
    return ", ".join(str(one.days) for one in sorted(row.document.reminders.all(), key=lambda one: -one.days))


def sheet_of(rows):
    """The same as a table."""
    cells = ([row.document.trader.trading_name, row.document.document_type.name, row.document.number,
              row.document.cover or None, row.document.expires_on, row.left, next_words(row), reminded(row),
              row.document.trader.customer.phone, row.document.trader.customer.email] for row in rows)  # fmt: skip
    return Sheet("Papers that run out", COLUMNS, cells)
