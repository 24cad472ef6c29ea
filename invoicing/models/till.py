"""A till session: one cash drawer from opening float to count."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q, Sum
from django.utils.timezone import now

from events.models import AskedTooMuch, Refused
from events.models.transactions import violates
from events.money import PenceField

from .journal import Code, Posting


class TillClosed(Refused):
    """There is no open till to put the money in, or the drawer is in use."""

    code = "till_closed"


class TillSessionQuerySet(models.QuerySet):
    """The verb that opens a till, and the question which is open."""

    def open_till(self, drawer, *, by, opening_float, at=None):
        """Open a drawer with a float in pence. Raises TillClosed where somebody has it open."""
        if opening_float < 0:
            raise AskedTooMuch("The float cannot be less than nothing. Count it again.")
        try:
            with transaction.atomic():
                return self.create(drawer=drawer, opened_by=by, opening_float=opening_float, opened_at=at or now())
        except IntegrityError as error:
            if not any(violates(error, constraint) for constraint in ONE_OPEN):
                raise
        raise TillClosed(f"{drawer} is already open, or you have another till open. Close that one first.")

    def open_for(self, user):
        return self.filter(opened_by=user, closed_at=None).first()


class TillSession(models.Model):
    """Nothing moves through it once it is closed; the database sees to that."""

    drawer = models.CharField(max_length=30)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=now)
    opening_float = PenceField()
    closed_at = models.DateTimeField(null=True, blank=True)
    counted = PenceField(null=True, blank=True)
    variance = PenceField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True, help_text="Z number, without gaps for each drawer.")

    objects = TillSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["drawer"], condition=Q(closed_at=None), name="one_open_till_per_drawer"),
            models.UniqueConstraint(
                fields=["opened_by"], condition=Q(closed_at=None), name="one_open_till_per_person"
            ),
            models.UniqueConstraint(fields=["drawer", "number"], name="till_number_once"),
            models.CheckConstraint(
                name="till_closed_whole",
                condition=Q(closed_at=None, counted=None, variance=None, number=None)
                | Q(closed_at__isnull=False, counted__isnull=False, variance__isnull=False, number__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.drawer}, opened {self.opened_at:%-d %b %H:%M}"

    def expected(self):
        """Cash that should be in the drawer, in pence: float and every cash movement."""
        return self.opening_float + (self.payments.filter(method="cash").aggregate(Sum("amount"))["amount__sum"] or 0)

    def takings(self):
        """Pence taken by tender: {method: pence}."""
        return dict(self.payments.order_by().values_list("method").annotate(Sum("amount")))

    def close(self, counted, *, by, at=None):
        """Close with the cash counted, in pence; post what is over or short; number it. Closing twice is once."""
        with transaction.atomic():
            till = TillSession.objects.select_for_update().get(pk=self.pk)
            if till.closed_at is None:
                till._close(counted, by, at or now())
        self.refresh_from_db()

    def _close(self, counted, by, at):
        self.counted, self.closed_at = counted, at
        self.variance = counted - self.expected()
        Posting.objects.post("variance", [(Code.CASH, Code.TILL_VARIANCE, self.variance)], by=by, at=at, till=self)
        self.number = TillSession.objects.filter(drawer=self.drawer).exclude(closed_at=None).count() + 1
        self.save(update_fields=["counted", "closed_at", "variance", "number"])


ONE_OPEN = TillSession._meta.constraints[:2]
