"""One act of an officer on one device: kept once, whatever became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.timezone import now

from events.dates import clock

from .event import Occurrence
from .line import BookingLine
from .refusal import Refused
from .transactions import retried
from .venue import Place

TENDERS = ["cash", "terminal"]


class Disagreement(Refused):
    """Somebody must decide: two officers said different things, or money was taken that could not be booked."""

    code = "disputed"


@dataclass(frozen=True)
class Said:
    """A tap as a device sent it, read and not yet done. `line` and `place` are ids, `photo` is (name, bytes)."""

    client_id: UUID
    act: str
    tapped_at: datetime
    line: int | None = None
    place: int | None = None
    seen: UUID | None = None
    said: dict = field(default_factory=dict)
    position: str = ""
    photo: tuple | None = None


class RegisterTapQuerySet(models.QuerySet):
    """The verb that carries out what devices send, and questions about what they said."""

    def apply(self, occurrence, batch, *, by, acts, at=None):
        """Do a device's taps in the order they were tapped, each by itself and each once. Returns the taps.

        `acts` is {act: verb(tap, said)}; a verb raises Refused for what was not done, and Disagreement for what
        somebody must decide: either is kept with its words, and the next tap goes on.
        """
        ordered = sorted(batch, key=lambda said: said.tapped_at)
        return [self._apply(occurrence, said, by, acts, at or now()) for said in ordered]

    @retried
    def _apply(self, occurrence, said, by, acts, at):
        tap, is_new = self._keep(occurrence, said, by, at)
        if not is_new:
            return tap
        named = tap.line, tap.place
        try:
            with transaction.atomic():
                tap.check_found(said)
                acts[tap.act](tap, said)
        except Refused as refusal:
            tap.line, tap.place = named  # what was booked in between is rolled back
            disputed = isinstance(refusal, Disagreement)
            tap.outcome = tap.Outcome.DISPUTED if disputed else tap.Outcome.REFUSED
            tap.words = refusal.message[:300]
        tap.save(update_fields=["outcome", "words", "line", "place"])
        return tap

    def _keep(self, occurrence, said, by, at):
        """(the tap, whether it is new): the same tap sent twice, even at the same moment, is the one tap."""
        if earlier := self.filter(client_id=said.client_id).first():
            return earlier, False
        fields = {"act": said.act, "said": said.said, "tapped_at": said.tapped_at, "position": said.position,
                  "line": BookingLine.objects.filter(pk=said.line, occurrence=occurrence).first(),
                  "place": Place.objects.filter(pk=said.place, area__plan=occurrence.plan_id).first(),
                  "seen": self.filter(client_id=said.seen, occurrence=occurrence).first()}  # fmt: skip
        try:
            with transaction.atomic():
                return self.create(client_id=said.client_id, occurrence=occurrence, by=by, received_at=at,
                                   outcome=RegisterTap.Outcome.APPLIED, **fields), True  # fmt: skip
        except IntegrityError:
            earlier = self.filter(client_id=said.client_id).first()
            if earlier is None:
                raise
            return earlier, False

    def say(self, line, presence, *, by, at, **more):
        """What was said about a line at a desk, without a device: a tap all the same, so that devices see it."""
        return self.create(client_id=uuid4(), occurrence_id=line.occurrence_id, line=line, place_id=line.place_id,
                           act=RegisterTap.Act.PRESENCE, said={"presence": presence, **more}, by=by, tapped_at=at,
                           received_at=at, outcome=RegisterTap.Outcome.APPLIED)  # fmt: skip

    def disputed(self):
        return self.filter(outcome=RegisterTap.Outcome.DISPUTED)

    def with_money(self):
        """Those that say money was taken on the spot."""
        return self.filter(act__in=[RegisterTap.Act.LET, RegisterTap.Act.PAY], said__method__in=TENDERS)

    def with_parts(self):
        return self.select_related("by", "line__place__area", "line__booking__customer", "place__area",
                                   "occurrence__event", "occurrence__plan", "decided_by")  # fmt: skip


class RegisterTap(models.Model):
    """One act of an officer on one device. Sent twice, it counts once: `client_id` is made by the device."""

    class Act(models.TextChoices):
        PRESENCE = "presence", "How they stood"
        LET = "let", "Let to a casual trader"
        SWAP = "swap", "Moved to another pitch"
        NOTE = "note", "Note"
        PHOTO = "photo", "Photo"
        WARNING = "warning", "Warning"
        PAY = "pay", "Paid on the day"
        UNDO = "undo", "Taken back"

    class Outcome(models.TextChoices):
        APPLIED = "applied", "Done"
        REFUSED = "refused", "Not done"
        DISPUTED = "disputed", "Two officers disagree"
        SET_ASIDE = "set-aside", "Decided for the other"

    client_id = models.UUIDField(unique=True)
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="taps")
    line = models.ForeignKey(BookingLine, models.PROTECT, null=True, blank=True, related_name="taps")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="taps")
    act = models.CharField(max_length=10, choices=Act)
    said = models.JSONField(default=dict, help_text="What the device sent.")
    seen = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+",
                             help_text="The last tap about the line that the device knew of.")  # fmt: skip
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tapped_at = models.DateTimeField(help_text="By the device's clock.")
    received_at = models.DateTimeField(default=now)
    position = models.CharField(max_length=40, blank=True, help_text="Latitude, longitude, where shared.")
    outcome = models.CharField(max_length=9, choices=Outcome)
    words = models.CharField(max_length=300, blank=True, help_text="Why not, or what it was decided against.")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = RegisterTapQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["occurrence", "line"])]

    def __str__(self):
        return f"{self.get_act_display()}, {self.line or self.place or self.occurrence}"

    @property
    def takes_money(self):
        """Pence that it says were taken on the spot."""
        told = self.act in (self.Act.LET, self.Act.PAY) and self.said.get("method") in TENDERS
        return max(self.said.get("amount") or 0, 0) if told else 0

    @property
    def who_and_when(self):
        """Mo Rahman, 7:58am"""
        return f"{self.by}, {clock(self.tapped_at)}"

    def check_found(self, said):
        """Raise Refused where the pitch or booking that the device named is not of this day."""
        if (said.line and self.line is None) or (said.place and self.place is None):
            raise Refused("That pitch is not on this day's register. Look at the register again.")

    def decide(self, outcome, words, *, by, at=None):
        """Stamp a disputed tap with what was decided. False where it was decided already."""
        stamp = {"outcome": outcome, "words": words[:300], "decided_by": by, "decided_at": at or now()}
        decided = RegisterTap.objects.disputed().filter(pk=self.pk).update(**stamp)
        self.refresh_from_db()
        return bool(decided)
