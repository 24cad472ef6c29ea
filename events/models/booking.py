"""The booking: reserved, then confirmed, cancelled or lapsed. Only money confirms one (invoicing/models)."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now

from events.money import tax, total_of

from . import statements
from .basket import Basket
from .claim import BookingQuerySet, Choice, check_audience, until_chosen, until_claimed, write_lines
from .customer import Customer
from .event import Occurrence
from .extra import ExtraLine
from .line import BookingLine
from .pricing import PriceBook, Wanted, check_number, check_request, check_sellable
from .refusal import AskedTooMuch, NotOnSale, ReservationLapsed
from .sales_cap import SalesCap
from .transactions import retried

# No 0/O, 1/I/L: a reference is read out over the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference():
    return "".join(secrets.choice(ALPHABET) for _ in range(7))


class Booking(Basket, models.Model):
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

    class Delivery(models.TextChoices):
        E_TICKET = "e-ticket", "By e-mail"
        COLLECT = "collect", "To be collected"
        POST = "post", "By post"
        NOW = "now", "Printed now"

    reference = models.CharField(max_length=7, unique=True, default=new_reference, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="bookings")
    channel = models.CharField(max_length=10, choices=Channel)
    status = models.CharField(max_length=10, choices=Status, default=Status.RESERVED)
    reserved_until = models.DateTimeField()
    created_at = models.DateTimeField(default=now, db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    parked_as = models.CharField(max_length=40, blank=True, help_text="Set aside at the counter under this name.")
    delivery = models.CharField(max_length=8, choices=Delivery, blank=True)
    collector = models.CharField(max_length=100, blank=True, help_text="Who collects it, where not the customer.")
    note = models.CharField(max_length=300, blank=True, help_text="For staff and the door.")
    exchange_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="exchange_baskets",
                                    help_text="It holds the places that this booking is to have instead.")  # fmt: skip

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

    def sold(self):
        """Everything it holds and will be paid for: its live lines, then its live extras."""
        lines = getattr(self, "new_lines", None)  # just reserved, and so without extras
        return lines or [*self.live_lines, *self.extra_lines.live().with_parts()]

    def total(self):
        """Net and VAT of the live lines and extras, VAT rounded once a group."""
        return total_of(tax([line.priced for line in self.sold()]))

    def confirm(self, *, at=None):
        """Turn a reservation into a booking; False where it was one already: machines repeat themselves.

        Raises ReservationLapsed where its places have gone. A late payer keeps places nobody else wanted.
        """
        at = at or now()
        self._check_days_stand()
        if statements.confirm(self.pk, at):
            self.status, self.confirmed_at = self.Status.CONFIRMED, at
            return True
        self.refresh_from_db(fields=["status", "confirmed_at"])
        if self.status != self.Status.CONFIRMED:
            raise ReservationLapsed(self.reference)
        return False

    def _check_days_stand(self):
        """Raise NotOnSale where a day of it was called off while it was being booked.

        Whoever calls a day off waits for the sales under way, or they for that: nobody pays for a day that is not.
        """
        new = [line.occurrence_id for line in getattr(self, "new_lines", ())]
        days = {*(new or self.lines.live().values_list("occurrence_id", flat=True))}
        if days and (off := statements.called_off(sorted(days))):
            raise NotOnSale(f"{Occurrence.objects.with_parts().get(pk=off[0])} is cancelled. Choose another day.")

    def extend(self, until):
        """Give a reservation more time. Raises ReservationLapsed where it has ended."""
        if not Booking.objects.filter(pk=self.pk, status=self.Status.RESERVED).update(reserved_until=until):
            raise ReservationLapsed(self.reference)
        self.reserved_until = until

    def add(self, wanted, *, instead_of=(), by=None, minutes=10, at=None):
        """Add places to this reservation, all of `wanted` or none, and give the lines `instead_of` back.

        Its time starts again. The same place at another price type is wanted instead of its line. Raises what
        reserving raises, and ReservationLapsed; whatever is raised, nothing held is lost.
        """
        at = at or now()
        wanted = [Wanted(*one) for one in wanted]
        self._check_with_the_rest(wanted, instead_of, at)
        book = PriceBook([one.occurrence for one in wanted], at, self.customer, leaving=instead_of)
        lines = book.lines(wanted)
        return until_claimed(
            lines, at,
            lambda: self._add(lambda: book.settled(wanted, lines), instead_of, by, at, minutes, book.capped),
        )  # fmt: skip

    def add_best(self, occurrence, price_types, *, band=None, area=None, together=True, access=False, by=None,
                 minutes=10, at=None):  # fmt: skip
        """Add the best free places, one for each of `price_types`, chosen inside the transaction. Raises SoldOut."""
        at = at or now()
        check_audience([Wanted(occurrence, None, None)], self.customer)
        check_sellable(occurrence, at)
        check_number(occurrence, len(price_types))
        check_number(occurrence, len(price_types) + self.lines.live().filter(occurrence=occurrence).count())
        book = PriceBook([occurrence], at, self.customer)
        choice = Choice(occurrence, price_types, book, band, area, together, access, by)
        return until_chosen(
            choice, lambda: self._add(lambda: choice.locked().lines(at), (), by, at, minutes, book.capped)
        )

    @retried
    def _add(self, choose, instead_of, by, at, minutes, capped):
        caps = SalesCap.objects.locked(capped)
        lines = choose()
        if not Booking.objects.select_for_update().filter(pk=self.pk, status=self.Status.RESERVED).exists():
            raise ReservationLapsed(self.reference)
        self.extend(max(self.reserved_until, at + timedelta(minutes=minutes)))
        if self.release(instead_of, reason="exchanged in the basket", by=by, at=at) < len(instead_of):
            raise AskedTooMuch("The basket changed meanwhile. Look at it and try again.")
        Booking.objects.make_way(lines, at, self.customer)
        written = write_lines(self, lines, by)
        Booking.objects.check_caps(caps, self, written, at)
        return written

    def _check_with_the_rest(self, wanted, instead_of, at):
        leaving = {line.pk for line in instead_of}
        staying = [line for line in self.live_lines.select_related("occurrence__price_list")
                   if line.pk not in leaving]  # fmt: skip
        rest = [Wanted(line.occurrence, line.place, line.price_type) for line in staying]
        check_request([*rest, *wanted], at)
        check_audience(wanted, self.customer)

    def release(self, lines, *, reason, by=None, at=None):
        """Give places back: a part refund, a no-show, one week of six. Returns how many were released."""
        self.__dict__.pop("new_lines", None)
        stamp = {"released_at": at or now(), "released_by": by, "release_reason": reason}
        live = BookingLine.objects.live().filter(booking=self, pk__in=[line.pk for line in lines])
        self.extra_lines.beside(live).update(**stamp)
        return live.update(**stamp)

    def add_extras(self, wanted, *, minutes=10, at=None):
        """Add extras to this reservation: [(extra, occurrence, place or None, quantity)], all of them or none.

        Returns the lines. Raises OutOfStock, AskedTooMuch, NotPriced and ReservationLapsed, with nothing kept.
        """
        at = at or now()
        book = PriceBook([occurrence for _, occurrence, _, _ in wanted], at)
        lines = [book.extra(*one) for one in wanted]
        return self._add_extras(lines, at, minutes)

    @retried
    def _add_extras(self, lines, at, minutes):
        self.__dict__.pop("new_lines", None)
        if not Booking.objects.select_for_update().filter(pk=self.pk, status=self.Status.RESERVED).exists():
            raise ReservationLapsed(self.reference)
        self.extend(max(self.reserved_until, at + timedelta(minutes=minutes)))
        return ExtraLine.objects.sell(self, lines)

    def revive(self, *, minutes=10, at=None):
        """Reserve again what lapsed, at the prices it had; all or none. Raises what reserving and extras raise."""
        at = at or now()
        lines = [one.anew() for one in self.lines.filter(release_reason="lapsed").with_parts()]
        extras = [one.anew() for one in self.extra_lines.filter(release_reason="lapsed").with_parts()]
        wanted = [Wanted(line.occurrence, line.place, line.price_type) for line in lines]
        check_request(wanted, at)
        check_audience(wanted, self.customer)
        return until_claimed(lines, at, lambda: self._revive(lines, extras, at, minutes))

    @retried
    def _revive(self, lines, extras, at, minutes):
        until = at + timedelta(minutes=minutes)
        caps = SalesCap.objects.locked({line.occurrence.event_id for line in lines})
        lapsed = Booking.objects.filter(pk=self.pk, status=self.Status.LAPSED)
        if not lapsed.update(status=self.Status.RESERVED, reserved_until=until):
            raise AskedTooMuch(f"{self} has not lapsed. Look at it again.")
        Booking.objects.make_way(lines, at, self.customer)
        write_lines(self, lines, self.taken_by)
        Booking.objects.check_caps(caps, self, lines, at)
        ExtraLine.objects.sell(self, extras)
        self.status, self.reserved_until = self.Status.RESERVED, until

    def cancel(self, *, reason, by=None, at=None):
        """End the booking and give every place back. Money is invoicing's to return. Safe to call twice."""
        at = at or now()
        if not reason:
            raise AskedTooMuch("Say why the booking is cancelled.")
        with transaction.atomic():
            booking = Booking.objects.select_for_update().get(pk=self.pk)
            if booking.status in (self.Status.RESERVED, self.Status.CONFIRMED):
                booking.release(booking.lines.live(), reason=reason, by=by, at=at)
                booking.extra_lines.live().update(released_at=at, released_by=by, release_reason=reason)
                booking.status, booking.cancelled_at = self.Status.CANCELLED, at
                booking.save(update_fields=["status", "cancelled_at"])
        self.refresh_from_db()
