"""A trader's account: what is owed, what may still be put on it, and its invoices with their state in words."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from boxoffice.templatetags.british import day as in_words
from invoicing.on_hold import OnHold, binding_holds, on_hold


@dataclass(frozen=True)
class Open:
    """An invoice with its `owing`, and the hold that binds it; None where none does."""

    invoice: object
    held: OnHold | None

    @property
    def is_late(self):
        return self.invoice.owing > 0 and self.held is None and self.invoice.due_on < localdate()

    @property
    def tone(self):
        return "ok" if self.invoice.owing <= 0 else "bad" if self.is_late else "info"

    @property
    def words(self):
        if self.invoice.owing <= 0:
            return "Paid"
        if self.held:
            return self.held.badge
        return "Overdue" if self.is_late else f"Pay by {in_words(self.invoice.due_on)}"


@dataclass(frozen=True)
class Statement:
    """An account as its owner sees it."""

    account: object
    owed: int
    balance: int
    invoices: list

    @property
    def limit(self):
        return self.account.credit_limit

    @property
    def left(self):
        return max(self.limit - self.balance, 0)

    @property
    def unbilled(self):
        return self.balance - self.owed


def statement_of(account, with_invoices=True):
    """The statement of an account; None where there is no account."""
    if account is None:
        return None
    rows = account.invoices.issued().with_owing().order_by("-issued_on", "-pk") if with_invoices else []
    return Statement(account, account.owed(), account.balance(), with_holds(account, rows))


def with_holds(account, invoices):
    """[Open] of these invoices of an account."""
    today = localdate()
    holds = binding_holds(account, today) if invoices else []
    return [Open(one, on_hold(one, one.owing, holds, today)) for one in invoices]
