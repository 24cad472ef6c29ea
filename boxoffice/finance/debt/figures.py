"""Aged debt and due reminders as their pages show them."""

from itertools import groupby

from django.utils.functional import cached_property

from boxoffice.finance.listing.rows import counted
from invoicing.aged_debt import HEADINGS, control_total, debt_rows
from invoicing.models import OpenItem, RecoveryHold, Reminder
from invoicing.sheets import Column, Sheet


class DebtPage:
    """The table, its totals, and whether it agrees with the ledger."""

    headings = ["Not yet due", *HEADINGS, "Credit", "Owed"]

    def __init__(self, day):
        self.day, self.rows = day, debt_rows(day)

    @cached_property
    def totals(self):
        """The sum of each column, in pence."""
        return [sum(column) for column in zip(*(row.amounts for row in self.rows), strict=True)]

    @property
    def owed(self):
        return self.totals[-1] if self.rows else 0

    @property
    def overdue(self):
        return sum(row.overdue for row in self.rows)

    @property
    def late(self):
        return counted(sum(bool(row.overdue) for row in self.rows), "account")

    @property
    def credit(self):
        return sum(row.credit for row in self.rows)

    @cached_property
    def agrees(self):
        """Aged debt and the ledger's control account say the same."""
        return self.owed == control_total()

    @cached_property
    def reminders_due(self):
        return len(Reminder.objects.due(self.day))


def sheet_of(rows, day):
    """Aged debt as one table for a spreadsheet."""
    columns = [Column("Account", "text"), Column("Customer", "text")]
    columns += [Column(heading, "pounds") for heading in DebtPage.headings] + [Column("On hold", "text")]
    cells = ([row.account.reference, row.account.customer.name, *row.amounts, "; ".join(map(str, row.holds))]
             for row in rows)  # fmt: skip
    return Sheet(f"Aged debt {day:%-d %B %Y}", columns, cells)


def to_state(day):
    """Who gets a statement: ([account id], how many were left out since nothing may be sent to them)."""
    silenced = set(RecoveryHold.objects.silencing(day).values_list("account", flat=True))
    pks = [row.account.pk for row in debt_rows(day)]
    stated = [pk for pk in pks if pk not in silenced]
    return stated, len(pks) - len(stated)


class ReminderPreview:
    """Who would be reminded today, step by step, and who is left out and why."""

    def __init__(self, day):
        self.day, self.due = day, Reminder.objects.due(day)

    @property
    def steps(self):
        """[(step, [Due], total pence)], the latest step first."""
        groups = groupby(self.due, key=lambda due: due.step)
        return [(step, found, sum(each.total for each in found)) for step, group in groups if (found := list(group))]

    @property
    def total(self):
        return sum(each.total for each in self.due)

    @cached_property
    def held(self):
        """Holds on debts that are overdue: nobody is reminded of those."""
        late = OpenItem.objects.overdue(self.day)
        holds = RecoveryHold.objects.binding(self.day).filter(account__in=late.values("account"))
        return holds.select_related("account__customer", "invoice")
