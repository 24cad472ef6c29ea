"""Tickets printed anew: a later issue of a line's ticket has a code of its own and voids the one before."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from .line import BookingLine, new_token
from .refusal import AskedTooMuch
from .transactions import retried

REASONS = [
    "Lost, or left at home", "Damaged or cannot be read", "The printer failed", "Never came by post", "Stolen",
    "The telephone is flat or lost", "The name on it was wrong", "Given to the wrong person", "Another reason",
]  # fmt: skip


class TicketIssueQuerySet(models.QuerySet):
    """The verb that issues tickets anew, and which code is whose."""

    @retried
    def reissue(self, lines, *, reason, by=None, at=None, since=None):
        """A new code for each line; from then on the door refuses the one before. Returns the issues, line by line.

        With `since`, {line id: issue number} as the person saw them: asked twice, the second returns what the first
        made. Raises AskedTooMuch for no lines, no reason, or a ticket that is no longer one.
        """
        at, reason = at or now(), reason.strip()
        if not lines or not reason:
            raise AskedTooMuch("Choose the tickets and say why they are printed anew.")
        wanted = BookingLine.objects.live().filter(pk__in=[line.pk for line in lines], booking__status="confirmed")
        locked = list(wanted.select_for_update(of=["self"]).order_by("pk"))
        if len(locked) < len({line.pk for line in lines}):
            raise AskedTooMuch("One of these tickets was given back or is not paid. Look at the booking again.")
        return [self._next(line, since, reason[:100], by, at) for line in locked]

    def _next(self, line, since, reason, by, at):
        last = self.filter(line=line).last()
        number = last.number if last else 1
        if since and number > since.get(line.pk, number):
            return last
        return self.create(line=line, number=number + 1, reason=reason, at=at, by=by)

    def codes(self, lines):
        """{line id: the code that opens the door now}, in one query."""
        later = dict(self.filter(line__in=lines).order_by("number").values_list("line", "token"))
        return {line.pk: later.get(line.pk, line.token) for line in lines}

    def numbers(self, lines):
        """{line id: number of the issue that is good now}, in one query."""
        later = dict(self.filter(line__in=lines).order_by("number").values_list("line", "number"))
        return {line.pk: later.get(line.pk, 1) for line in lines}

    def with_code(self, code):
        """(line, what replaced this code): the line of a code, or None, and the issue after it, where there is one."""
        lines = BookingLine.objects.with_parts().select_related("booking__customer")
        line, number = lines.filter(token=code).first(), 1
        if line is None:
            issue = self.filter(token=code).first()
            if issue is None:
                return None, None
            line, number = lines.get(pk=issue.line_id), issue.number
        newer = self.filter(line=line, number__gt=number).select_related("by").first()
        if newer:
            newer.line = line
        return line, newer


class TicketIssue(models.Model):
    """The second, third, … issue of a ticket; the first is the line's own token."""

    line = models.ForeignKey(BookingLine, models.PROTECT, related_name="issues")
    number = models.PositiveSmallIntegerField(help_text="2 for the first reprint.")
    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    reason = models.CharField(max_length=100)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TicketIssueQuerySet.as_manager()

    class Meta:
        ordering = ["line", "number"]
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="ticket_issue_number_once"),
            models.CheckConstraint(name="ticket_issue_after_the_first", condition=Q(number__gte=2)),
            models.CheckConstraint(name="ticket_issue_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.line}, issue {self.number}"
