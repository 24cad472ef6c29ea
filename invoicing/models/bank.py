"""Bank statements: each file once, each line of money in, and what it turned out to be for."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, now

from events.models import AskedTooMuch, Refused
from events.models.transactions import retried
from events.money import PenceField, pounds

from .journal import Code, Posting
from .open_item import OpenItem
from .payment import Payment
from .sequence import Sequence

SENT_BACK = "The bank says that this is a payment of ours, sent back."
DEALT_WITH = "This line was dealt with already. Look at the list again."


class FileImported(Refused):
    """This very file was imported before."""

    code = "file_imported"


class BankMapping(models.Model):
    """How the columns of a bank's CSV file are to be read, saved under a name (invoicing/bank/)."""

    name = models.CharField(max_length=60, unique=True)
    mapping = models.JSONField()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class BankFileQuerySet(models.QuerySet):
    """The verb that imports."""

    @retried
    def import_entries(self, name, data, entries, *, by, at=None):
        """Keep a file's lines; money in stands in suspense until it is matched. Raises FileImported, with nothing kept.

        A line whose bank's own id is known from an earlier file is passed over, so overlapping files do no harm.
        """
        at = at or now()
        Sequence.objects.lock("BANK-FILE")  # so that one at a time looks at what is known, then adds to it
        digest = self.check_new(data)
        known = set(BankLine.objects.exclude(bank_id="").values_list("bank_id", flat=True))
        fresh = {}
        for number, entry in enumerate(entries, 1):  # An XML file may have many entries on one line.
            if not entry.bank_id or entry.bank_id not in known:
                fresh[number] = entry
                known.add(entry.bank_id)
        file = self.create(name=name, sha256=digest, imported_by=by, imported_at=at,
                           passed_over=len(entries) - len(fresh))  # fmt: skip
        lines = BankLine.objects.bulk_create(
            BankLine(file=file, number=number, on=entry.on, amount=entry.amount, bank_id=entry.bank_id,
                     reference=entry.reference[:200], payer=entry.payer[:140],
                     set_aside_reason=SENT_BACK if entry.reversal and entry.amount > 0 else "")
            for number, entry in fresh.items()
        )  # fmt: skip
        money_in = [(Code.BANK, Code.SUSPENSE, line.amount) for line in lines if line.amount > 0]
        Posting.objects.post("bank", money_in, by=by, at=at)
        return file

    def check_new(self, data):
        """The hash of a file's bytes. Raises FileImported where they were imported before."""
        digest = hashlib.sha256(data).hexdigest()
        if before := self.filter(sha256=digest).first():
            day = f"{localdate(before.imported_at):%-d %B %Y}"
            raise FileImported(f"This file was imported on {day} as “{before.name}”. Choose another.")
        return digest


class BankFile(models.Model):
    """One imported file. The same bytes are never imported twice."""

    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64, unique=True)
    imported_at = models.DateTimeField(default=now)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    passed_over = models.PositiveIntegerField(default=0, help_text="Lines known from an earlier file.")

    objects = BankFileQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.name


class BankLineQuerySet(models.QuerySet):
    """What is still to be matched."""

    def open(self):
        return self.filter(amount__gt=0, payment=None, set_aside_reason="")


class BankLine(models.Model):
    """One line of a statement. Matched to a payment, or set aside with a reason; both can be seen for ever."""

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField(help_text="Place among the file's new lines.")
    on = models.DateField()
    amount = PenceField(help_text="Pence; money in is positive.")
    reference = models.CharField(max_length=200, blank=True)
    payer = models.CharField(max_length=140, blank=True)
    bank_id = models.CharField(max_length=80, blank=True)
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, blank=True, related_name="bank_line")
    set_aside_reason = models.CharField(max_length=200, blank=True)

    objects = BankLineQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="bank_line_once"),
            models.UniqueConstraint(fields=["bank_id"], condition=~Q(bank_id=""), name="bank_id_once"),
            models.CheckConstraint(
                name="bank_line_matched_or_set_aside", condition=Q(payment=None) | Q(set_aside_reason="")
            ),
        ]

    def __str__(self):
        return f"{self.on:%-d %b %Y} {pounds(self.amount)} {self.reference}"

    @retried
    def match(self, account, parts, *, by, at=None, appropriated_by="debtor"):
        """Receive this money for an account and set it against invoices, [(invoice, pence)]; the rest is credit.

        Raises AskedTooMuch where it is matched already or a part is too much, with nothing kept.
        """
        at = at or now()
        line = BankLine.objects.select_for_update().get(pk=self.pk)
        if line.payment_id or line.set_aside_reason or line.amount <= 0:
            raise AskedTooMuch(DEALT_WITH)
        reference = f"{line.reference[:80]} #{line.pk}"
        payment = Payment.objects.receive(account, Payment.Method.BACS, line.amount, by=by, at=at, reference=reference,
                                          out_of=Code.SUSPENSE)  # fmt: skip
        account.allocate(payment, parts, by=by, at=at, appropriated_by=appropriated_by)
        line.payment = payment
        line.save(update_fields=["payment"])
        self.refresh_from_db()
        return payment

    @retried
    def match_exactly(self, account, parts, *, by, at=None, appropriated_by="debtor"):
        """Match where the money is what these invoices owe by now, to the penny. Raises AskedTooMuch otherwise."""
        payment = self.match(account, parts, by=by, at=at, appropriated_by=appropriated_by)
        still_open = OpenItem.objects.filter(invoice__in=[invoice.pk for invoice, _ in parts])
        if payment.unallocated() or still_open.exists():
            raise AskedTooMuch("It is no longer what is owed to the penny. Look at this line again.")
        return payment

    @retried
    def release(self, *, by, at=None):
        """Take off again all that this money settles: the invoices owe it, and it is credit on the account.

        The payment stays, for the money did come in. Raises AskedTooMuch where it settles nothing.
        """
        line = BankLine.objects.select_for_update(of=["self"]).select_related("payment__account").get(pk=self.pk)
        settling = list(line.payment.allocations.live().select_related("invoice")) if line.payment else []
        if not settling:
            raise AskedTooMuch("This line settles nothing, so there is nothing to release.")
        for allocation in settling:
            line.payment.account.release(allocation, by=by, at=at)
        return line.payment

    def set_aside(self, reason):
        """Say that it is nothing of ours; it stays in suspense for the accountant."""
        if not reason.strip():
            raise AskedTooMuch("Say what this money is, so that the accountant can clear it.")
        if not BankLine.objects.open().filter(pk=self.pk).update(set_aside_reason=reason[:200]):
            raise AskedTooMuch(DEALT_WITH)
        self.refresh_from_db()

    def put_back(self):
        """Take up a line again that was set aside."""
        if not BankLine.objects.filter(pk=self.pk).exclude(set_aside_reason="").update(set_aside_reason=""):
            raise AskedTooMuch("This line was not set aside.")
        self.refresh_from_db()
