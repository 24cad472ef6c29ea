"""The credit note: what takes an issued invoice back, whole or in part, and never more than is left of it.

Required contents: VAT Regulations 1995 (SI 1995/2518), regulation 15C.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils.timezone import localdate, now

from events.models import AskedTooMuch
from events.models.transactions import retried
from events.money import Basis, PenceField, Priced, Taxed, apportion_within, pounds, tax, total_of

from .account import Account
from .charge import Charge
from .council import Council
from .invoice import Invoice
from .journal import Code, Posting, income_movements
from .open_item import OpenItem
from .sequence import Sequence


@dataclass(frozen=True)
class Creditable:
    """What is left to credit of one charge on an issued invoice, in pence; `price` is on the charge's own basis."""

    charge: Charge
    price: int
    net: int
    vat: int

    @property
    def gross(self):
        return self.net + self.vat


def creditable(invoice):
    """What is left of each charge on an invoice."""
    credited = defaultdict(lambda: (0, 0, 0))
    sums = CreditLine.objects.filter(charge__invoice=invoice).order_by().values_list("charge")
    for charge, *amounts in sums.annotate(Sum("price"), Sum("net"), Sum("vat_amount")):
        credited[charge] = tuple(amounts)
    left = []
    for charge in invoice.charges.all():
        price, net, vat = credited[charge.pk]
        left.append(Creditable(charge, charge.price - price, charge.net - net, charge.vat_amount - vat))
    return left


def shares(wanted, left):
    """Net and VAT of each amount to credit: [(Creditable, price, Taxed)], VAT by the cumulative method.

    The VAT of a note is the VAT on all that was ever credited of the group, less what was credited before; so no
    number of partial credits drifts from the invoice. A charge credited to its end takes exactly what is left of it.
    """
    by_pk = {each.charge.pk: each for each in left}
    groups = defaultdict(list)
    for charge, price in wanted:
        each = by_pk[charge.pk]
        groups[each.charge.basis, each.charge.vat, each.charge.vat_rate].append((each, price))
    return [row for key, rows in groups.items() for row in group_shares(key, rows, left)]


def group_shares(key, rows, left):
    """The rows of one VAT group, each with its Taxed amounts."""
    basis, vat, rate = key
    group = [each for each in left if (each.charge.basis, each.charge.vat, each.charge.vat_rate) == key]
    now_price = sum(price for _, price in rows)
    before = sum(each.charge.price - each.price for each in group)
    vat_before = sum(each.charge.vat_amount - each.vat for each in group)
    due = total_of(tax([Priced(before + now_price, basis, vat, rate)])).vat - vat_before
    if basis == Basis.GROSS:  # Never more net than is left, or the last penny of a charge could not be credited.
        lows = [max(price - each.net, 0) for each, price in rows]
    else:
        lows = [each.vat if price == each.price else 0 for each, price in rows]
    highs = [min(each.vat, price) if basis == Basis.GROSS else each.vat for each, price in rows]
    parts = apportion_within(due, [price for _, price in rows], lows, highs)
    return [(each, price, Taxed(price - part if basis == Basis.GROSS else price, part))
            for (each, price), part in zip(rows, parts, strict=True)]  # fmt: skip


class CreditNoteQuerySet(models.QuerySet):
    """The verb that credits."""

    @retried
    def issue(self, invoice, wanted, *, reason, by=None, at=None, text="", settle=True):
        """Credit amounts of charges of an issued invoice: `wanted` is [(charge, pence on the charge's basis)].

        It settles what is open of the invoice first, then takes back what of it was written off: nobody gets credit
        for a debt that was let go. What remains is credit on the account. Raises AskedTooMuch with the line and what
        is left of it, and issues nothing.
        """
        at = at or now()
        account = Account.objects.select_for_update().select_related("customer").get(pk=invoice.account_id)
        invoice = Invoice.objects.issued().get(pk=invoice.pk)
        rows = shares(check_wanted(wanted, creditable(invoice)), creditable(invoice))
        total = total_of([taxed for *_, taxed in rows])
        self.check_total(invoice, total)
        note = self.create(account=account, invoice=invoice, reason=reason, text=text, net=total.net,
                           vat_amount=total.vat)  # fmt: skip
        CreditLine.objects.bulk_create(
            CreditLine(credit_note=note, charge=each.charge, price=price, net=taxed.net, vat_amount=taxed.vat)
            for each, price, taxed in rows
        )
        earned = income_movements(Code.DEBTORS, [(each.charge.budget_code, taxed) for each, _, taxed in rows])
        movements = [(code, debit, pence) for debit, code, pence in earned]
        about = {"by": by, "at": at, "account": account, "invoice": invoice}
        Posting.objects.post("credit", movements, credit_note=note, **about)
        written_back = min(max(total.gross - invoice.owing_total(), 0), invoice.written_off_total())
        Posting.objects.post("write-off", [(Code.DEBTORS, Code.BAD_DEBTS, written_back)], **about)
        OpenItem.objects.restate(invoice)
        note.seal(account, by, at)
        if settle:
            parts = [(invoice, min(total.gross, invoice.owing_total()))]
            account.allocate(note, parts, by=by, at=at, appropriated_by="creditor")
        return note

    def credit_whole(self, invoice, **about):
        """Credit all that is left of an invoice; None where nothing is."""
        left = [(each.charge, each.price) for each in creditable(invoice) if each.price > 0]
        return self.issue(invoice, left, **about) if left else None

    def check_total(self, invoice, total):
        """Never more in all than the invoice came to, which reversed charges on it may have lessened."""
        before = self.filter(invoice=invoice).aggregate(total=Sum("net") + Sum("vat_amount"))["total"] or 0
        left = invoice.gross - before
        if total.gross > left:
            raise AskedTooMuch(f"{pounds(left)} of {invoice} is left to credit, not {pounds(total.gross)}.")


