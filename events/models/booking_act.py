"""What was done about a booking that moved no money and no place: sent again, renamed, transferred, authorised."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from .booking import Booking


class BookingActQuerySet(models.QuerySet):
    """The verb that notes one."""

    def note(self, booking, sort, words, *, by=None, at=None):
        """Write down what was done. `words` are shown in the booking's history, cut at 200 characters."""
        return self.create(booking=booking, sort=sort, words=words[:200], by=by, at=at or now())


class BookingAct(models.Model):
    """A fact for the booking's history. Never edited."""

    class Sort(models.TextChoices):
        SENT = "sent", "Sent again"
        NAMED = "named", "Transferred"
        MOVED = "moved", "Moved"
        AUTHORISED = "authorised", "Authorised"
        CALLED_OFF = "called-off", "Called off"
        DONATED = "donated", "Donated"

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="acts")
    sort = models.CharField(max_length=10, choices=Sort)
    words = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BookingActQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="booking_act_has_words", condition=~Q(words=""))]

    def __str__(self):
        return f"{self.booking}: {self.words}"
