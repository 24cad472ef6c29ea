"""The downtime pack: what the box office sells and admits by where the system cannot be reached, on paper."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from events.money import PenceField

from .event import Occurrence
from .line import BookingLine
from .price import PriceType
from .venue import Place


class DowntimePack(models.Model):
    """Seat book, will-call list and blank numbered tickets of one occurrence, as they stood at `made_at`."""

    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="packs")
    hours_before = models.PositiveSmallIntegerField(help_text="Hours before curtain-up that it was due; 0: asked for.")
    made_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    pdf = models.BinaryField()
    sent_to = models.EmailField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="Every blank is accounted for.")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "hours_before"], condition=Q(hours_before__gt=0), name="pack_once_each_time"
            )
        ]

    def __str__(self):
        return f"Downtime pack, {self.occurrence}"


class BlankTicket(models.Model):
    """One numbered blank of a pack: unused, spoilt, or sold as was written on it; `line` once that is booked."""

    pack = models.ForeignKey(DowntimePack, models.PROTECT, related_name="blanks")
    number = models.CharField(max_length=12, unique=True)
    line = models.OneToOneField(BookingLine, models.PROTECT, null=True, blank=True, related_name="blank")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", help_text="As written.")
    price_type = models.ForeignKey(PriceType, models.PROTECT, null=True, blank=True, related_name="+")
    method = models.CharField(max_length=10, blank=True, help_text="How it was paid for.")
    sold_at = models.DateTimeField(null=True, blank=True)
    price = PenceField(null=True, blank=True, help_text="What it cost when it was sold, in pence.")
    problem = models.CharField(max_length=200, blank=True, help_text="Why what was sold is not booked yet.")
    spoilt = models.CharField(max_length=100, blank=True, help_text="Why it was not sold, where it was used up.")
    entered_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="blank_is_sold_or_spoilt",
                condition=Q(entered_at=None, line=None, place=None, spoilt="", problem="")
                | Q(entered_at__isnull=False, spoilt="", place__isnull=False, line__isnull=False, problem="")
                | Q(entered_at__isnull=False, spoilt="", place__isnull=False, line=None) & ~Q(problem="")
                | Q(entered_at__isnull=False, line=None, problem="") & ~Q(spoilt=""),
            )
        ]

    def __str__(self):
        return self.number
