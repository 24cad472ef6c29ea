"""What takes two people: one asks, another decides. Writing a debt off, and giving money of an account back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.timezone import now
from django_q.tasks import async_task

from events.models import AskedTooMuch, Refused
from events.models.transactions import retried
from events.money import PenceField, pounds

from .account import Account
from .invoice import Invoice
from .job import Job
from .journal import Code, Posting
from .open_item import OpenItem
from .payment import Payment


class ApprovalRefused(Refused):
    """This person may not decide, or it is decided already."""

    code = "approval_refused"


class ApprovalQuerySet(models.QuerySet):
    """The verbs that ask, and what waits."""

    def waiting(self):
        return self.filter(decided_at=None)

    def total(self):
        return self.aggregate(total=Sum("amount"))["total"] or 0

    @retried
    def ask_write_off(self, invoice, amount, *, reason, by, at=None):
        """Ask to write off what an invoice owes, in part or whole."""
        Account.objects.select_for_update().get(pk=invoice.account_id)
        left = invoice.owing_total() - self.waiting().filter(invoice=invoice).total()
        if not 0 < amount <= left:
            raise AskedTooMuch(f"{pounds(left)} of {invoice} is left to write off, not {pounds(amount)}.")
        return self._ask(act="write-off", account=invoice.account, invoice=invoice, amount=amount, reason=reason,
                         asked_by=by, asked_at=at or now())  # fmt: skip

    @retried
    def ask_refund(self, payment, amount, *, reason, by, at=None):
        """Ask to give back what a payment to an account settles nothing with."""
        if payment.account_id is None or payment.method == Payment.Method.CASH:
            raise AskedTooMuch("Cash, and what was paid for a booking, is given back at the counter's till.")
        Account.objects.select_for_update().get(pk=payment.account_id)
        left = payment.unallocated() - self.waiting().filter(payment=payment).total()
        if not 0 < amount <= left:
            raise AskedTooMuch(f"{pounds(left)} of this payment is free to refund, not {pounds(amount)}.")
        return self._ask(act="refund", account=payment.account, payment=payment, amount=amount, reason=reason,
                         asked_by=by, asked_at=at or now())  # fmt: skip

    def _ask(self, **request):
        if not request["reason"].strip():
            raise AskedTooMuch("Say why, so that whoever decides can judge.")
        return self.create(**request)


class Approval(models.Model):
    """One request and its decision. Nobody decides on what they asked for themselves."""

    class Act(models.TextChoices):
        WRITE_OFF = "write-off", "Write-off"
        REFUND = "refund", "Refund"

    act = models.CharField(max_length=10, choices=Act)
    account = models.ForeignKey(Account, models.PROTECT, related_name="approvals")
    invoice = models.ForeignKey(Invoice, models.PROTECT, null=True, blank=True, related_name="approvals")
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, blank=True, related_name="approvals")
    amount = PenceField()
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("decide_approval", "Can decide on write-offs and refunds")]
        constraints = [
            models.CheckConstraint(
                name="two_people_approve", condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="approval_about_one_thing",
                condition=Q(act="write-off", invoice__isnull=False, payment=None)
                | Q(act="refund", payment__isnull=False, invoice=None),
            ),
            models.CheckConstraint(
                name="approval_decided_whole",
                condition=Q(decided_at=None, decided_by=None, granted=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, granted__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_act_display()} of {pounds(self.amount)}"

    @retried
    def decide(self, granted, *, by, at=None):
        """Grant or refuse. Granting does it in the same transaction. Raises ApprovalRefused, AskedTooMuch."""
        at = at or now()
        Account.objects.select_for_update().get(pk=self.account_id)
        approval = Approval.objects.select_for_update().get(pk=self.pk)
        if approval.decided_at:
            raise ApprovalRefused("This was decided already. Look at it again.")
        if approval.asked_by_id == by.pk:
            raise ApprovalRefused("You asked for this yourself. Somebody else must decide.")
        approval.granted, approval.decided_by, approval.decided_at = granted, by, at
        if granted:
            ACTS[approval.act](approval, by, at)
        approval.save(update_fields=["granted", "decided_by", "decided_at"])
        if approval.invoice:
            OpenItem.objects.restate(approval.invoice)
        self.refresh_from_db()


def write_off(approval, by, at):
    """Take the debt out of the books. VAT on it may be reclaimed six months after it was due (VATA 1994 s36)."""
    owing = approval.invoice.owing_total()
    if approval.amount > owing:
        raise AskedTooMuch(f"{approval.invoice} owes only {pounds(owing)} by now. Refuse this and ask again.")
    Posting.objects.post("write-off", [(Code.BAD_DEBTS, Code.DEBTORS, approval.amount)], by=by, at=at,
                         account=approval.account, invoice=approval.invoice)  # fmt: skip


def give_back(approval, by, at):
    """Give the money back by the tender it came with; a card online is paid back by the worker, once."""
    refund = Payment.objects.refund_credit(approval.payment, approval.amount, by=by, at=at)
    if refund.method == Payment.Method.STRIPE:
        job = Job.objects.create(title=f"Refund of {pounds(approval.amount)} to a card", wanted=1, by=by)
        async_task("invoicing.tasks.refund_card", refund.pk, job.pk, ack_failure=False)  # tried again when it fails


ACTS = {Approval.Act.WRITE_OFF: write_off, Approval.Act.REFUND: give_back}
