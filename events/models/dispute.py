"""What a customer does not agree with: a charge, a pitch, a neighbour, a decision; answered within ten working days."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, now

from events import working_days

from .customer import Customer
from .refusal import Refused
from .transactions import retried

DAYS_TO_ANSWER = 10  # working days


class NotSettled(Refused):
    """A dispute that cannot be raised or answered as it stands."""

    code = "not_settled"


class DisputeQuerySet(models.QuerySet):
    """The verb that raises one, and questions about which wait for an answer."""

    def open(self):
        return self.filter(answered_at=None)

    def late(self, day):
        """Not answered by the day we said."""
        return self.open().filter(answer_by__lt=day)

    @retried
    def raise_for(self, customer, *, about, text, client_id, reference="", by=None, at=None):
        """Write down what a customer disagrees with. The same `client_id` is written once. Raises NotSettled."""
        at = at or now()
        if not text.strip():
            raise NotSettled("Say what you do not agree with.")
        said = {"customer": customer, "about": about, "text": text.strip(), "reference": reference, "raised_at": at,
                "raised_by": by, "answer_by": working_days.after(localdate(at), DAYS_TO_ANSWER)}  # fmt: skip
        dispute, _ = self.get_or_create(client_id=client_id, defaults=said)
        if dispute.customer_id != customer.pk:
            raise NotSettled("This form was sent before by somebody else. Open it again and send it once more.")
        return dispute


class Dispute(models.Model):
    """What a customer does not agree with, what they say, and how it was settled."""

    class About(models.TextChoices):
        CHARGE = "charge", "A charge or an invoice"
        PITCH = "pitch", "A pitch or the draw"
        NEIGHBOUR = "neighbour", "Another trader"
        DECISION = "decision", "A decision of ours"

    client_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="disputes")
    about = models.CharField(max_length=9, choices=About)
    reference = models.CharField(max_length=30, blank=True, help_text="Of the invoice or booking it is about.")
    text = models.TextField()
    raised_at = models.DateTimeField(default=now)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="answered_dispute_has_answer", condition=Q(answered_at=None) | ~Q(answer=""))
        ]

    def __str__(self):
        return f"{self.get_about_display()}: {self.text[:60]}"

    @property
    def is_late(self):
        return self.answered_at is None and self.answer_by < localdate()

    @retried
    def settle(self, answer, *, by, at=None):
        """Answer it. Answering twice is answering once: False then. Raises NotSettled without words."""
        if not answer.strip():
            raise NotSettled("Write the answer: the trader reads it.")
        still = Dispute.objects.filter(pk=self.pk, answered_at=None)
        done = still.update(answered_at=at or now(), answered_by=by, answer=answer.strip())
        self.refresh_from_db()
        return bool(done)
