"""What is sold beside a place: a gazebo, a socket, metres of build-out; a programme book, an interval drink."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum

from events.money import Basis, PenceField, Priced, Vat

from .channel import channels_known, channels_told
from .event import Event, Occurrence
from .price import NotPossible
from .refusal import AskedTooMuch, Refused
from .transactions import retried
from .vat import ChargeType, VatDetermination
from .venue import Circuit, Place


class OutOfStock(Refused):
    """There is not so much left of an extra."""

    code = "out_of_stock"


class Extra(models.Model):
    """Something an event offers at a price for each unit."""

    class Fee(models.TextChoices):
        TICKET = "ticket", "For each ticket"
        BOOKING = "booking", "For each booking"

    event = models.ForeignKey(Event, models.CASCADE, related_name="extras")
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=20, default="each", help_text="each, m², metre: what one of it is.")
    price = PenceField(help_text="For one unit, on the basis.")
    basis = models.CharField(max_length=5, choices=Basis)
    charge_type = models.CharField(max_length=10, choices=ChargeType)
    budget_code = models.CharField(max_length=30)
    stock = models.PositiveIntegerField(null=True, blank=True, help_text="For one occurrence; empty is no limit.")
    amps = models.PositiveSmallIntegerField(default=0, help_text="A socket of this rating; 0 for no socket.")
    most_each = models.PositiveSmallIntegerField(default=10, help_text="In one booking on one day.")
    position = models.PositiveSmallIntegerField(default=0)
    offered = models.BooleanField(default=True)
    fee = models.CharField(max_length=7, choices=Fee, blank=True, help_text="Charged by itself; empty: it is chosen.")
    channels = models.CharField(max_length=60, blank=True, help_text="A fee where: counter phone shop; empty: always.")
    refundable = models.BooleanField(default=True, help_text="A fee that goes back with its ticket.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="extra_name_once_an_event"),
            models.CheckConstraint(name="extra_price_not_negative", condition=Q(price__gte=0)),
            models.CheckConstraint(name="extra_has_budget_code", condition=~Q(budget_code="")),
            channels_known("extra_channels_known"),
            models.CheckConstraint(name="extra_channels_are_of_fees", condition=Q(channels="") | ~Q(fee="")),
            models.CheckConstraint(name="extra_fee_has_no_stock", condition=Q(fee="") | Q(stock=None)),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Raise ValidationError for what a buyer could not be shown honestly, or what would never happen.

        A consumer is shown one price with VAT and every fee that cannot be avoided in it (Digital Markets, Competition
        and Consumers Act 2024 s230).
        """
        wrong = {}
        if self.event.audience == Event.Audience.PUBLIC and self.basis == Basis.NET:
            wrong["basis"] = "The public is shown one price with VAT in it. Enter the price with VAT included."
        if self.fee and self.stock is not None:
            wrong["stock"] = "A fee is charged by itself and cannot run out. Leave the stock empty."
        if self.channels and not self.fee:
            wrong["channels"] = "Only a fee differs by where it is sold. Untick them, or say how the fee is charged."
        if wrong:
            raise ValidationError(wrong)

    @property
    def channels_words(self):
        """At the counter and by telephone: where a fee is charged."""
        return channels_told(self.channels)

    def is_sold(self):
        """Whether any was ever sold, also some that was given back since."""
        return self.lines.exists()

    @retried
    def remove(self):
        """Delete what was never sold. Raises NotPossible."""
        Extra.objects.select_for_update().get(pk=self.pk)
        if self.is_sold():
            raise NotPossible(f"{self} was sold already, so it stays in the books. Take it off sale instead.")
        self.delete()

    def left(self, occurrence):
        """How much of it is left at an occurrence; None where there is no limit."""
        if self.stock is None:
            return None
        return self.stock - self._sold(self.lines.live().filter(occurrence=occurrence))

    @staticmethod
    def _sold(lines):
        return lines.aggregate(sold=Sum("quantity"))["sold"] or 0

    def check_line(self, line, booking):
        """Raise AskedTooMuch or OutOfStock where a line may not be written into a booking."""
        if not self.offered or self.event_id != line.occurrence.event_id:
            raise AskedTooMuch(f"{self} is not offered at {line.occurrence}. Leave it out.")
        mine = self._sold(self.lines.live().filter(booking=booking, occurrence=line.occurrence))
        if line.quantity + mine > self.most_each:
            raise AskedTooMuch(f"{self}: {self.most_each} at most in one booking on one day. Choose fewer.")
        left = self.left(line.occurrence)
        if left is not None and line.quantity > left:
            raise OutOfStock(f"{self}: {max(left, 0)} left at {line.occurrence}. Choose fewer.")
        if self.amps:
            self.check_power(line)

    def check_power(self, line):
        """Raise AskedTooMuch where the pitch has no such socket, OutOfStock where its circuit has no more to give."""
        place, wanted = line.place, self.amps * line.quantity
        if place is None or place.amps < self.amps:
            where = place or "The booking"
            raise AskedTooMuch(f"{where} has no socket of {self.amps} A. Choose another pitch, or leave {self} out.")
        sockets = ExtraLine.objects.live().filter(occurrence=line.occurrence)
        if sockets.filter(place=place).amps() + wanted > place.amps:
            raise OutOfStock(f"{place} can give {place.amps} A in all at {line.occurrence}. Choose fewer sockets.")
        if circuit := place.circuit:
            left = circuit.amps - sockets.filter(place__circuit=circuit).amps()
            if wanted > left:
                raise OutOfStock(f"{self}: the circuit of {place} has {max(left, 0)} A left at {line.occurrence}. "
                                 "Choose a pitch on another circuit, or a smaller socket.")  # fmt: skip


