"""A trader's account: what is owed, what may still be put on it, and its invoices with their state in words."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from boxoffice.templatetags.british import day as in_words


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
    return Statement(account, account.owed(), account.balance(), [(one, *state_of(one)) for one in rows])


def state_of(invoice):
    """(tone, words) of an invoice with its `owing`."""
    if invoice.owing <= 0:
        return "ok", "Paid"
    if invoice.due_on < localdate():
        return "bad", "Overdue"
    return "info", f"Pay by {in_words(invoice.due_on)}"
