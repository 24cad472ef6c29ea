"""Who waits: the casual traders' morning queue, and the theatre's queue for returned tickets."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import get_current_timezone, now

from events.dates import clock, day

from .customer import Customer
from .event import Occurrence
from .refusal import AskedTooMuch
from .transactions import retried


def rules_of(occurrence):
    """The market's rules. Raises AskedTooMuch where it has none, and so no draw."""
    rules = getattr(occurrence.event, "rules", None)
    if rules is None:
        raise AskedTooMuch(f"{occurrence.event} has no rules yet, so there is no draw. Ask a manager to set them.")
    return rules


def closes_at(occurrence, call):
    """When the queue for a call closes and its draw may be run; None where the market has no such call."""
    rules = rules_of(occurrence)
    moment = {1: rules.report_by, 2: rules.second_call_at}.get(call)
    return moment and datetime.combine(occurrence.day, moment, get_current_timezone())


class WaitingListQuerySet(models.QuerySet):
    """Who waits, and the verb that lets somebody join."""

    def waiting(self):
        return self.filter(left_at=None)

    def with_parts(self):
        return self.select_related("customer__trader", "occurrence__event__rules", "occurrence__plan")

    @retried
    def join(self, occurrence, customer, *, by=None, at=None, **needs):
        """Put a name down for a market day. Somebody who waits already changes what they need and keeps their call.

        `needs` are this model's own fields: places, least, frontage_cm, amps, vehicle, accessible, preferences.
        Raises NotOnSale, and AskedTooMuch where the queue is closed or the needs cannot be.
        """
        at = at or now()
        occurrence.check_on_sale(at)
        call = self.call_open(occurrence, at)
        needs = checked(occurrence, customer, needs, at)
        fields = {**needs, "call": call, "joined_at": at, "joined_by": by}
        entry, made = self.get_or_create(occurrence=occurrence, customer=customer, left_at=None, defaults=fields)
        if not made:
            self.filter(pk=entry.pk).update(**needs)
            entry.refresh_from_db()
        return entry

    @staticmethod
    def call_open(occurrence, at):
        """The call that somebody who comes now answers. Raises AskedTooMuch after the last."""
        last = None
        for call in (1, 2):
            closes = closes_at(occurrence, call)
            if closes and at < closes:
                return call
            last = closes or last
        raise AskedTooMuch(f"The queue for {occurrence.event} on {day(last)} closed at {clock(last)}. "
                           "Ask the market officer what is still free.")  # fmt: skip


def checked(occurrence, customer, needs, at):
    """Needs that can be, with what was left out filled in. Raises AskedTooMuch."""
    fields = {field.name: field.get_default() for field in WaitingListEntry._meta.fields if field.name in NEEDS}
    needs = {**fields, **needs}
    most = rules_of(occurrence).most_pitches
    if getattr(customer, "trader", None) is None:
        raise AskedTooMuch(f"{customer} is not registered as a trader. Register them first.")
    if not 1 <= needs["places"] <= most:
        raise AskedTooMuch(f"Ask for 1 to {most} pitches." if most > 1 else "Each trader has one pitch. Ask for 1.")
    if not 1 <= needs["least"] <= needs["places"]:
        raise AskedTooMuch("The fewest pitches that are of use cannot be more than you ask for.")
    known = set(occurrence.plan.places.filter(pk__in=needs["preferences"]).values_list("pk", flat=True))
    needs["preferences"] = [one for one in dict.fromkeys(needs["preferences"]) if one in known]
    own = occurrence.lines.claiming(at).filter(booking__customer=customer).select_related("place__area").first()
    drawn = customer.draw_results.filter(draw__occurrence=occurrence).exclude(booking=None).exists()
    if own and not drawn and not needs["preferences"]:
        raise AskedTooMuch(f"{customer} has {own.place} that day. Name the pitches they would rather have.")
    return needs


NEEDS = ["places", "least", "frontage_cm", "amps", "vehicle", "accessible", "preferences"]


class WaitingListEntry(models.Model):
    """One customer waiting for places at one occurrence; `call` is which call of the morning they answered."""

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="waiting")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="waiting")
    call = models.PositiveSmallIntegerField(default=1)
    places = models.PositiveSmallIntegerField(default=1, help_text="Wanted, side by side.")
    least = models.PositiveSmallIntegerField(default=1, help_text="Fewer than this are of no use.")
    frontage_cm = models.PositiveIntegerField(default=0, help_text="Least frontage in all; 0 for any.")
    amps = models.PositiveSmallIntegerField(default=0, help_text="Power wanted; 0 for none.")
    vehicle = models.BooleanField(default=False)
    accessible = models.BooleanField(default=False, help_text="Needs a pitch that is marked as accessible.")
    preferences = models.JSONField(default=list, blank=True, help_text="Ids of places, the best liked first.")
    joined_at = models.DateTimeField(default=now)
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)

    objects = WaitingListQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "customer"], condition=Q(left_at=None), name="waiting_once_an_occurrence"
            ),
            models.CheckConstraint(name="waiting_least_within_places", condition=Q(least__gte=1, places__gte=1)),
        ]

    def __str__(self):
        return f"{self.customer}, waiting for {self.occurrence}"

    @retried
    def leave(self, *, at=None):
        """Take the name back. Twice is once. Raises AskedTooMuch for somebody who was given a pitch already."""
        given = self.customer.draw_results.filter(draw__occurrence=self.occurrence_id, booking__lines__released_at=None)
        if self.left_at is None and given.exclude(booking=None).exists():
            raise AskedTooMuch("A pitch was given already. Cancel its booking with the market officer.")
        WaitingListEntry.objects.waiting().filter(pk=self.pk).update(left_at=at or now())
        self.refresh_from_db()
