"""A performance that is called off or moved, and what each customer chose to have instead."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from events.models import Booking, Occurrence

from .job import Job


def new_token():
    """The end of the link by which a customer answers."""
    return secrets.token_urlsafe(16)


class CallOff(models.Model):
    """One occurrence cancelled, or moved to another time; `choices` are those its customers are offered.

    It may be moved again, and be cancelled after that, once.
    """

    class Choice(models.TextChoices):
        REFUND = "refund", "Money back"
        EXCHANGE = "exchange", "Come to another performance"
        CREDIT = "credit", "Keep it as credit"
        DONATE = "donate", "Give it to the theatre"
        KEEP = "keep", "Keep the tickets"

    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="call_offs")
    was_at = models.DateTimeField(help_text="When it would have begun.")
    moved_to = models.DateTimeField(null=True, blank=True, help_text="When it begins instead; empty: it is cancelled.")
    choices = models.CharField(max_length=60, help_text="Those offered, with spaces between.")
    default = models.CharField(max_length=8, choices=Choice, help_text="For whoever does not answer by the day.")
    answer_by = models.DateField()
    wording = models.TextField(help_text="What the customers are told, above their choices.")
    reason = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["occurrence"], condition=Q(moved_to=None), name="cancelled_once")
        ]

    def __str__(self):
        return f"{self.occurrence}, {'moved' if self.moved_to else 'cancelled'}"


class CallOffAnswer(models.Model):
    """One booking that the occurrence was part of: what its customer chose, and whether it was done."""

    call_off = models.ForeignKey(CallOff, models.PROTECT, related_name="answers")
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="call_off_answers")
    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    choice = models.CharField(max_length=8, choices=CallOff.Choice, blank=True)
    instead = models.ForeignKey(Occurrence, models.PROTECT, null=True, blank=True, related_name="+",
                                help_text="The performance they come to, where they exchange.")  # fmt: skip
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True, help_text="Why it could not be done yet.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["call_off", "booking"], name="call_off_asks_once"),
            models.CheckConstraint(name="call_off_done_has_choice", condition=Q(done_at=None) | ~Q(choice="")),
        ]

    def __str__(self):
        return f"{self.booking}: {self.get_choice_display() or 'no answer'}"

    @property
    def offered(self):
        """The choices there still are: nobody keeps tickets for what was called off after it was moved."""
        off = self.call_off.occurrence.cancelled_at
        return [one for one in self.call_off.choices.split() if not (off and one == CallOff.Choice.KEEP)]
