"""An exchange: what was given up, what was had instead, and how the difference was settled."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from events.models import Booking
from events.money import PenceField


class Exchange(models.Model):
    """A fact. Pence: value in = value out + difference, which is settled by money, credit and what was waived.

    `difference` is positive where the customer pays more. What is waived is lost, or given away, with a reason.
    """

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="exchanges")
    basket = models.OneToOneField(Booking, models.PROTECT, related_name="became_exchange",
                                  help_text="It held the new places.")  # fmt: skip
    value_in = PenceField(help_text="Of what was given up.")
    value_out = PenceField(help_text="Of what was had instead, fee included.")
    fee = PenceField(default=0)
    taken = PenceField(default=0, help_text="Collected (positive) or given back (negative) by a tender.")
    credited = PenceField(default=0, help_text="Put on the customer's credit.")
    waived = PenceField(default=0, help_text="Not asked for (positive) or not given back (negative).")
    reason = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    authorised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="exchange_adds_up",
                condition=Q(value_out=F("value_in") + F("taken") - F("credited") + F("waived")),
            ),
            models.CheckConstraint(name="exchange_waiver_has_reason", condition=Q(waived=0) | ~Q(reason="")),
        ]

    def __str__(self):
        return f"Exchange of {self.booking}"
