"""Why nobody may be chased for a debt at present: holds, and the payment plans that hold while they are kept."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from events.models import AskedTooMuch, Dispute
from events.money import PenceField, pounds, split_evenly

from .account import Account
from .invoice import Invoice
from .payment import Payment


class RecoveryHoldQuerySet(models.QuerySet):
    """Which holds there are on a day, and which of them bind."""

    def stopping(self, day):
        """Those in force on a day, a plan that was broken among them."""
        return self.filter(begins_on__lte=day, lifted_at=None).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def binding(self, day):
        """Those that truly stop reminders on a day: a payment plan only for as long as it is kept."""
        return self.stopping(day).exclude(pk__in=RecoveryHold.objects.broken(day).values("pk"))

    def broken(self, day):
        """Payment plans not kept to by a day: less came in since they began than was due before it."""
        due = PlannedPayment.objects.filter(hold=OuterRef("pk"), due_on__lt=day)
        paid = Payment.objects.filter(account=OuterRef("account"), taken_at__date__gte=OuterRef("begins_on"))
        plans = self.filter(cause=RecoveryHold.Cause.PLAN)
        return plans.alias(due=summed(due, "hold"), paid=summed(paid, "account")).filter(paid__lt=F("due")).order_by()

    def breathing(self, day):
        """Breathing spaces: no fee, penalty or interest may be added (Debt Respite Scheme Regulations 2020 reg. 7)."""
        return self.binding(day).filter(cause=RecoveryHold.Cause.BREATHING)

    def silencing(self, day):
        """Those during which nothing that speaks of the debt is sent: breathing space, and where the debtor died."""
        return self.binding(day).filter(cause__in=[RecoveryHold.Cause.BREATHING, RecoveryHold.Cause.DECEASED])


def summed(rows, key):
    """Pence of these rows together, for a query about what `key` points to."""
    totals = rows.order_by().values(key).annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(totals), 0)


class RecoveryHold(models.Model):
    """Why nobody may be chased for a debt at present: for an account, or for one of its invoices.

    Breathing space (Debt Respite Scheme Regulations 2020) forbids contact, interest and fees on the debt.
    """

    class Cause(models.TextChoices):
        DISPUTE = "dispute", "In dispute"
        PLAN = "plan", "Payment plan"
        BREATHING = "breathing", "Breathing space"
        DECEASED = "deceased", "Deceased"
        INSOLVENT = "insolvent", "Insolvent"

    account = models.ForeignKey(Account, models.PROTECT, related_name="recovery_holds")
    invoice = models.ForeignKey(Invoice, models.PROTECT, null=True, blank=True, related_name="recovery_holds")
    cause = models.CharField(max_length=10, choices=Cause)
    reason = models.CharField(max_length=200)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    dispute = models.ForeignKey(Dispute, models.PROTECT, null=True, blank=True, related_name="recovery_holds",
                                help_text="Its answer lifts the hold.")  # fmt: skip
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    placed_at = models.DateTimeField(default=now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RecoveryHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="recovery_hold_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on"))
            ),
            models.CheckConstraint(name="recovery_hold_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.get_cause_display()}: {self.reason}"

    def lift(self, *, by, at=None):
        """End it now. Lifting twice is lifting once."""
        RecoveryHold.objects.filter(pk=self.pk, lifted_at=None).update(lifted_at=at or now(), lifted_by=by)
        self.refresh_from_db()

    def plan(self, total, count, first_due):
        """Write down the instalments of a payment plan: equal parts, the odd pennies in the first ones."""
        if self.cause != self.Cause.PLAN:
            raise AskedTooMuch("Only a payment plan has instalments.")
        if not 1 <= count <= 60 or total <= 0:
            raise AskedTooMuch("A plan has between 1 and 60 instalments of something owed.")
        return PlannedPayment.objects.bulk_create(
            PlannedPayment(hold=self, due_on=months_after(first_due, n), amount=part)
            for n, part in enumerate(split_evenly(total, count))
        )

    def kept(self, day):
        """Whether a payment plan was kept to by a day: as much came in since it began as was due by then."""
        return not RecoveryHold.objects.filter(pk=self.pk).broken(day).exists()


def months_after(day, months):
    """The same day so many months on, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    first = day.replace(year=day.year + year, month=month + 1, day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


class PlannedPayment(models.Model):
    """One instalment of a payment plan."""

    hold = models.ForeignKey(RecoveryHold, models.CASCADE, related_name="instalments")
    due_on = models.DateField()
    amount = PenceField()

    class Meta:
        ordering = ["due_on"]

    def __str__(self):
        return f"{pounds(self.amount)} by {self.due_on}"
