"""Rules that make a price out of the price list's base, in order; and prices agreed with one trader."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from events.dates import day as in_words
from events.money import PenceField, pounds
from events.tariff import Does, Rule
from events.tariff_words import share, told

from .customer import Customer
from .price import NotPossible, PriceList, PriceType
from .transactions import retried
from .venue import Area, Band

PARTS = ["does", "words", "amount", "percent", "measure", "per", "beyond", "tiers", "weekdays", "first_day", "last_day",
         "facts", "authority"]  # fmt: skip
IDS = ["band", "area", "price_type"]


class TariffRule(models.Model):
    """One step of a tariff. Steps run by `position`; conditions left empty always hold (events/tariff.py runs them)."""

    Does = Does

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="rules")
    position = models.PositiveSmallIntegerField()
    does = models.CharField(max_length=14, choices=Does)
    words = models.CharField(max_length=120, help_text="As a trader reads it: Saturday, corner, litter.")
    amount = PenceField(default=0, help_text="Pence; for a measure, pence for `per` of it.")
    percent = models.IntegerField(default=0, help_text="Hundredths of a per cent, minus to take off.")
    measure = models.CharField(max_length=20, blank=True, help_text="frontage_cm, depth_cm, area_sqcm, days, units …")
    per = models.PositiveIntegerField(default=1, help_text="So many units of the measure are charged `amount`.")
    beyond = models.PositiveIntegerField(default=0, help_text="What is free before the measure counts.")
    tiers = models.JSONField(default=dict, blank=True, help_text='{"1": 800, "3": 1400}: from so many, so much in all.')
    weekdays = models.CharField(max_length=7, blank=True, help_text="Digits, 0 is Monday.")
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    band = models.ForeignKey(Band, models.CASCADE, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="+")
    price_type = models.ForeignKey(PriceType, models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField(default=dict, blank=True, help_text='What must be so: {"pays_by": "direct debit"}.')
    authority = models.CharField(max_length=200, blank=True, help_text="Where not the price list's own minute.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["price_list", "position"], name="one_rule_a_position"),
            models.CheckConstraint(
                name="tariff_rule_ends_after_start",
                condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=F("first_day")),
            ),
            models.CheckConstraint(name="tariff_rule_per_something", condition=Q(per__gt=0)),
        ]

    def __str__(self):
        return self.words

    @property
    def rule(self):
        """This rule as events.tariff runs it."""
        return Rule(**{name: getattr(self, name) for name in PARTS},
                    **{name: getattr(self, f"{name}_id") for name in IDS})  # fmt: skip

    @property
    def told(self):
        """What it does and when, in plain words."""
        return told(self, self.band, self.area, self.price_type)


class TariffOverrideQuerySet(models.QuerySet):
    """The verb that agrees a price with one customer, and who has one."""

    @retried
    def agree(self, customer, price_list, first_day, last_day, reason, *, by, amount=None, percent=None):
        """Agree a price in pence, or a share in hundredths of a per cent, on all versions of a tariff.

        The very same agreement twice is one. Raises NotPossible where another one is running on some of these days.
        """
        Customer.objects.select_for_update().get(pk=customer.pk)
        said = {"amount": amount, "percent": percent, "reason": reason, "first_day": first_day, "last_day": last_day}
        running = self.filter(customer=customer, price_list__name=price_list.name)
        if same := running.filter(**said).first():
            return same
        if other := running.filter(first_day__lte=last_day, last_day__gte=first_day).order_by("first_day").first():
            raise NotPossible(f"{customer} has a price agreed on {price_list} until {in_words(other.last_day)}. "
                              "End that one first, or begin after it.")  # fmt: skip
        return self.create(customer=customer, price_list=price_list, approved_by=by, **said)


class TariffOverride(models.Model):
    """A price or a share agreed with one customer, by somebody who may, for a reason, until a day.

    It holds for every version of the tariff: for all price lists of the same name.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tariff_overrides")
    price_list = models.ForeignKey(PriceList, models.PROTECT, related_name="overrides")
    amount = PenceField(null=True, blank=True, help_text="Instead of the price, on the list's basis.")
    percent = models.IntegerField(null=True, blank=True, help_text="Hundredths of a per cent added; minus takes off.")
    reason = models.CharField(max_length=200)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(default=now)
    first_day = models.DateField()
    last_day = models.DateField(help_text="No override runs for ever.")

    objects = TariffOverrideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="override_is_amount_or_share",
                condition=Q(amount=None, percent__isnull=False) | Q(amount__gte=0, percent=None),
            ),
            models.CheckConstraint(name="override_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="override_ends_after_start", condition=Q(last_day__gte=F("first_day"))),
        ]

    def __str__(self):
        return f"{self.customer}: {self.reason}"

    @property
    def said(self):
        """£20.00 instead, or 10% off."""
        if self.amount is not None:
            return f"{pounds(self.amount)} instead"
        return f"{share(self.percent)[1:]} {'off' if self.percent < 0 else 'on top'}"

    def end(self, last_day):
        """Let it end earlier. Days already priced with it keep their price. Raises NotPossible for a later day.

        An agreement that has not begun yet goes altogether where it would end before its first day.
        """
        if last_day > self.last_day:
            raise NotPossible(f"It ends on {in_words(self.last_day)} already. Agree a new one to go on.")
        if last_day < self.first_day:
            self.delete()
            return
        self.last_day = last_day
        self.save(update_fields=["last_day"])


class TariffFactQuerySet(models.QuerySet):
    """The verb that records something about a customer."""

    @retried
    def put(self, customer, name, value, first_day, *, by):
        """Record what is so from a day on; what was so before ends the day before. The same twice is one."""
        Customer.objects.select_for_update().get(pk=customer.pk)
        before = self.filter(customer=customer, name=name, last_day=None).first()
        if before and before.value == value:
            return before
        if before:
            before.end(first_day - timedelta(days=1))
        return self.create(customer=customer, name=name, value=value, first_day=first_day, recorded_by=by)


class TariffFact(models.Model):
    """Something that tariffs ask about a customer, and is so from a day on: pays_by is direct debit."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="tariff_facts")
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=100)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    objects = TariffFactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "name"], condition=Q(last_day=None), name="one_fact_runs_on"),
            models.CheckConstraint(name="tariff_fact_says_something", condition=~Q(name="") & ~Q(value="")),
            models.CheckConstraint(
                name="tariff_fact_ends_after_start", condition=Q(last_day=None) | Q(last_day__gte=F("first_day"))
            ),
        ]

    def __str__(self):
        return f"{self.customer}: {self.name.replace('_', ' ')} is {self.value}"

    def end(self, last_day):
        """It is so until this day; what had not begun by then was never so. Safe to call twice."""
        if last_day < self.first_day:
            self.delete()
        elif self.last_day is None:
            self.last_day = last_day
            self.save(update_fields=["last_day"])
