"""Income against budget, code by code, with how far the year has gone."""

from dataclasses import dataclass
from datetime import date

from invoicing.models import Budget, BudgetCode, Posting

GREEN_FROM, AMBER_FROM = 95, 85  # per cent of what the share of the year would have brought


@dataclass(frozen=True)
class BudgetRow:
    """One code in one financial year: what it was to bring, should have brought by now and has brought, in pence."""

    code: str
    title: str
    budget: int
    expected: int
    income: int

    @property
    def difference(self):
        return self.income - self.expected

    @property
    def percent(self):
        """Income as a percentage of what was expected by now; None where nothing was."""
        return 100 * self.income // self.expected if self.expected else None

    @property
    def tone(self):
        """ok, warn or bad: green, amber or red. Without a budget there is nothing to judge."""
        if self.percent is None:
            return ""
        return "ok" if self.percent >= GREEN_FROM else "warn" if self.percent >= AMBER_FROM else "bad"

    @property
    def word(self):
        return {"ok": "On budget", "warn": "Behind", "bad": "Well behind", "": "No budget"}[self.tone]


def year_of(day):
    """The calendar year in which the financial year of a day began, on 1 April."""
    return day.year if day.month >= 4 else day.year - 1


def budget_rows(day):
    """Every code with a budget or with income in the financial year of a day, as it stands at that day's end."""
    year = year_of(day)
    first, end = date(year, 4, 1), date(year + 1, 4, 1)
    budgets = dict(Budget.objects.filter(year=year).values_list("code__code", "amount"))
    income = Posting.objects.filter(on__range=(first, day)).income()
    titles = dict(BudgetCode.objects.values_list("code", "title"))
    gone, whole = (day - first).days + 1, (end - first).days
    return [
        BudgetRow(code, titles.get(code, ""), budgets.get(code, 0), budgets.get(code, 0) * gone // whole,
                  income.get(code, 0))
        for code in sorted(budgets.keys() | income.keys())
    ]  # fmt: skip
