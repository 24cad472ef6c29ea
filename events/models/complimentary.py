"""Complimentary tickets: why, who allowed it, and what they would have cost."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from events.money import PenceField

from .booking import Booking


class Complimentary(models.Model):
    """A booking given away whole. Its lines cost nothing, and each keeps in `off` what was taken off."""

    booking = models.OneToOneField(Booking, models.PROTECT, related_name="complimentary")
    reason = models.CharField(max_length=100)
    nominal = PenceField(help_text="What it would have cost, in pence with VAT.")
    authorised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="complimentary_has_reason", condition=~Q(reason=""))]

    def __str__(self):
        return f"{self.booking}, complimentary: {self.reason}"