def check_wanted(wanted, left):
    """The amounts asked for, or AskedTooMuch naming the line and the remedy."""
    by_pk = {each.charge.pk: each for each in left}
    wanted = [(charge, price) for charge, price in wanted if price]
    if not wanted:
        raise AskedTooMuch("Choose at least one line to credit, with an amount.")
    if len({charge.pk for charge, _ in wanted}) < len(wanted):
        raise AskedTooMuch("A line can be credited once on each credit note. Add its amounts up.")
    for charge, price in wanted:
        each = by_pk.get(charge.pk)
        if each is None:
            raise AskedTooMuch(f"“{charge.description}” is not on this invoice. Credit the invoice that it is on.")
        if not 0 < price <= each.price:
            raise AskedTooMuch(
                f"{pounds(each.price)} of “{charge.description}” is left to credit, not {pounds(price)}. Enter less."
            )
    return wanted


class CreditNote(models.Model):
    """Issued at once and frozen; its number comes from a series of its own, without gaps."""

    class Reason(models.TextChoices):
        WEATHER = "weather", "Cancelled for weather"
        CANCELLED = "cancelled", "Cancelled by the council"
        WITHDRAWN = "withdrawn", "Cancelled or changed by the customer"
        ABSENCE = "absence", "Absence with leave"
        PRICE = "price", "Wrong price"
        LICENCE = "licence", "Licence ended"
        GOODWILL = "goodwill", "Goodwill"
        DATA = "data", "Wrong details on the invoice"
        RATE = "rate", "Change of VAT rate"

    account = models.ForeignKey(Account, models.PROTECT, related_name="credit_notes")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="credit_notes")
    number = models.CharField(max_length=20, unique=True, null=True, blank=True)
    reason = models.CharField(max_length=10, choices=Reason)
    text = models.CharField(max_length=200, blank=True, help_text="Printed below the reason.")
    billed_to = models.TextField(blank=True)
    seller = models.JSONField(default=dict)
    net = PenceField()
    vat_amount = PenceField()
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True, db_index=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CreditNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="credit_is_positive", condition=Q(net__gte=0, vat_amount__gte=0)),
            models.CheckConstraint(
                name="credit_issued_whole",
                condition=Q(issued_at=None, issued_on=None, number=None)
                | Q(issued_at__isnull=False, issued_on__isnull=False, number__isnull=False),
            ),
        ]

    def __str__(self):
        return self.number or "Credit note"

    @property
    def gross(self):
        return self.net + self.vat_amount

    def unallocated(self):
        """Pence of it that settle nothing yet: credit on the account."""
        return self.gross - self.allocations.live().total()

    def seal(self, account, by, at):
        """Take the number, last; addressed as the invoice was, from the council as it is today."""
        self.billed_to, self.seller = self.invoice.billed_to, Council.current().printed()
        self.issued_at, self.issued_by, self.issued_on = at, by, localdate(at)
        year = self.issued_on.year
        self.number = f"CN-{year}-{Sequence.objects.take(f'CN-{year}'):05d}"
        self.save(update_fields=["billed_to", "seller", "issued_at", "issued_by", "issued_on", "number"])


class CreditLine(models.Model):
    """What one credit note takes off one charge."""

    credit_note = models.ForeignKey(CreditNote, models.PROTECT, related_name="lines")
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="credits")
    price = PenceField(help_text="On the charge's own basis.")
    net = PenceField()
    vat_amount = PenceField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["credit_note", "charge"], name="charge_credited_once_a_note"),
            models.CheckConstraint(name="credit_line_is_positive", condition=Q(price__gt=0)),
        ]

    def __str__(self):
        return f"{self.charge} −{self.price}"
