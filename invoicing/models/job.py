"""Long work in the background: how far it is, for a progress bar that survives leaving the page."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.timezone import now


class Job(models.Model):
    """One piece of work. It may be done again after a crash: what it does must bear that."""

    title = models.CharField(max_length=100)
    wanted = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    said = models.CharField(max_length=300, blank=True, help_text="How it ended, in words.")
    failed = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=now)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.title

    def begin(self, wanted):
        """Say how much there is to do; what an earlier try did is counted anew."""
        Job.objects.filter(pk=self.pk).update(wanted=wanted, done=0, began_at=now(), ended_at=None, failed=False)

    def step(self, count=1):
        Job.objects.filter(pk=self.pk).update(done=F("done") + count)

    def end(self, said, *, failed=False):
        Job.objects.filter(pk=self.pk).update(said=said[:300], failed=failed, ended_at=now())

    @property
    def seconds_left(self):
        """An estimate from the pace so far; None before there is one."""
        if not self.began_at or not self.done or self.ended_at:
            return None
        return round((now() - self.began_at).total_seconds() / self.done * (self.wanted - self.done))
