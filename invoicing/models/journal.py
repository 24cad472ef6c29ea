"""The journal: every movement of money, posted by one function and never changed.

Each posting debits one code and credits another with one positive amount, so the books balance by construction.
Income is credited to the budget code of what was sold; the codes below are the control accounts.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.timezone import localdate

from events.models.statements import insert


class Code(models.TextChoices):
    """Control accounts, beside the budget codes for income."""

    CASH = "CASH", "Cash in tills"
    TERMINAL = "CARD-TERMINAL", "Card terminal clearing"
    STRIPE = "CARD-STRIPE", "Stripe clearing"
    BANK = "BANK", "Bank"
    BOOKINGS = "BOOKINGS", "Paid for bookings not yet confirmed"
    DEBTORS = "DEBTORS", "Owed on issued invoices"
    UNBILLED = "UNBILLED", "Charged, not yet invoiced"
    DEFERRED = "DEFERRED", "Income not yet invoiced"
    VAT = "VAT-OUTPUT", "Output VAT"
    TILL_VARIANCE = "TILL-VARIANCE", "Tills over and short"
    SUSPENSE = "SUSPENSE", "Bank receipts not yet matched"
    BAD_DEBTS = "BAD-DEBTS", "Debts written off"
    VOUCHERS = "VOUCHERS", "Gift vouchers not yet spent"
    CREDITS = "CREDITS", "Customers' credit not yet spent"
    SAFE = "SAFE", "Cash lifted from tills, in the safe"
    BANKING = "BANKING", "Cash bagged for the bank"
    DONATIONS = "DONATIONS", "Tickets given back as donations"
    EXPIRED = "VOUCHERS-EXPIRED", "Gift vouchers that ran out"


# Why money is taken or given back, for what was taken on a day.
TAKINGS = ["sale", "payment", "refund", "cancellation", "exchange", "voucher"]
TENDERS = [Code.CASH, Code.TERMINAL, Code.STRIPE, Code.BANK]


class PostingQuerySet(models.QuerySet):
    """The one function that posts, and the questions that reports ask."""

    def post(self, reason, movements, *, by=None, at, **about):
        """Post `movements`, a list of (debit, credit, pence), as one entry. A negative amount turns its codes round.

        `about` names what the entry is about: booking, payment, account, invoice, credit_note, till.
        """
        entry = uuid.uuid4()
        postings = []
        for debit, credit, pence in movements:
            if pence < 0:
                debit, credit, pence = credit, debit, -pence
            if pence:
                postings.append(Posting(entry=entry, reason=reason, debit=debit, credit=credit, amount=pence, by=by,
                                        posted_at=at, on=localdate(at), **about))  # fmt: skip
        return insert(postings) if postings else []

    def balance(self, code):
        """Debits less credits of one code, in pence."""
        debits = self.filter(debit=code).aggregate(total=Sum("amount"))["total"] or 0
        credits = self.filter(credit=code).aggregate(total=Sum("amount"))["total"] or 0
        return debits - credits

    def sums(self, side, code, by):
        """What was posted to one side of a code, by a column of the postings: [(value, pence)]."""
        return self.filter(**{side: code}).order_by().values_list(by).annotate(Sum("amount"))

    def takings(self, first, last):
        """Money taken less money paid back, from one day to another: {(day, tender's code): pence}."""
        moved = self.filter(on__range=(first, last), reason__in=TAKINGS)
        totals = {}
        for side, sign in (("debit", 1), ("credit", -1)):
            rows = moved.filter(**{f"{side}__in": TENDERS}).order_by().values_list("on", side)
            for on, code, total in rows.annotate(Sum("amount")):
                totals[on, code] = totals.get((on, code), 0) + sign * total
        return totals

    def income(self):
        """Credits less debits by budget code, in pence: {code: pence}."""
        totals = {}
        for side, sign in (("credit", 1), ("debit", -1)):
            codes = self.exclude(**{f"{side}__in": Code.values}).order_by().values_list(side)
            for code, total in codes.annotate(Sum("amount")):
                totals[code] = totals.get(code, 0) + sign * total
        return totals


class Posting(models.Model):
    """One amount moved from the code it credits to the code it debits. Postings of one `entry` belong together."""

    class Reason(models.TextChoices):
        SALE = "sale", "Sale"
        PAYMENT = "payment", "Payment"
        REFUND = "refund", "Refund"
        CHARGE = "charge", "Charge"
        INVOICE = "invoice", "Invoice"
        CANCELLATION = "cancellation", "Cancellation"
        VARIANCE = "variance", "Till variance"
        CREDIT = "credit", "Credit note"
        WRITE_OFF = "write-off", "Write-off"
        BANK = "bank", "Bank statement"
        EXCHANGE = "exchange", "Exchange"
        TILL = "till", "Till movement"
        VOUCHER = "voucher", "Gift voucher or credit"

    entry = models.UUIDField(db_index=True)
    reason = models.CharField(max_length=15, choices=Reason)
    on = models.DateField(help_text="Accounting date.")
    posted_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    debit = models.CharField(max_length=30)
    credit = models.CharField(max_length=30)
    amount = models.BigIntegerField(help_text="Pence.")
    booking = models.ForeignKey("events.Booking", models.PROTECT, null=True, blank=True, related_name="postings")
    payment = models.ForeignKey("invoicing.Payment", models.PROTECT, null=True, blank=True, related_name="postings")
    account = models.ForeignKey("invoicing.Account", models.PROTECT, null=True, blank=True, related_name="postings")
    invoice = models.ForeignKey("invoicing.Invoice", models.PROTECT, null=True, blank=True, related_name="postings")
    till = models.ForeignKey("invoicing.TillSession", models.PROTECT, null=True, blank=True, related_name="postings")
    credit_note = models.ForeignKey(
        "invoicing.CreditNote", models.PROTECT, null=True, blank=True, related_name="postings"
    )
    batch = models.ForeignKey("invoicing.LedgerBatch", models.PROTECT, null=True, blank=True, related_name="postings")

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["on", "credit"]), models.Index(fields=["debit", "account"])]
        constraints = [
            models.CheckConstraint(name="posting_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="posting_moves_something", condition=~Q(debit=F("credit"))),
        ]

    def __str__(self):
        return f"{self.on} {self.debit} / {self.credit} {self.amount}"


def income_movements(debit, lines):
    """Movements that credit income and VAT for taxed lines: [(debit, code, pence)], lines being (code, Taxed)."""
    totals = {}
    for code, taxed in lines:
        totals[code] = totals.get(code, 0) + taxed.net
        totals[Code.VAT] = totals.get(Code.VAT, 0) + taxed.vat
    return [(debit, code, pence) for code, pence in totals.items()]
