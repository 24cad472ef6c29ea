"""The invoice: a numbered, dated set of an account's charges that never changes again."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.timezone import localdate, now

from events.models import AskedTooMuch
from events.models.transactions import retried
from events.money import NOTHING, PenceField, Vat, tax, total_of

from .account import Account, Charge
from .journal import Code, Posting, income_movements
from .sequence import Sequence


class InvoiceQuerySet(models.QuerySet):
    """The verb that issues, and the questions finance asks."""

    @retried
    def issue(self, account, charges, *, by=None, at=None, run=None):
        """Issue one invoice for these charges of an account, in one transaction, its number last.

        Charges that are on an invoice already are left out; None where nothing is left. Charges outside the
        scope of VAT may not stand beside others (EN 16931 BR-O-11), nor may an invoice come out negative.
        """
        at = at or now()
        account = Account.objects.select_for_update().select_related("customer").get(pk=account.pk)
        charges = list(Charge.objects.filter(pk__in=[c.pk for c in charges], account=account, invoice=None))
        if not charges:
            return None
        taxed = tax([charge.priced for charge in charges])
        total = total_of(taxed)
        check_issuable(account, charges, total)
        invoice = self.create(account=account, run=run, net=total.net, vat_amount=total.vat)
        standing = sum(charge.standing_gross for charge in charges)
        for charge, amounts in zip(charges, taxed, strict=True):
            charge.invoice, charge.net, charge.vat_amount = invoice, amounts.net, amounts.vat
        Charge.objects.bulk_update(charges, ["invoice", "net", "vat_amount"])
        movements = [(Code.DEFERRED, Code.UNBILLED, standing)]
        movements += income_movements(Code.DEBTORS, zip([c.budget_code for c in charges], taxed, strict=True))
        Posting.objects.post("invoice", movements, by=by, at=at, account=account, invoice=invoice)
        invoice.seal(account, by, at)
        return invoice

    def issued(self):
        return self.exclude(issued_at=None)

    def with_owing(self):
        """Each invoice with `paid` and `owing` in pence."""
        paid = models.functions.Coalesce(Sum("payments__amount"), 0)
        return self.annotate(paid=paid, owing=F("net") + F("vat_amount") - paid)

    def overdue(self, day):
        return self.issued().with_owing().filter(due_on__lt=day, owing__gt=0)

    def unprinted(self):
        return self.issued().filter(printed_invoice=None)


def check_issuable(account, charges, total):
    """Raise AskedTooMuch with the remedy where these charges cannot make one lawful invoice."""
    if reason := why_held_back(account, total):
        raise AskedTooMuch(reason)
    if len({charge.vat == Vat.OUTSIDE for charge in charges}) > 1:
        raise AskedTooMuch("Charges outside the scope of VAT go on an invoice of their own. Bill them apart.")


def why_held_back(account, total):
    """Why no invoice can be issued to this account for this total, in a sentence; None where it can."""
    customer = account.customer
    if not customer.address.strip() or not customer.postcode.strip():
        return f"{customer} has no postal address. Add it and bill again."
    if total.gross < 0:
        return f"{customer} is in credit. It is carried to the next invoice."
    if account.delivery != Account.Delivery.POST and not customer.email:
        return f"{customer} is to be e-mailed but has no e-mail address. Add it, or send by post."
    return None


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

    def paid_total(self):
        return self.payments.aggregate(total=Sum("amount"))["total"] or 0

    def owing_total(self):
        return self.gross - self.paid_total()

    def taxed_by_treatment(self):
        """Net and VAT for each (treatment, rate, printed reason), in the order they first appear."""
        rows = {}
        for charge in self.charges.all():
            key = (charge.vat, charge.vat_rate, charge.vat_reason)
            rows[key] = rows.get(key, NOTHING) + charge_taxed(charge)
        return rows

    def seal(self, account, by, at):
        """Fill in who it is from and to, and take the number: the last statement before the commit."""
        customer = account.customer
        self.billed_to = f"{customer.name}\n{customer.address.strip()}\n{customer.postcode}"
        self.seller = dict(settings.COUNCIL)
        self.issued_at, self.issued_by, self.issued_on = at, by, localdate(at)
        self.due_on = self.issued_on + timedelta(days=account.terms_days)
        year = self.issued_on.year
        self.number = f"INV-{year}-{Sequence.objects.take(f'INV-{year}'):05d}"
        self.save(update_fields=["billed_to", "seller", "issued_at", "issued_by", "issued_on", "due_on", "number"])


def charge_taxed(charge):
    """The net and VAT of an invoiced charge."""
    return type(NOTHING)(charge.net, charge.vat_amount)


class PrintedInvoice(models.Model):
    """The invoice's pages, drawn once and served from then on. The hash proves that they are the same."""

    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="printed_invoice")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    drawn_at = models.DateTimeField(default=now)

    def __str__(self):
        return f"{self.invoice}, {self.sha256[:12]}"

    @classmethod
    def of(cls, invoice, draw):
        """The stored pages of an issued invoice; `draw(invoice)` makes the bytes where there are none yet."""
        if stored := cls.objects.filter(invoice=invoice).first():
            return stored
        pdf = draw(invoice)
        digest = hashlib.sha256(pdf).hexdigest()
        return cls.objects.get_or_create(invoice=invoice, defaults={"pdf": pdf, "sha256": digest})[0]

    def intact(self):
        return hashlib.sha256(bytes(self.pdf)).hexdigest() == self.sha256
