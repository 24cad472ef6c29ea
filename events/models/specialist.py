"""Specialist and Christmas markets: one applies for the whole of it; deposit, early price, plan and refunds as data."""

from fractions import Fraction

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from events.money import PenceField, rounded

from .event import Event, Occurrence
from .price import Price, PriceList, PriceType
from .refusal import NotPriced


class SpecialistMarketQuerySet(models.QuerySet):
    """Which markets may be applied for."""

    def open_on(self, day):
        """Those of which it is the time, and which were not called off."""
        days = Occurrence.objects.filter(event=OuterRef("event"))
        off = Exists(days) & ~Exists(days.filter(cancelled_at=None))
        return self.filter(applications_from__lte=day, applications_to__gte=day).exclude(off)


class SpecialistMarket(models.Model):
    """A market one applies for whole: its deposit, its criteria, its early price, its payment plan; rules as data."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="specialist")
    applications_from = models.DateField()
    applications_to = models.DateField()
    decide_by = models.DateField(null=True, blank=True)
    deposit = PenceField(default=0, help_text="With the application: given back if refused, off the price if accepted.")
    early_until = models.DateField(null=True, blank=True)
    early_price_list = models.ForeignKey(PriceList, models.PROTECT, null=True, blank=True, related_name="+")
    instalments = models.PositiveSmallIntegerField(default=1, help_text="Most monthly parts of the payment plan.")
    whole_event = models.BooleanField(default=True, help_text="All its days or none; prices are then for all of them.")
    cancel_percents = models.JSONField(
        default=list, blank=True,
        help_text="[[days before the first day, per cent given back]], most days first; [] is none.",
    )
    most_alike = models.PositiveSmallIntegerField(default=0, help_text="With the same key line; 0 for no limit.")

    objects = SpecialistMarketQuerySet.as_manager()

    class Meta:
        ordering = ["applications_to", "pk"]
        constraints = [
            models.CheckConstraint(name="deposit_not_negative", condition=Q(deposit__gte=0)),
            models.CheckConstraint(
                name="applications_end_after_start", condition=Q(applications_to__gte=models.F("applications_from"))
            ),
            models.CheckConstraint(
                name="early_price_has_its_day",
                condition=Q(early_until=None, early_price_list=None)
                | Q(early_until__isnull=False, early_price_list__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Applications for {self.event}"

    @property
    def days(self):
        """Its days that were not cancelled, in order."""
        return self.event.occurrences.filter(cancelled_at=None).with_parts().order_by("starts_at", "pk")

    @property
    def first_day(self):
        """The first of them, a date; None where there are none."""
        first = self.event.occurrences.filter(cancelled_at=None).order_by("starts_at").first()
        return first.day if first else None

    @property
    def called_off(self):
        """Whether it had days and all of them are cancelled."""
        return self.first_day is None and self.event.occurrences.exists()

    def price_list_on(self, moment):
        """The price list for whoever applied at this moment."""
        if self.early_until and localdate(moment) <= self.early_until:
            return self.early_price_list
        first = self.days.first() or self.event.occurrences.with_parts().order_by("starts_at").first()
        if first is None:
            raise NotPriced(f"{self.event} has no days yet. Add them first.")
        return first.price_list

    def price_type(self):
        """What its pitches are let as: its rules' regular price type, else the first on its price list."""
        rules = getattr(self.event, "rules", None)
        if rules:
            return rules.regular_price_type
        return PriceType.objects.filter(prices__price_list__occurrences__event=self.event).distinct().first()

    def prices_on(self, moment):
        """{band: pence} for whoever applied at this moment; for all its days together where it is let whole."""
        prices = Price.objects.filter(price_list=self.price_list_on(moment), price_type=self.price_type())
        return {price.band: price.amount for price in prices.select_related("band").order_by("band__position", "band")}

    def most_parts(self, day):
        """The most monthly parts, the first a month after this day, of which the last still falls due before it begins.
        """
        first = self.first_day or day
        months = (first.year - day.year) * 12 + first.month - day.month - (first.day <= day.day)
        return max(1, min(self.instalments, months))

    def percent_back(self, day):
        """The per cent of what was paid or fell due that goes back to a trader who cancels on this day."""
        first = self.first_day
        if first is None:
            return 100
        ahead = (first - day).days
        fitting = [percent for days, percent in sorted(self.cancel_percents, reverse=True) if ahead >= days]
        return fitting[0] if fitting else 0

    def kept_of(self, pence, day):
        """Pence that stay with us of `pence`, cancelled by the trader on this day; what goes back is rounded."""
        return pence - rounded(Fraction(pence * self.percent_back(day), 100))


class Criterion(models.Model):
    """What applications for a specialist market are scored by, and how much it weighs."""

    market = models.ForeignKey(SpecialistMarket, models.CASCADE, related_name="criteria")
    name = models.CharField(max_length=80)
    most = models.PositiveSmallIntegerField(default=5, help_text="Points from 0 to this.")
    weight = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["market", "name"], name="criterion_once_a_market"),
            models.CheckConstraint(name="criterion_counts", condition=Q(most__gt=0, weight__gt=0)),
        ]

    def __str__(self):
        return self.name
