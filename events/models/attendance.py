"""How each trader stood on a market day, as the last word has it; the taps on the register are its history."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from events.dates import clock

from .admission import CheckIn, check_admissible
from .booking import Booking
from .line import BookingLine
from .market_rules import Presence
from .refusal import Refused
from .register_tap import Disagreement, RegisterTap
from .ticket_issue import TicketIssue
from .transactions import retried

WAS_HERE = [Presence.ARRIVED, Presence.LEFT, Presence.LEFT_EARLY]


def moved_on(line):
    """The line that stands for this one since it was moved to another pitch of the day; itself where it was not."""
    after = BookingLine.objects.filter(replaces=line, occurrence=line.occurrence_id).first()
    return moved_on(after) if after else line


def locked_line(tap):
    """The tap's line as it stands now, followed to where it was moved, its booking locked. Raises Refused."""
    if tap.line is None:
        raise Refused("That pitch was given back. Look at the register again.")
    Booking.objects.select_for_update().only("pk").get(pk=tap.line.booking_id)
    tap.line = BookingLine.objects.with_parts().select_related("booking").get(pk=moved_on(tap.line).pk)
    return tap.line


class StoodBy(models.TextChoices):
    """Who was at the stall."""

    SELF = "self", "The trader"
    ASSISTANT = "assistant", "A registered assistant"
    REPLACEMENT = "replacement", "An authorised replacement"
    STRANGER = "stranger", "A replacement nobody authorised"


