"""Who has come in: one admission for each ticket or permit, stamped when it is undone."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.timezone import now

from events.dates import clock, local, short_day

from .line import BookingLine
from .refusal import Refused
from .ticket_issue import TicketIssue
from .transactions import violates


class NotAdmitted(Refused):
    """A ticket that does not open the door: `code` is unknown, wrong_performance, cancelled, unpaid, replaced
    or already_used."""

    def __init__(self, code, message, line=None):
        super().__init__(message)
        self.code, self.line = code, line


class CheckInQuerySet(models.QuerySet):
    """The verb of the door."""

    def standing(self):
        return self.filter(undone_at=None)

    def check_in(self, token, *, by, at=None, door="", occurrence=None):
        """Admit the bearer of a ticket token, to `occurrence` where one is named. Raises NotAdmitted with a reason."""
        at = at or now()
        line, newer = TicketIssue.objects.with_code(token)
        check_admissible(line, occurrence, newer)
        try:
            with transaction.atomic():
                return self.create(line=line, at=at, by=by, door=door)
        except IntegrityError as error:
            if not violates(error, ONE_ADMISSION):
                raise
        first = self.standing().get(line=line)
        where = f" at {first.door}" if first.door else ""
        raise NotAdmitted("already_used", f"Already used at {clock(first.at)}{where}.", line)


def check_admissible(line, occurrence, newer=None):
    """Raise NotAdmitted where this line may not come in to this occurrence (to its own, where that is None).

    `newer` is the issue of the ticket that replaced the one shown.
    """
    if line is None:
        raise NotAdmitted("unknown", "This code is not one of ours. Ask to see the booking's reference.")
    paper = line.occurrence.event.words.paper
    if occurrence is not None and line.occurrence_id != occurrence.pk:
        raise NotAdmitted("wrong_performance", f"This {paper} is for {line.occurrence}.", line)
    if line.released_at:
        raise NotAdmitted("cancelled", f"This {paper} was cancelled or replaced.", line)
    if line.booking.status != "confirmed":
        raise NotAdmitted("unpaid", f"Booking {line.booking} is not paid. Send them to the box office.", line)
    if newer:
        raise NotAdmitted("replaced", f"{replaced(newer)}. Ask for the newer {paper}.", line)


def replaced(newer):
    """Replaced at 7:04pm by Sam; with the day, where that is not the performance's."""
    day = "" if local(newer.at).date() == newer.line.occurrence.day else f"on {short_day(newer.at)} "
    who = f" by {newer.by.get_short_name() or newer.by}" if newer.by else ""
    return f"Replaced {day}at {clock(newer.at)}{who}"


class CheckIn(models.Model):
    """One admission of one line."""

    line = models.ForeignKey(BookingLine, models.PROTECT, related_name="check_ins")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    door = models.CharField(max_length=30, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(undone_at=None), name="one_admission_per_line")
        ]

    def __str__(self):
        return f"{self.line} at {self.at}"

    def undo(self, by, *, at=None):
        """Let the ticket in again. Safe to call twice: the first stamp stays. Returns whether this call undid it."""
        standing = CheckIn.objects.standing().filter(pk=self.pk)
        return bool(standing.update(undone_at=at or now(), undone_by=by))


ONE_ADMISSION = CheckIn._meta.constraints[0]
