"""Hard caps: how many places may be sold at a price type, or to one customer. A cap is never passed, only changed."""

from django.db import models
from django.db.models import Q

from .event import Event, Occurrence
from .line import BookingLine
from .price import PriceType
from .refusal import Refused
from .transactions import retried


class CapReached(Refused):
    """So many may be sold and no more."""

    code = "cap_reached"


class SalesCapQuerySet(models.QuerySet):
    """Which caps there are on what is being sold."""

    def locked(self, events):
        """The caps on these events, locked until the transaction ends: sellers of what is capped take turns."""
        return list(self.filter(event__in=events).select_for_update().order_by("pk")) if events else []

    @retried
    def put(self, event, most, *, occurrence=None, price_type=None, each):
        """The cap on this, set to `most`: one row for one thing that is capped, so that sent twice it is one cap."""
        Event.objects.select_for_update().get(pk=event.pk)
        about = {"event": event, "occurrence": occurrence, "price_type": price_type, "each": each}
        if not self.filter(**about).update(most=most):
            return self.create(**about, most=most)
        return self.filter(**about).order_by("pk").first()


class SalesCap(models.Model):
    """At most `most` places at each occurrence of an event, or to one customer there."""

    class Each(models.TextChoices):
        OCCURRENCE = "occurrence", "At each occurrence"
        CUSTOMER = "customer", "For each customer at each occurrence"
        RUN = "run", "For each customer over the whole run"

    event = models.ForeignKey(Event, models.CASCADE, related_name="caps")
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, null=True, blank=True, related_name="caps",
                                   help_text="Empty: each of the event's.")  # fmt: skip
    price_type = models.ForeignKey(PriceType, models.PROTECT, null=True, blank=True, related_name="+",
                                   help_text="Empty: all price types together.")  # fmt: skip
    each = models.CharField(max_length=10, choices=Each, default=Each.OCCURRENCE)
    most = models.PositiveIntegerField()

    objects = SalesCapQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="cap_each_known", condition=Q(each__in=["occurrence", "customer", "run"]))
        ]

    def __str__(self):
        what = f"{self.price_type} " if self.price_type_id else ""
        return f"At most {self.most} {what}{self.get_each_display().lower()}"

    @property
    def told(self):
        """At most 16 Adult for each customer at each performance: in the words of its event."""
        return str(self).replace("occurrence", self.event.words.occurrence)

    def remove(self):
        """Take the cap away: as many may be sold as there are places."""
        self.delete()

    def concerned(self, lines):
        """The occurrences of those lines that this cap is about; one of them is enough where the run counts."""
        own = {
            line.occurrence_id: line.occurrence for line in lines
            if line.occurrence.event_id == self.event_id and self.occurrence_id in (None, line.occurrence_id)
            and self.price_type_id in (None, line.price_type_id)
        }  # fmt: skip
        return list(own.values())[: 1 if self.each == self.Each.RUN else None]

    def counted(self, booking, occurrence):
        """The live lines that count: everybody's at the occurrence, or those of the booking's customer.

        A basket without a name counts by itself. What an exchange is to give back does not count beside the new places.
        """
        lines = BookingLine.objects.live()
        if self.each == self.Each.RUN and not self.occurrence_id:
            lines = lines.filter(occurrence__event=self.event_id)
        else:
            lines = lines.filter(occurrence=occurrence)
        if self.price_type_id:
            lines = lines.filter(price_type=self.price_type_id)
        if self.each != self.Each.OCCURRENCE:
            whose = {"booking__customer": booking.customer_id} if booking.customer_id else {"booking": booking}
            lines = lines.filter(**whose).exclude(booking=booking.exchange_of_id or 0)
        return lines

    def passed(self, booking, occurrence):
        return self.counted(booking, occurrence).count() > self.most

    def insist(self, booking, occurrence):
        """Raise CapReached where more than the cap are live: those just written among them."""
        if (count := self.counted(booking, occurrence).count()) <= self.most:
            return
        what = f"{self.price_type} places" if self.price_type_id else occurrence.event.words.places
        where = f"over the run of {occurrence.event}" if self.each == self.Each.RUN else f"at {occurrence}"
        whom = "" if self.each == self.Each.OCCURRENCE else " to one customer"
        raise CapReached(f"{self.most} {what} at most may be sold{whom} {where}, and this would be {count}. "
                         "Choose fewer, or another price type.")  # fmt: skip