class AttendanceQuerySet(models.QuerySet):
    """The verbs that say how somebody stood, and question whose charge policy is still to be carried out."""

    def say(self, tap, said):
        """What a presence tap does. Raises Disagreement where another officer said something else meanwhile."""
        presence, stood_by = tap.said.get("presence"), tap.said.get("stood_by", StoodBy.SELF)
        if presence not in Presence.values or stood_by not in StoodBy.values:
            raise Refused("This device said something the register does not know. Load the page again.")
        line = locked_line(tap)
        self._check_seen(tap, line, presence, stood_by)
        if line.released_at:
            raise Refused(f"{line.place} was released at {clock(line.released_at)}. "
                          "Press “Came after all” while it is free, or move them to a free pitch.")  # fmt: skip
        self.stand(line, presence, by=tap.by, at=tap.tapped_at, stood_by=stood_by, tap=tap)

    def take_back(self, tap, of):
        """Undo the presence tap `of`: what was said before it holds again."""
        line = locked_line(tap)
        last = self.filter(line=line).select_related("tap").first()
        if of.outcome in (of.Outcome.DISPUTED, of.Outcome.REFUSED):
            of.decide(of.Outcome.SET_ASIDE, "Taken back on the device.", by=tap.by, at=tap.received_at)
            return
        if last is None or last.tap_id != of.pk:
            raise Refused(f"{line.place} was changed by somebody else since. Look at it again.")
        before = self._before(of)
        presence = before.said["presence"] if before else Presence.EXPECTED
        stood_by = before.said.get("stood_by", StoodBy.SELF) if before else StoodBy.SELF
        self.stand(line, presence, by=tap.by, at=tap.tapped_at, stood_by=stood_by, tap=tap)

    def _before(self, of):
        """The presence tap that held before `of`, or None."""
        taps = RegisterTap.objects.filter(line=of.line, outcome=RegisterTap.Outcome.APPLIED)
        undone = {one.said.get("of") for one in taps.filter(act=RegisterTap.Act.UNDO)}
        earlier = taps.filter(act=RegisterTap.Act.PRESENCE, pk__lt=of.pk).order_by("-pk")
        return next((one for one in earlier if str(one.client_id) not in undone), None)

    def _check_seen(self, tap, line, presence, stood_by):
        last = self.filter(line=line).select_related("tap__by").first()
        if last is None or last.tap is None or last.tap_id == tap.seen_id:
            return
        if (last.presence, last.stood_by) == (presence, stood_by):
            return
        if last.tap.by_id != tap.by_id:
            raise Disagreement(f"{last.tap.who_and_when}, said: {last.get_presence_display().lower()}.")
        if tap.tapped_at < last.tap.tapped_at:  # one officer, two devices: what they said last stands
            raise Refused(f"You said later, at {clock(last.tap.tapped_at)}: {last.get_presence_display().lower()}.")

    @retried
    def stand(self, line, presence, *, by, at=None, stood_by=StoodBy.SELF, tap=None):
        """Write down how a line stood; being here and the check-in are made and undone together.

        Raises NotAdmitted for one not paid or given back, Refused once the day's charges are settled.
        """
        at, standing = at or now(), CheckIn.objects.standing().filter(line=line)
        if self.filter(line=line).exclude(settled_at=None).exists():
            raise Refused(f"The charges of {line.place} are settled for this day. Ask finance to put it right.")
        if presence == Presence.ARRIVED and not standing.exists():
            check_admissible(line, line.occurrence)
            CheckIn.objects.create(line=line, at=at, by=by)
        elif presence not in WAS_HERE:
            standing.update(undone_at=at, undone_by=by)
        said = {"presence": presence, "stood_by": stood_by, "by": by, "at": at, "tap": tap}
        return self.update_or_create(line=line, defaults=said)[0]

    @retried
    def tick(self, line, *, by, at=None):
        """They have come, said at a desk. Raises NotAdmitted where they are here already, or may not come in."""
        at = at or now()
        code = TicketIssue.objects.codes([line])[line.pk]
        CheckIn.objects.check_in(code, by=by, at=at, occurrence=line.occurrence)
        tap = RegisterTap.objects.say(line, Presence.ARRIVED, by=by, at=at)
        return self.stand(line, Presence.ARRIVED, by=by, at=at, tap=tap)

    @retried
    def untick(self, check_in, *, by, at=None):
        """They have not come after all. Undoing twice is undoing once: returns whether this call did it."""
        at = at or now()
        if not check_in.undo(by, at=at):
            return False
        tap = RegisterTap.objects.say(check_in.line, Presence.EXPECTED, by=by, at=at)
        self.stand(check_in.line, Presence.EXPECTED, by=by, at=at, tap=tap)
        return True

    def decide(self, tap, in_favour, *, by, at=None):
        """Settle a disagreement: with `in_favour` of the disputed tap it holds from now on, else what stands stays.

        False where it was decided already.
        """
        line = locked_line(tap)
        other = self.filter(line=line).select_related("tap__by").first()
        words = f"Decided against {other.tap.who_and_when}." if other and other.tap else "Decided."
        outcome = tap.Outcome.APPLIED if in_favour else tap.Outcome.SET_ASIDE
        if not tap.decide(outcome, words, by=by, at=at):
            return False
        if in_favour:
            if other and other.tap_id not in (None, tap.pk):
                RegisterTap.objects.filter(pk=other.tap_id).update(
                    outcome=tap.Outcome.SET_ASIDE, words=f"Decided for {tap.who_and_when}.", decided_by=by,
                    decided_at=tap.decided_at)  # fmt: skip
            self.stand(line, tap.said["presence"], by=tap.by, at=tap.tapped_at, tap=tap,
                       stood_by=tap.said.get("stood_by", StoodBy.SELF))  # fmt: skip
        return True

    def unsettled(self):
        return self.filter(settled_at=None)


class Attendance(models.Model):
    """How one booked pitch stood, as the last word has it; the taps are its history."""

    line = models.OneToOneField(BookingLine, models.PROTECT, related_name="attendance")
    presence = models.CharField(max_length=12, choices=Presence, default=Presence.EXPECTED)
    stood_by = models.CharField(max_length=11, choices=StoodBy, default=StoodBy.SELF)
    tap = models.ForeignKey(RegisterTap, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="When the charge policy was carried out.")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attendance_presence_known", condition=Q(presence__in=list(Presence.values))
            )
        ]

    def __str__(self):
        return f"{self.line}: {self.get_presence_display()}"
