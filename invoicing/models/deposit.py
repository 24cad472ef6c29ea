"""The deposit that comes with an application for a specialist market: asked for, paid once, then counted or given back.
"""

import secrets

from django.db import models
from django.db.models import Q

from events.models import Application
from events.money import PenceField, pounds

from .invoice import Invoice
from .payment import Payment


def new_token():
    return secrets.token_urlsafe(16)


class Deposit(models.Model):
    """What one application asks for beforehand. Paid, it is credit on the applicant's account."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="deposit")
    amount = PenceField(help_text="As the market asked when it was applied for.")
    pay_token = models.CharField(max_length=22, unique=True, default=new_token, editable=False,
                                 help_text="What a card payment says it is for.")  # fmt: skip
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, blank=True, related_name="deposit")
    price = models.OneToOneField(Invoice, models.PROTECT, null=True, blank=True, related_name="deposit",
                                 help_text="The invoice for the pitch, once there is one.")  # fmt: skip
    kept = models.OneToOneField(Invoice, models.PROTECT, null=True, blank=True, related_name="+",
                                help_text="The invoice for what stays with us after the trader cancelled.")  # fmt: skip

    class Meta:
        constraints = [models.CheckConstraint(name="deposit_not_less_than_nothing", condition=Q(amount__gte=0))]

    def __str__(self):
        return f"Deposit of {pounds(self.amount)} with {self.application}"

    @property
    def is_due(self):
        """Whether it is still to be paid."""
        return self.payment_id is None and self.amount > 0
