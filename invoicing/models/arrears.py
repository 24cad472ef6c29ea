"""What arrears do to an account: the council's policy, as data."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from events.money import PenceField


class ArrearsPolicy(models.Model):
    """From how many days late nothing more goes on account, and no casual place is let. The last row is in force."""

    stop_credit_after = models.PositiveSmallIntegerField(
        "days late before nothing more may go on account", null=True, blank=True
    )
    stop_casual_after = models.PositiveSmallIntegerField(
        "days late before no casual place is let", null=True, blank=True
    )
    least = PenceField("least overdue amount that counts", default=1000, help_text="In pence.")
    since = models.DateTimeField(default=now)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "arrears policies"

    def __str__(self):
        return f"No credit after {self.stop_credit_after} days, no casual place after {self.stop_casual_after}"

    @classmethod
    def current(cls):
        """The policy in force; where none was ever set, arrears stop nothing."""
        return cls.objects.last() or cls()

    def stops_credit(self, account, day):
        """Pence overdue for so long that nothing more may go on the account; 0 where it may."""
        return self._counting(account, day, self.stop_credit_after)

    def stops_casual(self, account, day):
        """Pence overdue for so long that no casual place is let; 0 where one may be."""
        return self._counting(account, day, self.stop_casual_after)

    def _counting(self, account, day, days):
        if days is None:
            return 0
        late = account.open_items.overdue(day - timedelta(days=days)).outside(account.recovery_holds.binding(day))
        late = late.owing()
        return late if late >= self.least else 0
