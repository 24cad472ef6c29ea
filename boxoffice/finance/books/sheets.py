"""The tables of the ledger as sheets for a file: trial balance, the rows of a figure, VAT, budget codes."""

from events.money import Vat
from invoicing.sheets import DATE, PERCENT, POUNDS, Column, Sheet


def trial_sheet(balances):
    columns = [Column("Code"), Column("Title"), Column("Debits", POUNDS), Column("Credits", POUNDS),
               Column("Balance", POUNDS)]  # fmt: skip
    rows = ([row.code, row.title, row.debits, row.credits, row.balance] for row in balances)
    return Sheet("Trial balance", columns, rows)


def journal_sheet(code, postings):
    columns = [Column("Date", DATE), Column("Reason"), Column("About"), Column("Account"), Column("Against"),
               Column("Debit", POUNDS), Column("Credit", POUNDS), Column("Balance", POUNDS)]  # fmt: skip
    return Sheet(f"Journal of {code}", columns, (journal_cells(code, posting) for posting in postings))


def journal_cells(code, posting):
    debit = posting.debit == code
    return [posting.on, posting.get_reason_display(), about(posting), posting.account.reference if posting.account
            else None, posting.credit if debit else posting.debit, posting.amount if debit else None,
            None if debit else posting.amount, posting.running]  # fmt: skip


def about(posting):
    """The document that a posting names, in words."""
    named = [posting.credit_note, posting.invoice, posting.booking and posting.booking.reference]
    return ", ".join(str(one) for one in named if one)


def vat_sheet(rows):
    columns = [Column("Source"), Column("Treatment"), Column("Rate", PERCENT), Column("Net", POUNDS),
               Column("VAT", POUNDS)]  # fmt: skip
    cells = ([row.source, Vat(row.treatment).label, row.rate, row.taxed.net, row.taxed.vat] for row in rows)
    return Sheet("VAT", columns, cells)


def supply_sheet(title, supplies):
    columns = [Column("Tax point", DATE), Column("Document"), Column("Number"), Column("Net", POUNDS),
               Column("VAT", POUNDS)]  # fmt: skip
    cells = ([one.on, one.noun.capitalize(), one.reference, one.taxed.net, one.taxed.vat] for one in supplies)
    return Sheet(title, columns, cells)


def budget_sheet(rows):
    columns = [Column("Code"), Column("Title"), Column("From", DATE), Column("To", DATE), Column("Budget", POUNDS),
               Column("Expected by now", POUNDS), Column("Income", POUNDS), Column("Difference", POUNDS),
               Column("Standing")]  # fmt: skip
    cells = ([row.code, row.title, row.valid_from, row.valid_to, row.budget, row.expected, row.income, row.difference,
              row.word] for row in rows)  # fmt: skip
    return Sheet("Budget codes", columns, cells)
