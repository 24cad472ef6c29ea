"""A series: several performances that are sold together, with the same seat at each, and renewed by its holders."""

from datetime import datetime, time, timedelta

from django.db import models
from django.utils.timezone import get_current_timezone, localdate, now

from .event import Occurrence
from .refusal import AskedTooMuch, Refused
from .transactions import retried
from .venue import Plan


class SeriesQuerySet(models.QuerySet):
    """The verb that makes a series."""

    @retried
    def make(self, name, occurrences, *, follows=None, renew_by=None):
        """A series of occurrences on one plan. Raises AskedTooMuch where they are on several, or fewer than two."""
        plans = {one.plan_id: one.plan for one in occurrences}
        if len(occurrences) < 2 or len(plans) > 1:
            raise AskedTooMuch("A series is two performances or more on one plan. Choose them again.")
        plan = next(iter(plans.values()))
        if follows and follows.plan_id != plan.pk:
            raise AskedTooMuch(f"{follows} is on another plan, so its seats cannot be renewed here.")
        if follows and self.filter(follows=follows).exists():
            raise AskedTooMuch(f"{follows} is followed by another series already.")
        if self.filter(name=name).exists():
            raise AskedTooMuch(f"There is a series called {name} already. Choose another name.")
        series = self.create(name=name, plan=plan, follows=follows, renew_by=renew_by)
        series.occurrences.set(occurrences)
        return series


class Series(models.Model):
    """Several occurrences on one plan that are sold together; the holders of the one before may renew their places."""

    name = models.CharField(max_length=100, unique=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="series")
    occurrences = models.ManyToManyField(Occurrence, related_name="series", blank=True)
    follows = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    renew_by = models.DateField(null=True, blank=True, help_text="Until then places are kept for last series' holders.")

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"

    def __str__(self):
        return self.name

    def days(self):
        """Its occurrences that are not cancelled, soonest first."""
        return self.occurrences.filter(cancelled_at=None).with_parts().order_by("starts_at")

    @property
    def first_day(self):
        first = self.days().first()
        return first.day if first else None

    def over(self, at=None):
        """True once its last occurrence has ended."""
        return not self.occurrences.filter(ends_at__gt=at or now(), cancelled_at=None).exists()

    def holders(self):
        """The season tickets that held to its end, or still do: those who may renew."""
        kept = self.standing_bookings.filter(status__in=["running", "ended"], notice_given_on=None)
        return kept.select_related("customer", "place__area", "price_type").order_by("place")

    @retried
    def renew(self, *, by=None, at=None):
        """Offer the holders of the series before the same seats, kept until `renew_by`. Twice offers nothing twice.

        Returns (offers, {season ticket: why it could not be offered}). Raises AskedTooMuch where there is no series
        before it, or no day to renew by.
        """
        at = at or now()
        if self.follows is None or self.renew_by is None or self.renew_by < localdate(at):
            raise AskedTooMuch("Say which series it follows, and until when holders may renew.")
        offers, left_out = [], {}
        for held in self.follows.holders().filter(renewed_by=None):
            try:
                offers.append(self.standing_bookings.offer(
                    held.customer, held.place, held.price_type, series=self, starts_on=self.first_day,
                    accept_by=self.renew_by, renews=held, by=by, at=at))  # fmt: skip
            except Refused as refusal:
                left_out[held] = refusal.message
        return offers, left_out

    def reserved_until(self, at):
        """Until when seats stay reserved for somebody who has no account: the end of the day to renew by.

        Without such a day, or after it, two days before the first occurrence to come; an hour from now at the least.
        """
        soonest = self.occurrences.upcoming(at).first()
        latest = soonest.starts_at - timedelta(days=2) if soonest else at
        if self.renew_by and self.renew_by >= localdate(at):
            latest = end_of(self.renew_by)
        return max(latest, at + timedelta(hours=1))


def end_of(day):
    """Midnight after a day, as the clock on our wall has it."""
    return datetime.combine(day + timedelta(days=1), time.min, get_current_timezone())
