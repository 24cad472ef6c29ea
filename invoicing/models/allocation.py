"""Which money settles which invoice. Allocating moves nothing in the ledger."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils.timezone import now

from events.money import PenceField

from .invoice import Invoice


class AllocationQuerySet(models.QuerySet):
    """Allocations in force, and their sum."""

    def live(self):
        return self.filter(released_at=None)

    def total(self):
        return self.aggregate(total=Sum("amount"))["total"] or 0


class Allocation(models.Model):
    """Part of a payment or of a credit note, set against one invoice. Never edited: released, and made anew."""

    class AppropriatedBy(models.TextChoices):
        """Who chose the debt: the payer may, else the creditor, else the oldest first (Clayton's Case; The Mecca)."""

        DEBTOR = "debtor", "The payer named it"
        CREDITOR = "creditor", "Finance chose it"
        OLDEST = "oldest", "Oldest first"

    payment = models.ForeignKey(
        "invoicing.Payment", models.PROTECT, null=True, blank=True, related_name="allocations"
    )
    credit_note = models.ForeignKey(
        "invoicing.CreditNote", models.PROTECT, null=True, blank=True, related_name="allocations"
    )
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="allocations")
    amount = PenceField()
    appropriated_by = models.CharField(max_length=8, choices=AppropriatedBy)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AllocationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="allocation_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="allocation_has_one_source",
                condition=Q(payment__isnull=False, credit_note=None) | Q(payment=None, credit_note__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.amount}p to {self.invoice}"
