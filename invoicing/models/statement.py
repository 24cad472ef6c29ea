"""The statement of account: what an account owed, what came and went, and what it owes, from one day to another."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate, now

from .account import Account
from .council import Council
from .journal import Code

AGES = [0, 30, 60, 90, 120]  # days overdue at which a debt passes from one column of aged debt to the next
SIDES = (("debit", 1), ("credit", -1))


@dataclass(frozen=True)
class Entry:
    """One movement on an account: what it was, and by how many pence it changed what is owed."""

    on: date
    what: str
    reference: str
    pence: int
    balance: int


def owed_before(account, day):
    """Pence owed on issued invoices at the beginning of a day, by the journal."""
    return account.postings.filter(on__lt=day).balance(Code.DEBTORS)


def entries(account, first, last):
    """Every movement from day to day, the balance running on from the opening one."""
    balance, rows, order = owed_before(account, first), [], {}
    moved = account.postings.filter(on__range=(first, last)).filter(Q(debit=Code.DEBTORS) | Q(credit=Code.DEBTORS))
    for posting in moved.select_related("invoice", "payment", "credit_note").order_by("on", "pk"):
        pence = posting.amount if posting.debit == Code.DEBTORS else -posting.amount
        order.setdefault(posting.entry, [posting, 0])[1] += pence
    for posting, pence in order.values():
        balance += pence
        rows.append(Entry(posting.on, posting.get_reason_display(), about(posting), pence, balance))
    return rows


def about(posting):
    """What a movement names: the credit note, the invoice, or the payment's reference."""
    if posting.credit_note:
        return str(posting.credit_note)
    if posting.payment:
        return posting.payment.reference or posting.payment.get_method_display()
    return str(posting.invoice or "")


def aged(items, day):
    """Pence owed by age at the end of a day: [not yet due and up to 30 days, over 30, over 60, over 90, over 120]."""
    columns = [0] * len(AGES)
    for due_on, owing in items:
        late = (day - due_on).days
        columns[sum(late > age for age in AGES[1:])] += owing
    return columns


def ages_on(account, last, today):
    """Pence open by age, as `aged`; none where `last` is past, since what was open then is not kept."""
    return aged(account.open_items.values_list("due_on", "owing"), last) if last >= today else []


class StatementQuerySet(models.QuerySet):
    """The verb that makes them."""

    def make(self, account, first, last, *, by=None, at=None):
        """A statement as it stands at this moment, kept as it is sent."""
        statement = self.draft(account, first, last, by=by, at=at)
        statement.save()
        return statement

    def draft(self, account, first, last, *, by=None, at=None):
        """The same, not kept."""
        at, rows = at or now(), entries(account, first, last)
        kept = [{**vars(row), "on": row.on.isoformat()} for row in rows]
        return self.model(account=account, first=first, last=last, opening=owed_before(account, first), entries=kept,
                           closing=rows[-1].balance if rows else owed_before(account, first),
                           ages=ages_on(account, last, localdate(at)), billed_to=address_of(account),
                           seller=Council.current().printed(), made_by=by, made_at=at)  # fmt: skip


def address_of(account):
    customer = account.customer
    return f"{customer.name}\n{customer.address.strip()}\n{customer.postcode}"


class Statement(models.Model):
    """One statement that was sent; its figures are those of that moment."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="statements")
    first = models.DateField()
    last = models.DateField()
    opening = models.BigIntegerField(help_text="Pence.")
    closing = models.BigIntegerField(help_text="Pence.")
    entries = models.JSONField(default=list)
    ages = models.JSONField(default=list)
    billed_to = models.TextField()
    seller = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(name="statement_ends_after_start", condition=Q(last__gte=F("first")))]

    def __str__(self):
        return f"Statement of {self.account}, {self.first} to {self.last}"

    @property
    def made_on(self):
        return localdate(self.made_at)
