"""The list of budget codes as its page shows it: each code with its dates and how its year goes."""

from dataclasses import dataclass

from invoicing.ledger.budget_report import BudgetRow, budget_rows
from invoicing.models import BudgetCode

ORDERS = {
    "code": ("Code", lambda row: row.code),
    "difference": ("Furthest behind first", lambda row: (row.difference, row.code)),
    "income": ("Most income first", lambda row: (-row.income, row.code)),
    "budget": ("Largest budget first", lambda row: (-row.budget, row.code)),
}


@dataclass(frozen=True)
class CodeRow(BudgetRow):
    """A code's figures beside what the list says of it; `listed` is None where the list lacks it."""

    listed: BudgetCode | None = None

    @property
    def valid_from(self):
        return self.listed and self.listed.valid_from

    @property
    def valid_to(self):
        return self.listed and self.listed.valid_to

    def is_over(self, day):
        return bool(self.valid_to and self.valid_to < day)


def code_rows(day, order):
    """Every code of the list, and every other with income or a budget, in the order asked for."""
    figures = {row.code: row for row in budget_rows(day)}
    listed = {row.code: row for row in BudgetCode.objects.all()}
    rows = []
    for code in figures.keys() | listed.keys():
        row = figures.get(code) or BudgetRow(code, listed[code].title, 0, 0, 0)
        rows.append(CodeRow(code, row.title, row.budget, row.expected, row.income, listed.get(code)))
    return sorted(rows, key=ORDERS[order][1])


def totals(rows):
    """All rows added up, as one row."""
    sums = [sum(getattr(row, name) for row in rows) for name in ("budget", "expected", "income")]
    return BudgetRow("", "All codes", *sums)
