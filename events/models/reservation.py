"""Reservations that stand for days: by name, unpaid or with a deposit, until a day on which the customer decides."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from events.dates import day_clock
from events.money import PenceField

from .booking import Booking
from .line import BookingLine
from .refusal import AskedTooMuch, ReservationLapsed
from .transactions import retried

SOON = timedelta(days=3)  # before its decision is due, a reservation is on the list of those due soon


class ReservationQuerySet(models.QuerySet):
    """The verb that makes one, and the lists the counter works through."""

    @retried
    def of(self, booking, *, decide_by, by=None, at=None, **terms):
        """Let a basket stand until `decide_by`, on these terms. Asked twice, the second changes nothing.

        Raises AskedTooMuch without a customer, for nothing in it, for a time past or after it begins, and where the
        booking is paid or over.
        """
        at = at or now()
        booking = Booking.objects.select_for_update(of=["self"]).select_related("customer").get(pk=booking.pk)
        if known := self.filter(booking=booking).first():
            return known
        check_reservable(booking, decide_by, at)
        booking.extend(decide_by)
        Booking.objects.filter(pk=booking.pk).update(parked_as="")
        return self.create(booking=booking, decide_by=decide_by, by=by, made_at=at, **terms)

    def open(self):
        return self.filter(booking__status=Booking.Status.RESERVED).order_by("decide_by", "pk")

    def due_soon(self, at):
        """Those to be decided within three days."""
        return self.open().filter(decide_by__gte=at, decide_by__lt=at + SOON)

    def past(self, at):
        """Those whose day is over and that stand all the same: something was paid, so a person decides."""
        return self.open().filter(decide_by__lt=at)

    def to_remind(self, at):
        """Those whose reminder is due and was not sent; one made after it was due was told of its day just now.

        Nobody is asked to pay for what is called off.
        """
        off = BookingLine.objects.live().filter(occurrence__cancelled_at__isnull=False).values("booking")
        waiting = self.open().filter(reminded_at=None, decide_by__gt=at).exclude(booking__in=off)
        return [one for one in waiting.select_related("booking__customer")
                if one.made_at < one.remind_at <= at]


def check_reservable(booking, decide_by, at):
    """Raise AskedTooMuch where a booking cannot be let stand until then."""
    if booking.status != Booking.Status.RESERVED or booking.reserved_until < at:
        raise AskedTooMuch(f"{booking} is paid, or its time is up. Look at it again.")
    if booking.customer is None:
        raise AskedTooMuch("Say first who it is for: press F7 at the desk and find or add the customer.")
    first = booking.lines.live().order_by("occurrence__starts_at").select_related("occurrence").first()
    if first is None:
        raise AskedTooMuch("Nothing is in the basket. Choose places first.")
    check_day(first.occurrence, decide_by, at)


def check_day(occurrence, decide_by, at):
    if not at < decide_by <= occurrence.starts_at:
        raise AskedTooMuch(f"Choose a day from now until it begins, {day_clock(occurrence.starts_at)}.")


def check_open(booking):
    """Raise ReservationLapsed or AskedTooMuch for a reservation that is over: lapsed, paid or cancelled."""
    if booking.status == Booking.Status.LAPSED:
        raise ReservationLapsed(booking.reference)
    if booking.status == Booking.Status.CONFIRMED:
        raise AskedTooMuch(f"{booking} is paid or charged by now. Give places back from the booking itself.")
    if booking.status == Booking.Status.CANCELLED:
        raise AskedTooMuch(f"{booking} is cancelled already. Make a new reservation.")


class Reservation(models.Model):
    """The terms of a booking that is reserved for longer than a basket."""

    class Sort(models.TextChoices):
        RESERVE = "reserve", "Reserved, to be paid"
        OPTION = "option", "Option, to be decided"
        GROUP = "group", "Group or school"

    booking = models.OneToOneField(Booking, models.PROTECT, related_name="reservation")
    sort = models.CharField(max_length=7, choices=Sort, default=Sort.RESERVE)
    group_name = models.CharField(max_length=100, blank=True)
    decide_by = models.DateTimeField(help_text="Its places lapse then; the option date of a group.")
    deposit = PenceField(default=0, help_text="To be paid by `deposit_by`, in pence; 0: none is asked.")
    deposit_by = models.DateField(null=True, blank=True)
    remind_days = models.PositiveSmallIntegerField(default=2, help_text="Days before, on which a reminder goes out.")
    reminded_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    invoiced = models.BooleanField(default=False, help_text="To the group's account, with all that is reserved.")
    made_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReservationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reservation_deposit_has_a_day", condition=Q(deposit=0) | Q(deposit_by__isnull=False)
            )
        ]

    def __str__(self):
        return f"{self.booking}, {self.get_sort_display().lower()}"

    @property
    def name(self):
        """The group's name, or the customer's."""
        return self.group_name or str(self.booking.customer)

    @property
    def remind_at(self):
        return self.decide_by - timedelta(days=self.remind_days)

    @retried
    def extend(self, decide_by, *, keep=False, at=None):
        """Give it until another time, an earlier one too; a reminder goes out again before that.

        `keep` holds its places as long as before at least. Raises AskedTooMuch, ReservationLapsed.
        """
        at = at or now()
        booking = Booking.objects.select_for_update().get(pk=self.booking_id)
        line = booking.lines.live().order_by("occurrence__starts_at").select_related("occurrence").first()
        if line is None:
            raise AskedTooMuch("Nothing is reserved any more. Make a new reservation.")
        check_day(line.occurrence, decide_by, at)
        booking.extend(max(decide_by, booking.reserved_until) if keep else decide_by)
        self.decide_by, self.reminded_at = decide_by, None
        self.save(update_fields=["decide_by", "reminded_at"])

    @retried
    def reduce(self, lines, *, by=None, at=None):
        """Give some of its places back; how many. Raises AskedTooMuch where none would be left, ReservationLapsed."""
        booking = Booking.objects.select_for_update().get(pk=self.booking_id)
        check_open(booking)
        going = {line.pk for line in lines}
        if not booking.lines.live().exclude(pk__in=going).exists():
            raise AskedTooMuch("Nothing would be left. Cancel the booking instead.")
        count = booking.release(lines, reason="numbers reduced", by=by, at=at)
        booking.settle(by=by, at=at)
        return count

    def claim_reminder(self, at):
        """Stamp its reminder as sent; False where another worker has."""
        return bool(Reservation.objects.filter(pk=self.pk, reminded_at=None).update(reminded_at=at))
