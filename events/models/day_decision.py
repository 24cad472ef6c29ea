"""Whether a market day goes ahead: open, restricted or cancelled, decided by whom, when, and on what forecast."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from .event import Occurrence


class DayDecisionQuerySet(models.QuerySet):
    """Which decision counts."""

    def standing(self):
        """Those that nobody reversed or replaced: one an occurrence at most."""
        return self.filter(reversed_at=None)


def proposed(limits, gust_mph):
    """(state, restriction, sentence) that a market's gust limits propose for a forecast; None below all of them.

    `limits` is MarketRules.gust_limits, {"gazebo": 26, "flat": 41, "cancelled": 50}: gusts in miles an hour from
    which each applies, the highest one reached counting. What is no state or no number is passed over.
    """
    known = {**RESTRICTIONS, CANCELLED: "the market does not go ahead"}
    reached = [(mph, name) for name, mph in limits.items()
               if name in known and isinstance(mph, int) and gust_mph is not None and mph <= gust_mph]  # fmt: skip
    if not reached:
        return None
    name = max(reached, key=lambda one: (one[0], list(known).index(one[1])))[1]
    sentence = f"Forecast gusts of {gust_mph} mph: your rule says {known[name]}."
    return (CANCELLED, "", sentence) if name == CANCELLED else ("restricted", name, sentence)


CANCELLED = "cancelled"
RESTRICTIONS = {"gazebo": "professional gazebos only, weighted", "vehicle": "vehicles only", "flat": "flat trading"}


class DayDecision(models.Model):
    """One decision about one market day. A later one replaces it; reversing is a stamp, not a deletion."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        RESTRICTED = "restricted", "Restricted"
        CANCELLED = "cancelled", "Cancelled"

    class Restriction(models.TextChoices):
        FLAT = "flat", "Flat trading: no canopies"
        VEHICLE = "vehicle", "From vehicles only"
        GAZEBO = "gazebo", "Own gazebo of professional make, weighted"

    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=10, choices=State)
    restriction = models.CharField(max_length=7, choices=Restriction, blank=True)
    reason = models.CharField(max_length=200)
    forecast = models.TextField(blank=True, help_text="What the forecast said, and where it was read.")
    forecast_at = models.DateTimeField(null=True, blank=True)
    gust_mph = models.PositiveSmallIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    credit_percent = models.PositiveSmallIntegerField(default=0, help_text="Of each charge that was credited.")
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reversal_reason = models.CharField(max_length=200, blank=True)

    objects = DayDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="decision_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="restriction_where_restricted",
                condition=Q(state="restricted") & ~Q(restriction="") | ~Q(state="restricted") & Q(restriction=""),
            ),
            models.UniqueConstraint(
                fields=["occurrence"], condition=Q(reversed_at=None), name="one_standing_decision_a_day"
            ),
            models.CheckConstraint(
                name="decision_reversal_has_reason", condition=Q(reversed_at=None) | ~Q(reversal_reason="")
            ),
        ]

    def __str__(self):
        return f"{self.occurrence}: {self.get_state_display().lower()}"

    @property
    def words(self):
        """Cancelled; Restricted, from vehicles only; Open."""
        if self.restriction:
            restriction = self.get_restriction_display()
            return f"Restricted: {restriction[:1].lower()}{restriction[1:]}"
        return self.get_state_display()

    @property
    def told_under(self):
        """What its messages are told under, each once: of the decision, and that it was taken back."""
        return [f"weather-{self.pk}", f"weather-{self.pk}-reversed"]

    @property
    def lets_stay_away(self):
        """Whether a trader who does not come is not charged."""
        return self.restriction == self.Restriction.VEHICLE
