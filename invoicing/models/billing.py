"""The billing run: every charge due by a day, gathered by account, previewed and then issued in the background."""

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.db import models, transaction
from django.utils.timezone import now
from django_q.tasks import async_task

from events.models import Event
from events.money import Taxed, Vat, tax, total_of

from .account import Account
from .budget import BudgetCode
from .charge import Charge
from .invoice import Invoice, Terms, why_held_back, why_no_schedule
from .job import Job


@dataclass(frozen=True)
class Bill:
    """One invoice that a run would issue: charges of one account in one VAT regime, or why it is held back."""

    account: Account
    charges: list
    total: Taxed
    held_back: str | None


class BillingRun(models.Model):
    """A choice of charges: of one event or of all, up to and including a day. Running it twice bills nothing twice."""

    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateField()
    cycle = models.CharField(max_length=7, choices=Account.Cycle, blank=True, help_text="Blank bills every account.")
    schedule = models.BooleanField(default=False, help_text="One invoice for up to a year of due dates (reg. 90).")
    left_out = models.ManyToManyField(Account, blank=True, related_name="+", help_text="Left for another run.")
    job = models.OneToOneField(Job, models.SET_NULL, null=True, blank=True, related_name="billing_run")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    issued_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"BR-{self.until:%Y-%m}-{self.pk}"

    def due(self):
        """The charges this run would bill, as they stand now."""
        charges = Charge.objects.uninvoiced(self.until)
        if self.event:
            charges = charges.filter(line__occurrence__event=self.event)
        if self.cycle:
            charges = charges.filter(account__cycle=self.cycle)
        if self.pk:
            charges = charges.exclude(account__in=self.left_out.all())
        return charges.select_related("account__customer").order_by("account", "on", "pk")

    def preview(self, accounts=None):
        """Every bill the run would make, held back ones first; of these accounts alone, or of all. Changes nothing."""
        bills, book = [], BudgetCode.objects.book()
        due = self.due() if accounts is None else self.due().filter(account__in=accounts)
        for (account, _), group in groupby(sorted(due, key=self._heap), key=self._heap_key):
            charges = list(group)
            total = total_of(tax([charge.priced for charge in charges]))
            account = charges[0].account
            reason = why_held_back(account, total, charges, book)
            reason = reason or (why_no_schedule(charges) if self.schedule else None)
            bills.append(Bill(account, charges, total, reason))
        return sorted(bills, key=lambda bill: (bill.held_back is None, bill.account.customer.name))

    @staticmethod
    def _heap_key(charge):
        return (charge.account_id, charge.vat == Vat.OUTSIDE)

    @staticmethod
    def _heap(charge):
        return (charge.account_id, charge.vat == Vat.OUTSIDE, charge.on, charge.pk)

    @transaction.atomic
    def start(self, *, by):
        """Have it issued by the worker. Asked for twice, it is issued once: charges are billed once."""
        self.job = Job.objects.create(title=f"Billing run {self}", wanted=self.ready_count(), by=by)
        self.save(update_fields=["job"])
        async_task("invoicing.tasks.issue_run", self.pk, by.pk)

    def ready_accounts(self):
        """The accounts that this run would bill now, by name: their ids."""
        return list(dict.fromkeys(bill.account.pk for bill in self.preview() if bill.held_back is None))

    def ready_count(self):
        return len(self.ready_accounts())

    def issue(self, *, by, at=None, each=None, accounts=None):
        """Issue every bill that is not held back, each in its own transaction; safe to run again after a crash.

        `accounts` narrows it to these ids, and then the run is not finished by it. `each(invoice)` is called after
        every one. Returns the invoices.
        """
        at, terms = at or now(), Terms.now()
        issued = []
        for bill in self.preview(accounts):
            if bill.held_back is None:
                invoice = Invoice.objects.issue(bill.account, bill.charges, by=by, at=at, run=self,
                                                schedule=self.schedule, terms=terms)  # fmt: skip
                issued += [invoice] if invoice else []
                if invoice and each:
                    each(invoice)
        if accounts is None:
            self.finish(at)
        return issued

    def finish(self, at=None):
        """Note when it was issued; a later issue of what was held back changes nothing about that."""
        BillingRun.objects.filter(pk=self.pk, issued_at=None).update(issued_at=at or now())
        self.refresh_from_db(fields=["issued_at"])
