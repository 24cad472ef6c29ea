"""A day off: a market day a trader told us they will not come to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from .attachment import Attachment
from .customer import Customer
from .event import Occurrence
from .line import BookingLine


class DayOffQuerySet(models.QuerySet):
    """Questions about absences."""

    def live(self):
        """Those not taken back."""
        return self.filter(withdrawn_at=None)

    def between(self, event, first, last):
        """Absences from days of one market, from one date to another."""
        return self.live().filter(occurrence__event=event, occurrence__starts_at__date__range=(first, last))


class DayOff(models.Model):
    """A day a trader told us they will not come: a holiday from their entitlement, sick, in time, or late."""

    class Why(models.TextChoices):
        HOLIDAY = "holiday", "Holiday"
        NOTIFIED = "notified", "Told us in time"
        LATE_NOTICE = "late-notice", "Told us too late"
        SICK = "sick", "Sick"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="days_off")
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="days_off")
    why = models.CharField(max_length=11, choices=Why)
    lines = models.ManyToManyField(BookingLine, blank=True, related_name="days_off", help_text="What it gave back.")
    note = models.CharField(max_length=200, blank=True)
    evidence = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(default=now)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DayOffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "occurrence"], condition=Q(withdrawn_at=None), name="one_day_off_a_day"
            )
        ]

    def __str__(self):
        return f"{self.customer} away on {self.occurrence}: {self.get_why_display()}"
