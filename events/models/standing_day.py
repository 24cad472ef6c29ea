"""What became of one occurrence of a standing booking."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from .event import Occurrence
from .line import BookingLine
from .standing import StandingBooking


class StandingDay(models.Model):
    """Booked once, left out as a day off, or refused with the reason; a refused day is tried again while it lies ahead.
    """

    class Outcome(models.TextChoices):
        BOOKED = "booked", "Booked"
        DAY_OFF = "day-off", "Day off"
        REFUSED = "refused", "Could not be booked"

    standing = models.ForeignKey(StandingBooking, models.PROTECT, related_name="days")
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="standing_days")
    outcome = models.CharField(max_length=8, choices=Outcome)
    line = models.OneToOneField(BookingLine, models.PROTECT, null=True, blank=True, related_name="standing_day")
    words = models.CharField(max_length=300, blank=True, help_text="Why it was not booked.")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["standing", "occurrence"], name="one_outcome_a_standing_day"),
            models.CheckConstraint(
                name="standing_day_booked_has_line",
                condition=Q(outcome="booked", line__isnull=False) | ~Q(outcome="booked") & Q(line=None),
            ),
        ]

    def __str__(self):
        return f"{self.standing}, {self.occurrence}: {self.get_outcome_display()}"
