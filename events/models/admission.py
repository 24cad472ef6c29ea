"""Who has come in: one admission for each ticket or permit, undone by a supervisor only."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.timezone import now

from .line import BookingLine
from .refusal import Refused
from .transactions import violates


class NotAdmitted(Refused):
    """A ticket that does not open the door; `code` is one of unknown, unpaid, cancelled, already_used."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class CheckInQuerySet(models.QuerySet):
    """The verb of the door."""

    def check_in(self, token, *, by, at=None, door=""):
        """Admit the bearer of a ticket token. Raises NotAdmitted with the reason in words."""
        at = at or now()
        line = BookingLine.objects.with_parts().select_related("booking").filter(token=token).first()
        if line is None:
            raise NotAdmitted("unknown", "This code is not one of ours. Ask to see the booking's reference.")
        if line.released_at:
            raise NotAdmitted("cancelled", f"This {line.occurrence.event.words.paper} was cancelled or replaced.")
        if line.booking.status != "confirmed":
            raise NotAdmitted("unpaid", f"Booking {line.booking} is not paid. Send them to the box office.")
        try:
            with transaction.atomic():
                return self.create(line=line, at=at, by=by, door=door)
        except IntegrityError as error:
            if not violates(error, ONE_ADMISSION):
                raise
        first = self.get(line=line, undone_at=None)
        raise NotAdmitted("already_used", f"Already used at {first.at:%H:%M}{f' at {first.door}' if first.door else ''}.")


class CheckIn(models.Model):
    """One admission of one line."""

    line = models.ForeignKey(BookingLine, models.PROTECT, related_name="check_ins")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    door = models.CharField(max_length=30, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(undone_at=None), name="one_admission_per_line")
        ]

    def __str__(self):
        return f"{self.line} at {self.at}"


ONE_ADMISSION = CheckIn._meta.constraints[0]
