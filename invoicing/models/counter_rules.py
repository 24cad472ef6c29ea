"""What finance and the manager set for the counter: limits, fees, tolerances and times; and who changed what when."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now

from events.money import PenceField


class CounterRules(models.Model):
    """The one row of rules for every till. Amounts in pence."""

    refund_fee = PenceField(default=0, help_text="Kept of each ticket that is refunded.")
    refund_until_hours = models.PositiveSmallIntegerField(default=0, help_text="Before curtain-up; later: PIN.")
    refund_pin_over = PenceField(default=10000, help_text="A refund above this needs somebody who may authorise it.")
    cash_refund_most = PenceField(default=20000, help_text="More than this does not go back in cash.")
    exchange_fee = PenceField(default=0, help_text="For each ticket.")
    exchange_until_hours = models.PositiveSmallIntegerField(default=0, help_text="Before curtain-up; later: PIN.")
    exchange_at_old_price = models.BooleanField(default=False, help_text="Priced as at the day of the first order.")
    variance_tolerance = PenceField(default=200, help_text="More over or short than this needs a reason.")
    second_sign_off = models.BooleanField(default=True, help_text="A till is closed by two people.")
    basket_minutes = models.PositiveSmallIntegerField(default=10)
    parked_minutes = models.PositiveSmallIntegerField(default=30)
    link_minutes = models.PositiveSmallIntegerField(default=20, help_text="How long a payment link keeps the places.")
    reserve_days = models.PositiveSmallIntegerField(default=7, help_text="How long an unpaid reservation stands.")
    duty_manager = models.EmailField(blank=True, help_text="Who is sent the downtime packs.")
    pack_hours = models.CharField(max_length=20, default="6 1", help_text="Hours before curtain-up that one is made.")

    class Meta:
        constraints = [models.CheckConstraint(name="counter_rules_are_one_row", condition=Q(pk=1))]

    def __str__(self):
        return "Counter rules"

    @classmethod
    def current(cls):
        """The rules in force; the defaults until somebody sets others."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @classmethod
    @transaction.atomic
    def change(cls, values, *, by, at=None):
        """Set some of the rules, {field: value}, and note what changed. Returns the note, or None for no change."""
        cls.objects.get_or_create(pk=1)
        rules = cls.objects.select_for_update().get(pk=1)
        changed = {name: [getattr(rules, name), value] for name, value in values.items()
                   if getattr(rules, name) != value}  # fmt: skip
        if not changed:
            return None
        for name, (_, value) in changed.items():
            setattr(rules, name, value)
        rules.save(update_fields=list(changed))
        return CounterRulesChange.objects.create(changed=changed, by=by, at=at or now())


class CounterRulesChange(models.Model):
    """A fact: who set which rules, from what to what."""

    changed = models.JSONField(help_text="Field: [before, after].")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"Rules changed by {self.by}, {self.at:%-d %b %Y}"
