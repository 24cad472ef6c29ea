"""Offers: what comes off the published price by itself, where a basket fits the offer's conditions."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, Q, Sum
from django.utils.timezone import localdate

from events.money import PenceField
from events.offers import Deal

from .channel import channels_known
from .event import Event
from .price import NotPossible, PriceType
from .transactions import retried

TERMS = ["name", "event_id", "percent_off", "amount_off", "least_places", "least_events"]


class OfferQuerySet(models.QuerySet):
    """Questions about offers."""

    def with_use(self):
        """With the `bookings` that stand by it, its `tickets` and the pence it `saved` their buyers."""
        stands = Q(lines__released_at=None, lines__booking__status="confirmed")
        return self.annotate(bookings=Count("lines__booking", filter=stands, distinct=True),
                             tickets=Count("lines", filter=stands),
                             saved=Sum("lines__off", filter=stands, default=0))  # fmt: skip


class Offer(models.Model):
    """A standing offer. Each ticket takes part in one offer at most; offers are tried in the order of `position`.

    With parts (2 Adult, 2 Under 16) it applies to each whole set at one occurrence; without, to every place of a party
    of `least_places` or more. `least_events` asks for so many different events in one basket.
    """

    name = models.CharField(max_length=60, unique=True)
    event = models.ForeignKey(Event, models.CASCADE, null=True, blank=True, related_name="offers",
                              help_text="Empty: every event that the public may book.")  # fmt: skip
    position = models.PositiveSmallIntegerField(default=0)
    percent_off = models.PositiveSmallIntegerField(default=0)
    amount_off = PenceField(default=0, help_text="Of each place, in pence.")
    least_places = models.PositiveSmallIntegerField(default=1, help_text="At one occurrence.")
    least_events = models.PositiveSmallIntegerField(default=1, help_text="Different events in one basket.")
    channels = models.CharField(max_length=60, blank=True, help_text="counter phone shop; empty: wherever sold.")
    valid_from = models.DateField(null=True, blank=True, help_text="First day of sale.")
    valid_to = models.DateField(null=True, blank=True, help_text="Last day of sale.")

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="offer_percent_of_a_hundred", condition=Q(percent_off__lte=100)),
            models.CheckConstraint(
                name="offer_takes_one_thing_off",
                condition=Q(percent_off__gt=0, amount_off=0) | Q(percent_off=0, amount_off__gt=0),
            ),
            channels_known("offer_channels_known"),
        ]

    def __str__(self):
        return self.name

    def deal(self):
        """The offer as events/offers.py works it out."""
        parts = tuple((part.price_type_id, part.count) for part in self.parts.all())
        return Deal(self.pk, self.name, self.event_id, self.percent_off, self.amount_off, self.least_places,
                    self.least_events, parts)  # fmt: skip

    def is_used(self):
        """Whether a ticket was ever sold by it, also one that was given back since."""
        return self.lines.exists()

    def is_over(self, today=None):
        return self.valid_to is not None and self.valid_to < (today or localdate())

    def check_terms(self, parts):
        """Raise NotPossible where its terms would change though tickets were sold by them."""
        old = Offer.objects.select_for_update().get(pk=self.pk)
        same = all(getattr(old, name) == getattr(self, name) for name in TERMS)
        if self.is_used() and not (same and old.deal().parts == tuple((one.pk, count) for one, count in parts)):
            raise NotPossible(f"Tickets were sold by {old}, so its terms stay. End it, and make a new offer.")

    @retried
    def keep(self, parts):
        """Write the offer with its parts, [(price type, count)]: where, when and in which order it holds at any time,
        its terms until a ticket is sold by it. Raises NotPossible."""
        if self.pk:
            self.check_terms(parts)
        self.save()
        if [(part.price_type_id, part.count) for part in self.parts.all()] != [(one.pk, count) for one, count in parts]:
            self.parts.all().delete()
            self.parts.bulk_create(OfferPart(offer=self, price_type=one, count=count) for one, count in parts)
        return self

    @retried
    def end(self, today=None):
        """Sell by it no more from this moment on. What was sold by it keeps its price; ended twice is ended once."""
        yesterday = (today or localdate()) - timedelta(days=1)
        if self.valid_to is None or self.valid_to > yesterday:
            self.valid_to = yesterday
            self.save(update_fields=["valid_to"])

    @retried
    def remove(self):
        """Delete an offer that nothing was ever sold by. Raises NotPossible."""
        Offer.objects.select_for_update().get(pk=self.pk)
        if self.is_used():
            raise NotPossible(f"Tickets were sold by {self}. End it instead: what was sold keeps its price.")
        self.delete()


class OfferPart(models.Model):
    """So many places at one price type, of which an offer's set is made."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="parts")
    price_type = models.ForeignKey(PriceType, models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "price_type"], name="offer_part_once"),
            models.CheckConstraint(name="offer_part_counts", condition=Q(count__gt=0)),
        ]

    def __str__(self):
        return f"{self.count} {self.price_type}"
