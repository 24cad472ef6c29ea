"""The invoice: a numbered, dated set of an account's charges that never changes again."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate, now

from events.models import AskedTooMuch
from events.models.statements import insert
from events.models.transactions import retried
from events.money import NOTHING, PenceField, Taxed, Vat, tax, total_of

from . import statements
from .account import Account
from .budget import BudgetCode
from .council import Council
from .journal import Code, Posting, income_movements
from .open_item import OpenItem
from .sequence import Sequence

SCHEDULE_DAYS = 366  # VAT Regulations 1995, reg. 90(2): one invoice for due dates within a year


@dataclass(frozen=True)
class Part:
    """What falls due on one day of an invoice at one rate of VAT, in hundredths of a per cent."""

    due_on: date
    rate: int
    taxed: Taxed


@dataclass(frozen=True)
class Terms:
    """What every invoice issued at a moment has in common: the letterhead in force, and the budget codes."""

    printed: dict
    codes: dict

    @classmethod
    def now(cls):
        return cls(Council.current().printed(), BudgetCode.objects.book())


class InvoiceQuerySet(models.QuerySet):
    """The verb that issues, and the questions finance asks."""

    @retried
    def issue(self, account, charges, *, by=None, at=None, run=None, schedule=False, terms=None):
        """Issue one invoice for these charges of an account, in one transaction, its number last.

        Charges that are on an invoice already, or taken off, are left out; None where nothing is left. Charges
        outside the scope of VAT may not stand beside others (EN 16931 BR-O-11), nor may an invoice come out negative.
        A schedule is due month by month, each month's charges on their own day, which is their tax point too.
        `terms` are read once by whoever issues many.
        """
        at, terms = at or now(), terms or Terms.now()
        locked = Account.objects.select_for_update(of=["self"]).select_related("customer__trader")
        account = locked.get(pk=account.pk)
        charges = list(account.charges.uninvoiced(date.max).filter(pk__in=[charge.pk for charge in charges]))
        if not charges:
            return None
        taxed = tax([charge.priced for charge in charges])
        total = total_of(taxed)
        check_issuable(account, charges, total, schedule, terms)
        day = localdate(at)
        invoice = insert([self.draft(account, total, terms, by, run=run, schedule=schedule)])[0]
        standing = sum(charge.standing_gross for charge in charges)
        for charge, amounts in zip(charges, taxed, strict=True):
            charge.invoice, charge.net, charge.vat_amount = invoice, amounts.net, amounts.vat
            charge.tax_point = due_day(charge, day) if schedule else day
        statements.bill(charges)
        movements = [(Code.DEFERRED, Code.UNBILLED, standing)]
        movements += income_movements(Code.DEBTORS, zip([c.budget_code for c in charges], taxed, strict=True))
        Posting.objects.post("invoice", movements, by=by, at=at, account=account, invoice=invoice)
        invoice.date_it(account, charges, at)
        OpenItem.objects.open(invoice, invoice.parts(charges))
        invoice.seal()
        return invoice

    def draft(self, account, total, terms, by, **fields):
        """An invoice with all that is frozen but its number and days, not yet in the database."""
        customer = account.customer
        return Invoice(
            account=account, net=total.net, vat_amount=total.vat, issued_by=by, pay_token=secrets.token_urlsafe(16),
            billed_to=f"{customer.name}\n{customer.address.strip()}\n{customer.postcode}", seller=terms.printed,
            customer_vat_number=account.vat_number, order_number=account.order_number, language=account.language,
            large_print=account.large_print, **fields,
        )  # fmt: skip

    def issued(self):
        return self.exclude(issued_at=None)

    def with_owing(self):
        """Each invoice with `owing` in pence, and `settled`: paid, credited or written off."""
        open_items = OpenItem.objects.filter(invoice=OuterRef("pk")).order_by()
        owing = Subquery(open_items.values("invoice").annotate(total=Sum("owing")).values("total"))
        return self.annotate(owing=Coalesce(owing, 0), settled=F("net") + F("vat_amount") - F("owing"))

    def owed(self):
        """Those on which something is still open."""
        return self.filter(pk__in=OpenItem.objects.values("invoice"))

    def overdue(self, day):
        late = OpenItem.objects.overdue(day)
        return self.issued().filter(pk__in=late.values("invoice")).with_owing()


def due_day(charge, day):
    """When a charge on a schedule falls due: on the first of its month, or on the day of issue if that has passed."""
    return max(charge.on.replace(day=1), day)


def check_issuable(account, charges, total, schedule, terms):
    """Raise AskedTooMuch with the remedy where these charges cannot make one lawful invoice."""
    if reason := why_held_back(account, total, charges, terms.codes):
        raise AskedTooMuch(reason)
    if schedule and (reason := why_no_schedule(charges)):
        raise AskedTooMuch(reason)
    if len({charge.vat == Vat.OUTSIDE for charge in charges}) > 1:
        raise AskedTooMuch("Charges outside the scope of VAT go on an invoice of their own. Bill them apart.")
    if any(charge.vat != Vat.OUTSIDE for charge in charges) and not terms.printed["vat_number"]:
        raise AskedTooMuch("The council's VAT number is missing. Enter it under Settings, letterhead, and bill again.")


def why_no_schedule(charges):
    """Why these charges cannot stand on one schedule, in a sentence; None where they can."""
    days = [charge.on for charge in charges]
    if (max(days) - min(days)).days > SCHEDULE_DAYS:
        return "A schedule covers a year at most (VAT Regulations 1995, reg. 90). Bill up to a year."
    return None


def why_held_back(account, total, charges=(), book=None):
    """Why no invoice can be issued to this account for this total, in a sentence; None where it can.

    `book` is BudgetCode.objects.book(), for whoever asks about many accounts.
    """
    customer = account.customer
    if not customer.address.strip() or not customer.postcode.strip():
        return f"{customer} has no postal address. Add it and bill again."
    if total.gross < 0:
        return f"{customer} is in credit. It is carried to the next invoice."
    if account.delivery != Account.Delivery.POST and not customer.email:
        return f"{customer} is to be e-mailed but has no e-mail address. Add it, or send by post."
    if account.needs_order_number and not account.order_number:
        return f"{customer} pays only against a purchase order number. Add it and bill again."
    return BudgetCode.objects.why_refused(((charge.budget_code, charge.on) for charge in charges), book)


class Invoice(models.Model):
    """Draft until it has a number; from then on frozen (invoicing/guards.py), and only credited."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="invoices")
    run = models.ForeignKey("invoicing.BillingRun", models.PROTECT, null=True, blank=True, related_name="invoices")
    number = models.CharField(max_length=20, unique=True, null=True, blank=True)
    billed_to = models.TextField(blank=True, help_text="Name and address as they were on the day.")
    seller = models.JSONField(default=dict, help_text="The council's name, address and numbers as they were.")
    net = PenceField(default=0)
    vat_amount = PenceField(default=0)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True, db_index=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True, db_index=True)
    schedule = models.BooleanField(default=False, help_text="Covers due dates within a year (reg. 90).")
    order_number = models.CharField(max_length=50, blank=True)
    customer_vat_number = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, default="en")
    large_print = models.BooleanField(default=False)
    pay_token = models.CharField(max_length=22, unique=True, null=True, blank=True, help_text="Ends the link to pay.")

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="invoice_issued_whole",
                condition=Q(issued_at=None, issued_on=None, number=None, due_on=None)
                | Q(issued_at__isnull=False, issued_on__isnull=False, number__isnull=False, due_on__isnull=False)
                & ~Q(billed_to=""),
            )
        ]

    def __str__(self):
        return self.number or "Draft"

    @property
    def gross(self):
        return self.net + self.vat_amount

    def owing_total(self):
        """Pence still open."""
        return self.open_items.owing()

    def settled_total(self):
        """Pence paid, credited or written off."""
        return self.gross - self.owing_total()

    def written_off_total(self):
        """Pence of it in bad debts: written off, less what credit notes took back of that."""
        return self.postings.balance(Code.BAD_DEBTS)

    def due_parts(self, charges=None):
        """What falls due on which day at which rate, first to last: [Part]."""
        parts = {}
        for charge in self.charges.all() if charges is None else charges:
            day = charge.tax_point if self.schedule else self.due_on
            before = parts.get((day, charge.vat_rate), NOTHING)
            parts[day, charge.vat_rate] = before + charge_taxed(charge)
        return [Part(day, rate, taxed) for (day, rate), taxed in sorted(parts.items())]

    def parts(self, charges=None):
        """[(due day, gross pence)], the reversed charges of a day taken off the days before and after it."""
        if not self.schedule:
            return [(self.due_on, self.gross)]
        days = {}
        for part in self.due_parts(charges):
            days[part.due_on] = days.get(part.due_on, 0) + part.taxed.gross
        return carried(sorted(days.items()))

    def date_it(self, account, charges, at):
        """Say when it is issued and when it is due."""
        self.issued_at, self.issued_on = at, localdate(at)
        self.due_on = self.issued_on + timedelta(days=account.terms_days)
        if self.schedule:
            self.due_on = max(charge.tax_point for charge in charges)

    def seal(self):
        """Take the number, which freezes it: the last statement before the commit."""
        year = self.issued_on.year
        self.number = f"INV-{year}-{Sequence.objects.take(f'INV-{year}'):05d}"
        statements.number(self)


SEALED = ["billed_to", "seller", "customer_vat_number", "order_number", "language", "large_print", "issued_at",
          "issued_by", "issued_on", "due_on", "pay_token", "number"]  # fmt: skip


def carried(parts):
    """Due parts without negative ones: what a day is in credit lessens the days after it, then those before."""
    for order in (1, -1):
        credit, rows = 0, []
        for day, pence in parts[::order]:
            pence, credit = max(pence + credit, 0), min(pence + credit, 0)
            rows.append((day, pence))
        parts = rows[::order]
        if credit == 0:
            return parts
        parts[-1] = (parts[-1][0], parts[-1][1] + credit)
    return parts


def charge_taxed(charge):
    """The net and VAT of an invoiced charge."""
    return Taxed(charge.net, charge.vat_amount)
