"""What is on and when: an event and its occurrences."""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.timezone import localdate, now

from events.dates import day_clock
from events.kinds import WORDS, EventKind

from .document import DocumentType
from .hold import Hold
from .price import PriceList
from .refusal import NotOnSale, NotOpenTo, PlaceHeld, PlaceTaken
from .vat import ChargeType
from .venue import Place, Plan


class Event(models.Model):
    """A show or a market: what people come for, however often it happens."""

    class Audience(models.TextChoices):
        PUBLIC = "public", "Anybody"
        TRADERS = "traders", "Approved traders"

    kind = models.CharField(max_length=10, choices=EventKind)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    title = models.CharField(max_length=150)
    slug = models.SlugField(unique=True)
    summary = models.TextField(blank=True)
    charge_type = models.CharField(max_length=10, choices=ChargeType)
    budget_code = models.CharField(max_length=30)
    required_documents = models.ManyToManyField(DocumentType, blank=True, related_name="events")

    class Meta:
        constraints = [models.CheckConstraint(name="event_has_budget_code", condition=~Q(budget_code=""))]

    def __str__(self):
        return self.title

    @property
    def words(self):
        """How this event's parts are named (events/kinds.py)."""
        return WORDS[self.kind]


class OccurrenceQuerySet(models.QuerySet):
    """Questions about when."""

    def upcoming(self, at=None):
        return self.filter(ends_at__gt=at or now(), cancelled_at=None).order_by("starts_at")

    def with_parts(self):
        return self.select_related("event", "plan__venue", "price_list")

    def on(self, first, last=None):
        """Those that start on a day, or from one day to another."""
        return self.filter(starts_at__date__range=(first, last or first), cancelled_at=None).order_by("starts_at")

    def performances(self):
        """Those that people take seats at."""
        return self.filter(plan__unit="seat")

    def market_days(self):
        """Those that traders take pitches at."""
        return self.filter(plan__unit="pitch")


class Occurrence(models.Model):
    """One performance or one market day."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="occurrences")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="occurrences")
    price_list = models.ForeignKey(PriceList, models.PROTECT, related_name="occurrences")
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    opens_at = models.DateTimeField(null=True, blank=True, help_text="Doors, or set up from.")
    note = models.CharField(max_length=100, blank=True, help_text="Matinee, relaxed, captioned.")
    on_sale_from = models.DateTimeField(null=True, blank=True)
    most_at_once = models.PositiveSmallIntegerField(default=40, help_text="Places in one booking.")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="occurrence_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="occurrence_opens_before_start", condition=Q(opens_at=None) | Q(opens_at__lte=F("starts_at"))
            ),
        ]
        permissions = [("sell_held_places", "Can sell places that are held back")]

    def __str__(self):
        return f"{self.event}, {day_clock(self.starts_at)}"

    @property
    def day(self):
        return localdate(self.starts_at)

    def check_on_sale(self, at):
        """Raise NotOnSale where it is cancelled, over or not on sale yet."""
        if self.cancelled_at:
            raise NotOnSale(f"{self} is cancelled. Choose another day.")
        if self.ends_at <= at:
            raise NotOnSale(f"{self} is over. Choose another day.")
        if self.on_sale_from and at < self.on_sale_from:
            raise NotOnSale(f"{self} goes on sale on {day_clock(self.on_sale_from)}.")

    def hold(self, places, hold_type, *, reason="", by=None, at=None):
        """Hold places back: none may be booked at this moment. Waits for sales under way and makes new ones wait."""
        with transaction.atomic():
            Occurrence.objects.select_for_update().get(pk=self.pk)
            taken = Place.objects.filter(pk__in=[place.pk for place in places], lines__occurrence=self,
                                         lines__released_at=None)  # fmt: skip
            if lost := list(taken.select_related("area")):
                raise PlaceTaken(lost)
            if held := list(self.holds.filter(place__in=places).select_related("place__area", "hold_type")):
                raise PlaceHeld(f"{held[0].place} is held back already ({held[0].hold_type}). Release it first.")
            holds = [Hold(occurrence=self, place=place, hold_type=hold_type) for place in places]
            Hold.objects.keep(holds, reason=reason, by=by, at=at)

    def release_holds(self, places, *, reason="", by=None, at=None):
        """Give held places back to sale; those not held stay as they are. Returns how many were released."""
        return self.holds.filter(place__in=places).give_back(reason=reason, by=by, at=at)

    def sell_from(self, moment):
        """Set when it goes on sale; None is at once. Bookings made already stay. Raises NotOnSale after its end."""
        if moment and moment >= self.ends_at:
            raise NotOnSale(f"{self} is over by then. Choose an earlier time to start selling.")
        self.on_sale_from = moment
        self.save(update_fields=["on_sale_from"])


def check_open_to(event, days, customer, price_types=()):
    """Raise NotOpenTo where this customer may not book the event on these days at these price types."""
    if event.audience != Event.Audience.TRADERS:
        return
    trader = getattr(customer, "trader", None)
    stranger = [f"{event} is for approved traders. Apply to the market office."]
    reasons = trader.why_not(event, days, any(one.casual for one in price_types)) if trader else stranger
    if reasons:
        raise NotOpenTo(reasons)