class ExtraLineQuerySet(models.QuerySet):
    """Questions about extras that were sold, and the verb that sells them."""

    def live(self):
        return self.filter(released_at=None)

    def beside(self, lines):
        """Live extras for the places and occurrences of some booking lines: they go when those go."""
        same = lines.filter(booking=OuterRef("booking"), occurrence=OuterRef("occurrence"), place=OuterRef("place"))
        return self.live().filter(Exists(same))

    def amps(self):
        """What these sockets may draw together."""
        return self.aggregate(amps=Sum(F("quantity") * F("extra__amps")))["amps"] or 0

    def sell(self, booking, lines):
        """Write priced lines into a booking. Raises OutOfStock and AskedTooMuch.

        Sellers of one extra take turns, and so do those of sockets on one circuit.
        """
        ids = sorted({line.extra_id for line in lines})
        extras = {extra.pk: extra for extra in Extra.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
        circuits = {line.place.circuit_id for line in lines if line.place and extras[line.extra_id].amps}
        list(Circuit.objects.select_for_update().filter(pk__in=circuits).order_by("pk"))
        for line in lines:
            extras[line.extra_id].check_line(line, booking)
            line.booking = booking
            line.save()
        return lines

    def with_parts(self):
        return self.select_related("extra", "occurrence__event", "place__area", "determination")


class ExtraLine(models.Model):
    """Some of one extra at one occurrence at one price: a fact like a booking line, only ever released."""

    booking = models.ForeignKey("events.Booking", models.PROTECT, related_name="extra_lines")
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="extra_lines")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="extra_lines")
    extra = models.ForeignKey(Extra, models.PROTECT, related_name="lines")
    quantity = models.PositiveIntegerField()
    price = PenceField(help_text="For all of it, as published, on its basis.")
    basis = models.CharField(max_length=5, choices=Basis)
    vat = models.CharField(max_length=1, choices=Vat)
    vat_rate = models.PositiveIntegerField(default=0)
    determination = models.ForeignKey(VatDetermination, models.PROTECT, related_name="+")
    budget_code = models.CharField(max_length=30)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    release_reason = models.CharField(max_length=100, blank=True)
    kept = PenceField(default=0, help_text="Of the price, on its basis: what stays to be paid though it was released.")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by",
                                    help_text="The extra of the day it was swapped for.")  # fmt: skip

    objects = ExtraLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["occurrence", "extra"], condition=Q(released_at=None), name="extra_lines_live")]
        constraints = [
            models.CheckConstraint(name="extra_line_quantity_positive", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="extra_line_price_not_negative", condition=Q(price__gte=0)),
            models.CheckConstraint(
                name="extra_line_release_has_reason", condition=Q(released_at=None) | ~Q(release_reason="")
            ),
            models.CheckConstraint(
                name="extra_line_keeps_part_of_its_price",
                condition=Q(kept=0) | Q(kept__gt=0, kept__lte=F("price"), released_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.quantity} × {self.extra}, {self.occurrence}"

    @property
    def words(self):
        """Gazebo; 2 × 16 A socket; Build-out 6 m²."""
        if self.extra.unit != "each":
            return f"{self.extra} {self.quantity} {self.extra.unit}"
        return f"{self.quantity} × {self.extra}" if self.quantity > 1 else self.extra.name

    @property
    def priced(self):
        """The line's price as events.money taxes it."""
        return Priced(self.price, self.basis, self.vat, self.vat_rate)

    def anew(self):
        """The same once more, not yet of any booking."""
        fields = ["occurrence", "place", "extra", "quantity", "price", "basis", "vat", "vat_rate", "determination",
                  "budget_code"]  # fmt: skip
        return ExtraLine(**{name: getattr(self, name) for name in fields})

    @property
    def priced_kept(self):
        """What stays to be paid of a released extra, as events.money taxes it."""
        return Priced(self.kept, self.basis, self.vat, self.vat_rate)
