"""Places held back at an occurrence: what for, and who held them or gave them back, when and why."""

from django.conf import settings
from django.db import models, transaction
from django.utils.timezone import now

from .venue import Place


class HoldType(models.Model):
    """House seats, press, access, technical, pitches kept for regular traders.

    A kill takes a place out of the plan for one occurrence: nobody may sell it.
    """

    name = models.CharField(max_length=50, unique=True)
    letter = models.CharField(max_length=1, default="H", help_text="Shown to staff on the plan.")
    kill = models.BooleanField(default=False)
    for_regulars = models.BooleanField(
        default=False, help_text="Keeps places of licences and season tickets: rolling forward books through it."
    )

    def __str__(self):
        return self.name


class HoldQuerySet(models.QuerySet):
    """The verbs that hold places and give them back; both are noted, place by place."""

    @transaction.atomic
    def keep(self, holds, *, reason="", by=None, at=None):
        """Write these new holds; the list. The caller has seen that their places are free."""
        kept = Hold.objects.bulk_create(holds)
        HoldNote.objects.note(kept, HoldNote.Sort.HELD, reason, by, at)
        return kept

    @transaction.atomic
    def give_back(self, *, reason="", by=None, at=None):
        """End the holds of this selection; how many."""
        gone = list(self.select_for_update(of=["self"]).order_by("pk"))
        HoldNote.objects.note(gone, HoldNote.Sort.RELEASED, reason, by, at)
        return Hold.objects.filter(pk__in=[hold.pk for hold in gone]).delete()[0]


class Hold(models.Model):
    """A place held back at one occurrence. A hold says who may book; only a line says it is booked."""

    occurrence = models.ForeignKey("Occurrence", models.CASCADE, related_name="holds")
    place = models.ForeignKey(Place, models.CASCADE, related_name="holds")
    hold_type = models.ForeignKey(HoldType, models.PROTECT, related_name="holds")

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["occurrence", "place"], name="one_hold_per_place")]

    def __str__(self):
        return f"{self.place}: {self.hold_type}"


class HoldNoteQuerySet(models.QuerySet):
    """The verb that notes what was done with some holds."""

    def note(self, holds, sort, reason, by, at):
        """One note for each hold, all of one moment."""
        at = at or now()
        return self.bulk_create(
            HoldNote(occurrence_id=hold.occurrence_id, place_id=hold.place_id, hold_type_id=hold.hold_type_id,
                     sort=sort, reason=reason[:100], by=by, at=at) for hold in holds
        )  # fmt: skip


class HoldNote(models.Model):
    """A fact for the history of a place: held back, or given back to sale. Never edited."""

    class Sort(models.TextChoices):
        HELD = "held", "Held back"
        RELEASED = "released", "No longer held"

    occurrence = models.ForeignKey("Occurrence", models.CASCADE, related_name="hold_notes")
    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    hold_type = models.ForeignKey(HoldType, models.PROTECT, related_name="+")
    sort = models.CharField(max_length=8, choices=Sort)
    reason = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = HoldNoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["occurrence", "place"])]

    def __str__(self):
        return f"{self.place}: {self.words}"

    @property
    def words(self):
        """Held back: House seats, for the mayor."""
        return f"{self.get_sort_display()}: {self.hold_type}{f', {self.reason}' if self.reason else ''}"
