"""What a decision about a market day took off what traders were charged for it, charge by charge."""

from django.db import models
from django.db.models import Q

from events.models import DayDecision
from events.money import PenceField

from .charge import Charge
from .credit_note import CreditLine


class DecisionCreditQuerySet(models.QuerySet):
    """What still counts, and what it comes to."""

    def standing(self):
        """Those that were not made good again."""
        return self.filter(restored_at=None)

    def total(self):
        return sum(self.values_list("gross", flat=True))


class DecisionCredit(models.Model):
    """One charge that a decision took off the next bill, lessened or credited; made good once where it is reversed."""

    decision = models.ForeignKey(DayDecision, models.PROTECT, related_name="credits")
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="decision_credits", help_text="As it stood.")
    gross = PenceField(help_text="By how much the account owed less.")
    taken_off = models.OneToOneField(Charge, models.PROTECT, null=True, blank=True, related_name="+",
                                     help_text="Its negative, where it was on no invoice.")  # fmt: skip
    credit_line = models.OneToOneField(CreditLine, models.PROTECT, null=True, blank=True, related_name="+",
                                       help_text="What credited it, where it was invoiced.")  # fmt: skip
    restored_by = models.OneToOneField(Charge, models.PROTECT, null=True, blank=True, related_name="+")
    restored_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=200, blank=True, help_text="Why it was not charged again.")

    objects = DecisionCreditQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "charge"], name="charge_credited_once_a_decision"),
            models.CheckConstraint(
                name="decision_credit_one_way",
                condition=Q(taken_off__isnull=False, credit_line=None) | Q(taken_off=None, credit_line__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_credit_restored_once",
                condition=Q(restored_by=None) | Q(restored_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.charge}: {self.gross}p"
