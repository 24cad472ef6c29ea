"""Aged debt: what each account owes, by how long it has been due."""

from collections import defaultdict
from dataclasses import dataclass

from invoicing.models import Account, Code, OpenItem, Posting, RecoveryHold
from invoicing.models.statement import AGES, SIDES, aged

HEADINGS = ["Up to 30 days", "31 to 60", "61 to 90", "91 to 120", "Over 120"]


@dataclass(frozen=True)
class DebtRow:
    """One account: pence not yet due, pence overdue by age, pence of credit it has, and what holds reminders back."""

    account: Account
    not_due: int
    ages: list
    credit: int
    holds: list

    @property
    def overdue(self):
        return sum(self.ages)

    @property
    def owed(self):
        """What it owes all told, its credit taken off: its balance in the journal."""
        return self.not_due + self.overdue - self.credit

    @property
    def amounts(self):
        return [self.not_due, *self.ages, -self.credit, self.owed]


def debt_rows(day):
    """Every account that owes or has credit, the most overdue first: [DebtRow]."""
    items = defaultdict(list)
    for account, due_on, owing in OpenItem.objects.order_by().values_list("account", "due_on", "owing"):
        items[account].append((due_on, owing))
    owed = owed_by_journal()
    holds = defaultdict(list)
    for hold in RecoveryHold.objects.stopping(day):
        holds[hold.account_id].append(hold)
    accounts = Account.objects.select_related("customer").in_bulk([*items.keys() | owed.keys()])
    rows = [row(accounts[pk], items[pk], owed[pk], holds[pk], day) for pk in accounts]
    return sorted(rows, key=lambda one: (-one.overdue, -one.owed, one.account.customer.name))


def row(account, items, owed, holds, day):
    late = [(due_on, owing) for due_on, owing in items if due_on < day]
    not_due = sum(owing for _, owing in items) - sum(owing for _, owing in late)
    credit = not_due + sum(owing for _, owing in late) - owed
    return DebtRow(account, not_due, aged(late, day), credit, holds)


def owed_by_journal():
    """Pence each account owes on issued invoices, less its credit; only accounts where it is not nothing."""
    totals = defaultdict(int)
    for side, sign in SIDES:
        for account, pence in Posting.objects.sums(side, Code.DEBTORS, "account"):
            totals[account] += sign * pence
    return defaultdict(int, {account: pence for account, pence in totals.items() if pence})


def control_total():
    """What the ledger's control account says all accounts owe together, in pence."""
    return Posting.objects.balance(Code.DEBTORS)


__all__ = ["AGES", "HEADINGS", "DebtRow", "control_total", "debt_rows"]
