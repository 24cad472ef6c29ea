"""What traders sell: a controlled list, who may sell what as key or incidental line, caps, overrides with a reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, now

from .customer import Trader
from .document import DocumentType
from .event import Event, Occurrence
from .refusal import Refused
from .transactions import retried
from .venue import Area


class Commodity(models.Model):
    """A line of goods as the council names it; general terms such as "swag" are not on the list."""

    name = models.CharField(max_length=80, unique=True)
    group = models.CharField(max_length=50, help_text="Food, plants, clothes: as the list is read.")
    hot_food = models.BooleanField(default=False, help_text="Only on pitches where hot food is allowed.")
    required_documents = models.ManyToManyField(DocumentType, blank=True, related_name="commodities")
    ended_on = models.DateField(null=True, blank=True, help_text="From this day nobody takes it up any more.")

    class Meta:
        ordering = ["group", "name"]

    def __str__(self):
        return self.name

    def end(self, day=None):
        """From this day on nobody takes it up any more; who sells it goes on. Safe to call twice."""
        if self.ended_on is None:
            self.ended_on = day or localdate()
            self.save(update_fields=["ended_on"])


class TradeLineQuerySet(models.QuerySet):
    """Which lines run, and the verb that starts one."""

    def running(self, day):
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), from_day__lte=day)

    @retried
    def start(self, trader, commodity, *, key=True, from_day=None, trial_until=None):
        """Let a trader sell a commodity. Started twice, it is one line; key or incidental is changed by ending it.

        Raises Refused where the commodity has come off the list, or the line runs as the other kind.
        """
        Trader.objects.select_for_update().get(pk=trader.pk)
        from_day = from_day or localdate()
        if line := self.filter(trader=trader, commodity=commodity, ended_on=None).first():
            if line.key != key:
                raise Refused(f"{trader} has {line} already. End that line first.")
            return line
        if commodity.ended_on and commodity.ended_on <= from_day:
            raise Refused(f"{commodity} is off the list of commodities. Choose another.")
        return self.create(trader=trader, commodity=commodity, key=key, from_day=from_day, trial_until=trial_until)


class TradeLine(models.Model):
    """One commodity that one trader may sell. Only key lines count for the balance of trade."""

    trader = models.ForeignKey(Trader, models.CASCADE, related_name="trade_lines")
    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="trade_lines")
    key = models.BooleanField(default=True, help_text="Counts for the balance of trade; otherwise incidental.")
    from_day = models.DateField()
    trial_until = models.DateField(null=True, blank=True, help_text="A new line is on trial until then.")
    ended_on = models.DateField(null=True, blank=True, help_text="First day they may not sell it.")

    objects = TradeLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trader", "commodity"], condition=Q(ended_on=None),
                                    name="one_running_line_per_commodity"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.commodity}{'' if self.key else ' (incidental)'}"

    def runs_on(self, day):
        return self.from_day <= day and (self.ended_on is None or day < self.ended_on)

    def end(self, day=None):
        """They may not sell it from this day on; today, unless it begins later. Safe to call twice."""
        if self.ended_on is None:
            self.ended_on = max(day or localdate(), self.from_day)
            self.save(update_fields=["ended_on"])

    def keep(self):
        """The trial went well: the line runs on without one."""
        self.trial_until = None
        self.save(update_fields=["trial_until"])


class CommodityCap(models.Model):
    """At most so many traders with this key line at one market, or in one zone (area) of it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="commodity_caps")
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="commodity_caps")
    commodity = models.ForeignKey(Commodity, models.CASCADE, related_name="caps")
    most = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "area", "commodity"], name="one_cap_a_zone"),
            models.UniqueConstraint(fields=["event", "commodity"], condition=Q(area=None), name="one_cap_a_market"),
        ]

    def __str__(self):
        return f"{self.commodity}: {self.most} at most at {self.area or self.event}"


class TradeOverrideQuerySet(models.QuerySet):
    """Which leave holds, and the verb that gives it."""

    def running(self):
        return self.filter(ended_at=None)

    @retried
    def give(self, trader, event, reason, *, by, occurrence=None):
        """Give leave for a reason, for one market day or for all of them. The same leave twice is one."""
        Trader.objects.select_for_update().get(pk=trader.pk)
        if not reason.strip():
            raise Refused("Say why this trader may stand there.")
        same = self.running().filter(trader=trader, event=event, occurrence=occurrence).first()
        return same or self.create(trader=trader, event=event, occurrence=occurrence, reason=reason.strip(), by=by)


class TradeOverride(models.Model):
    """Leave given to a trader, by a named person for a reason, to stand where the balance of trade says no."""

    trader = models.ForeignKey(Trader, models.PROTECT, related_name="trade_overrides")
    event = models.ForeignKey(Event, models.PROTECT, related_name="trade_overrides")
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, null=True, blank=True, related_name="trade_overrides",
                                   help_text="Empty: for every day of the market.")  # fmt: skip
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TradeOverrideQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="trade_override_has_reason", condition=~Q(reason=""))]

    def __str__(self):
        return f"{self.trader} at {self.occurrence or self.event}: {self.reason}"

    def lifts(self, occurrence):
        """Whether it is leave for this market day."""
        return self.event_id == occurrence.event_id and self.occurrence_id in (None, occurrence.pk)

    def end(self, at=None):
        """Take the leave back; what was booked with it stays booked. Safe to call twice."""
        if self.ended_at is None:
            self.ended_at = at or now()
            self.save(update_fields=["ended_at"])
