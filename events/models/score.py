"""The score: points one member of staff gave one application by one criterion."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from .application import Application
from .refusal import AskedTooMuch
from .specialist import Criterion
from .transactions import retried


class ScoreQuerySet(models.QuerySet):
    """The verb that scores."""

    @retried
    def give(self, application, points, *, by, note="", at=None):
        """Write down somebody's points, {criterion: points}; they replace what the same person gave before.

        Raises AskedTooMuch for points outside 0 to the criterion's most, with nothing kept.
        """
        for criterion, given in points.items():
            if not 0 <= given <= criterion.most:
                raise AskedTooMuch(f"{criterion}: give between 0 and {criterion.most} points.")
        for criterion, given in points.items():
            self.update_or_create(application=application, criterion=criterion, by=by,
                                  defaults={"points": given, "note": note[:200], "at": at or now()})  # fmt: skip


class Score(models.Model):
    """Points one member of staff gave an application by one criterion."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "criterion", "by"], name="one_score_a_person")
        ]

    def __str__(self):
        return f"{self.criterion}: {self.points}"
