"""The rules of one market as data: cut-offs, the order of the draw, holidays, cancelling, absences, weather."""

from datetime import time

from django.db import models
from django.db.models import Q

from events.money import PenceField

from .event import Event
from .price import PriceType

DRAW_KEYS = {
    "priority": "the priority group first",
    "attendance": "most days stood here in the last 52 weeks first",
    "registered": "registered longest first",
    "lottery": "by lot",
}


class Presence(models.TextChoices):
    """How a trader stands on a market morning (the states of attendance)."""

    EXPECTED = "expected", "Expected"
    ARRIVED = "arrived", "Here"
    LEFT_EARLY = "left-early", "Left early"
    LEFT = "left", "Left"
    HOLIDAY = "holiday", "Absent: holiday"
    NOTIFIED = "notified", "Absent: told us in time"
    LATE_NOTICE = "late-notice", "Absent: told us too late"
    SICK = "sick", "Absent: sick"
    NO_SHOW = "no-show", "Did not come"
    NOT_REQUIRED = "not-required", "Not required"


ABSENT = [Presence.HOLIDAY, Presence.NOTIFIED, Presence.LATE_NOTICE, Presence.SICK, Presence.NO_SHOW]


class MarketRules(models.Model):
    """What one market has decided. Every number is a setting; docs/markets.md says where each default comes from."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="rules")
    regular_price_type = models.ForeignKey(PriceType, models.PROTECT, related_name="+")
    casual_price_type = models.ForeignKey(PriceType, models.PROTECT, related_name="+")
    report_by = models.TimeField(default=time(8), help_text="Casual traders put their names down until then.")
    late_cutoff = models.TimeField(default=time(8, 30), help_text="A regular's pitch is let to others from then on.")
    second_call_at = models.TimeField(null=True, blank=True, default=time(9, 30))
    draw_order = models.JSONField(default=list, help_text="Keys of DRAW_KEYS, the first one decides first.")
    priority_days = models.PositiveSmallIntegerField(
        default=0, help_text="Days stood this week that put a casual trader in the priority group; 0 for no such group."
    )
    most_pitches = models.PositiveSmallIntegerField(default=1, help_text="Side by side, for one trader.")
    expansion = models.BooleanField(default=False, help_text="Pitches left over go to neighbours who want more.")
    keep_apart = models.BooleanField(default=True, help_text="No same key line side by side or opposite.")
    concession_days = models.PositiveSmallIntegerField(default=0, help_text="Unpaid absences a licence year.")
    absence_notice_hours = models.PositiveSmallIntegerField(default=48)
    most_absences = models.PositiveSmallIntegerField(default=9, help_text="Days a calendar year, sickness aside.")
    absences_in_a_row = models.PositiveSmallIntegerField(default=3, help_text="Without notice, and the pitch is lost.")
    cancel_free_hours = models.PositiveSmallIntegerField(default=48, help_text="Before set-up; free until then.")
    late_cancel_percent = models.PositiveSmallIntegerField(default=100, help_text="Of the price, charged after that.")
    weather_credit_until = models.TimeField(default=time(12), help_text="Cancelled earlier: credited whole.")
    weather_late_percent = models.PositiveSmallIntegerField(default=0, help_text="Credited when cancelled later.")
    gust_limits = models.JSONField(
        default=dict, help_text='Gusts in mph from which a day is restricted or cancelled: {"gazebo": 26, "flat": 41}.'
    )
    notice_days = models.PositiveSmallIntegerField(default=28, help_text="To end a licence.")
    acceptance_days = models.PositiveSmallIntegerField(default=7, help_text="To sign a licence that is offered.")
    reply_days = models.PositiveSmallIntegerField(default=14, help_text="We answer an application within.")
    appeal_days = models.PositiveSmallIntegerField(default=10, help_text="To appeal against a refusal.")

    class Meta:
        constraints = [
            models.CheckConstraint(name="late_cancel_percent_is_one", condition=Q(late_cancel_percent__lte=100)),
            models.CheckConstraint(name="weather_percent_is_one", condition=Q(weather_late_percent__lte=100)),
        ]

    def __str__(self):
        return f"Rules of {self.event}"


class ChargePolicy(models.Model):
    """What a day costs a trader who stood so: a share of the price, and a penalty on top."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="charge_policies")
    presence = models.CharField(max_length=12, choices=Presence)
    percent = models.PositiveSmallIntegerField(default=100, help_text="Of the price that stays charged.")
    penalty = PenceField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "presence"], name="one_charge_policy_a_state"),
            models.CheckConstraint(name="charge_policy_percent_is_one", condition=Q(percent__lte=100)),
            models.CheckConstraint(name="charge_policy_penalty_not_negative", condition=Q(penalty__gte=0)),
        ]

    def __str__(self):
        return f"{self.get_presence_display()}: {self.percent}%"
