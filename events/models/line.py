"""A booking line: one place at one occurrence at one price, and the index that referees every claim."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from events.money import Basis, PenceField, Priced, Vat

from .event import Occurrence
from .price import PriceType
from .vat import VatDetermination
from .venue import Place


def new_token():
    """What a ticket's QR code says: 22 characters that nobody can guess."""
    return secrets.token_urlsafe(16)


class BookingLineQuerySet(models.QuerySet):
    """Questions about lines."""

    def live(self):
        return self.filter(released_at=None)

    def claiming(self, at):
        """Live lines that a seller must respect at this moment: not those whose reservation ran out."""
        return self.live().exclude(booking__status="reserved", booking__reserved_until__lt=at)

    def with_parts(self):
        return self.select_related("place__area", "price_type", "occurrence__event", "occurrence__plan__venue")


class BookingLine(models.Model):
    """A fact: never edited, never deleted, only released (stamped who, when, why)."""

    booking = models.ForeignKey("events.Booking", models.PROTECT, related_name="lines")
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="lines")
    place = models.ForeignKey(Place, models.PROTECT, related_name="lines")
    price_type = models.ForeignKey(PriceType, models.PROTECT, related_name="+")
    price = PenceField(help_text="As published, on its basis.")
    off = PenceField(default=0, help_text="What an offer took off the published price; the price has it off already.")
    offer = models.ForeignKey("events.Offer", models.PROTECT, null=True, blank=True, related_name="lines")
    worked = models.TextField(blank=True, help_text="How the price was made, a step a line; empty: the list's price.")
    basis = models.CharField(max_length=5, choices=Basis)
    vat = models.CharField(max_length=1, choices=Vat)
    vat_rate = models.PositiveIntegerField(default=0)
    determination = models.ForeignKey(VatDetermination, models.PROTECT, related_name="+")
    budget_code = models.CharField(max_length=30)
    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    release_reason = models.CharField(max_length=100, blank=True)
    kept = PenceField(default=0, help_text="Of the price, on its basis: what stays to be paid though it was released.")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by",
                                    help_text="The line it was swapped for.")  # fmt: skip

    objects = BookingLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "place"], condition=Q(released_at=None), name="one_live_line_per_place"
            ),
            models.CheckConstraint(name="line_price_not_negative", condition=Q(price__gte=0)),
            models.CheckConstraint(name="line_off_not_negative", condition=Q(off__gte=0)),
            models.CheckConstraint(
                name="line_release_has_reason", condition=Q(released_at=None) | ~Q(release_reason="")
            ),
            models.CheckConstraint(
                name="line_keeps_part_of_its_price",
                condition=Q(kept=0) | Q(kept__gt=0, kept__lte=F("price"), released_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.occurrence}, {self.occurrence.event.words.place} {self.place}"

    @property
    def priced(self):
        """The line's price as events.money taxes it."""
        return Priced(self.price, self.basis, self.vat, self.vat_rate)

    @property
    def published(self):
        """Pence of the published price, before any offer."""
        return self.price + self.off

    def anew(self):
        """The same once more, not yet of any booking, with a token of its own."""
        fields = ["occurrence", "place", "price_type", "price", "off", "offer", "worked", "basis", "vat", "vat_rate",
                  "determination", "budget_code"]  # fmt: skip
        return BookingLine(**{name: getattr(self, name) for name in fields})

    @property
    def priced_kept(self):
        """What stays to be paid of a released line, as events.money taxes it."""
        return Priced(self.kept, self.basis, self.vat, self.vat_rate)


ONE_LIVE_LINE = next(c for c in BookingLine._meta.constraints if c.name == "one_live_line_per_place")
