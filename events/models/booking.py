"""The booking: reserved, then confirmed, cancelled or lapsed. Only money confirms one (invoicing/models)."""

import secrets

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now

from events.money import tax, total_of

from .claim import BookingQuerySet
from .customer import Customer
from .line import BookingLine
from .refusal import AskedTooMuch, ReservationLapsed

# No 0/O, 1/I/L: a reference is read out over the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference():
    return "".join(secrets.choice(ALPHABET) for _ in range(7))


class Booking(models.Model):
    """What one customer took at one time; its lines may be at several occurrences."""

    class Status(models.TextChoices):
        RESERVED = "reserved", "Reserved"
        CONFIRMED = "confirmed", "Confirmed"
        CANCELLED = "cancelled", "Cancelled"
        LAPSED = "lapsed", "Lapsed"

    class Channel(models.TextChoices):
        SHOP = "shop", "Online shop"
        COUNTER = "counter", "Counter"
        PHONE = "phone", "Telephone"
        PORTAL = "portal", "Trader portal"
        MARKET = "market", "Market officer"
        API = "api", "Another system"

    reference = models.CharField(max_length=7, unique=True, default=new_reference, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="bookings")
    channel = models.CharField(max_length=10, choices=Channel)
    status = models.CharField(max_length=10, choices=Status, default=Status.RESERVED)
    reserved_until = models.DateTimeField()
    created_at = models.DateTimeField(default=now, db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["reserved_until"], condition=Q(status="reserved"), name="booking_open_reservations")
        ]
        constraints = [
            models.CheckConstraint(
                name="booking_status_known",
                condition=Q(status__in=["reserved", "confirmed", "cancelled", "lapsed"]),
            ),
            models.CheckConstraint(
                name="booking_confirmed_has_time", condition=~Q(status="confirmed") | Q(confirmed_at__isnull=False)
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def live_lines(self):
        return self.lines.live().with_parts()

    def total(self):
        """Net and VAT of the live lines, VAT rounded once a group."""
        return total_of(tax([line.priced for line in self.lines.live()]))

    def confirm(self, *, at=None):
        """Turn a reservation into a booking. Safe to call twice: machines repeat themselves.

        Raises ReservationLapsed where its places have gone. A late payer keeps places nobody else wanted.
        """
        at = at or now()
        reserved = Booking.objects.filter(pk=self.pk, status=self.Status.RESERVED)
        if reserved.update(status=self.Status.CONFIRMED, confirmed_at=at):
            self.status, self.confirmed_at = self.Status.CONFIRMED, at
        else:
            self.refresh_from_db(fields=["status", "confirmed_at"])
            if self.status != self.Status.CONFIRMED:
                raise ReservationLapsed(self.reference)

    def extend(self, until):
        """Give a reservation more time. Raises ReservationLapsed where it has ended."""
        if not Booking.objects.filter(pk=self.pk, status=self.Status.RESERVED).update(reserved_until=until):
            raise ReservationLapsed(self.reference)
        self.reserved_until = until

    def release(self, lines, *, reason, by=None, at=None):
        """Give places back: a part refund, a no-show, one week of six. Returns how many were released."""
        live = BookingLine.objects.live().filter(booking=self, pk__in=[line.pk for line in lines])
        return live.update(released_at=at or now(), released_by=by, release_reason=reason)

    def cancel(self, *, reason, by=None, at=None):
        """End the booking and give every place back. Money is invoicing's to return. Safe to call twice."""
        at = at or now()
        if not reason:
            raise AskedTooMuch("Say why the booking is cancelled.")
        with transaction.atomic():
            booking = Booking.objects.select_for_update().get(pk=self.pk)
            if booking.status in (self.Status.RESERVED, self.Status.CONFIRMED):
                booking.release(booking.lines.live(), reason=reason, by=by, at=at)
                booking.status, booking.cancelled_at = self.Status.CANCELLED, at
                booking.save(update_fields=["status", "cancelled_at"])
        self.refresh_from_db()
