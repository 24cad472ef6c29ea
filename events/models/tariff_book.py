"""What prices are worked out from: rules of price lists, and what one customer agreed, is and holds already."""

from collections import defaultdict
from functools import cached_property

from django.utils.timezone import localdate, now

from events.tariff import UNIT, Asked, CannotWork, Rule, agreed, work_out

from .commodity import TradeLine
from .customer import Customer
from .line import BookingLine
from .refusal import NotPriced
from .tariff import IDS, PARTS, TariffFact, TariffOverride, TariffRule
from .venue import Band

UNITS = {UNIT, "units"}


class TariffBook:
    """Read before any lock is taken: the rules at once, all else only where a rule asks for it."""

    def __init__(self, ruled, occurrences, customer=None, leaving=(), at=None):
        """`ruled`: ids of the price lists that have rules. `leaving`: the customer's lines that are given back."""
        self.occurrences, self.customer, self.at = list(occurrences), customer, at or now()
        self.leaving = list(leaving)
        self.rules = {}
        rows = TariffRule.objects.filter(price_list__in=ruled) if ruled else ()
        for row in rows and rows.values("price_list_id", *PARTS, *(f"{name}_id" for name in IDS)):
            price_list = row.pop("price_list_id")
            rule = Rule(**{name.removesuffix("_id"): value for name, value in row.items()})
            self.rules.setdefault(price_list, []).append(rule)
        self.overrides = self._overrides() if customer and self.occurrences else []

    def _overrides(self):
        """What this customer agreed on these tariffs, whichever version it was agreed on; the latest first."""
        names = {one.price_list.name for one in self.occurrences}
        found = TariffOverride.objects.filter(customer=self.customer, price_list__name__in=names,
                                              last_day__gte=min(one.day for one in self.occurrences))  # fmt: skip
        return list(found.select_related("price_list").order_by("-approved_at", "-pk"))

    def work_out(self, wanted, listed, unit=1, units=1, facts=None, measures=None):
        """The Worked price of a wanted place from its listed pence. Raises NotPriced where a rule cannot be run.

        `unit` of `units`: which of the customer's places on the day it is, those held already apart.
        """
        occurrence, place, price_type = wanted
        day, (before, held) = occurrence.day, self.counts[occurrence.pk]
        sizes = {**sizes_of(place), UNIT: before + unit, "units": held + units, **(measures or {})}
        asked = Asked(day, place.band_id, place.area_id, price_type.pk, sizes,
                      {**features_of(place), **self.facts_on(day), **(facts or {})})  # fmt: skip
        words = f"{self.bands.get(place.band_id, 'Pitch')}, {str(price_type)[:1].lower()}{str(price_type)[1:]}"
        try:
            worked = work_out(listed, self.rules.get(occurrence.price_list_id, ()), asked, words)
        except CannotWork as problem:
            raise NotPriced(f"{place} cannot be priced: {problem}. Ask the market office.") from problem
        override = self.override_on(occurrence.price_list, day)
        return agreed(worked, override.amount, override.percent, override.reason) if override else worked

    def override_on(self, price_list, day):
        """What is agreed on a tariff for a day of trading, or None."""
        return next((one for one in self.overrides if one.price_list.name == price_list.name
                     and one.first_day <= day <= one.last_day), None)  # fmt: skip

    @cached_property
    def asked_for(self):
        """Every measure and fact that any rule asks for."""
        rules = [rule for rules in self.rules.values() for rule in rules]
        return {name for rule in rules for name in (rule.measure, *rule.facts) if name}

    @property
    def counting(self):
        """Whether a rule asks which of the customer's places it is, or of how many."""
        return bool(self.customer and self.asked_for & UNITS)

    @cached_property
    def counts(self):
        """{occurrence id: (how many places the customer held before what is given back, and how many in all)}."""
        found = defaultdict(lambda: (0, 0))
        if not self.counting:
            return found
        lines = BookingLine.objects.claiming(self.at).filter(booking__customer=self.customer,
                                                             occurrence__in=self.occurrences)  # fmt: skip
        given_up = {}
        for line in self.leaving:
            given_up.setdefault(line.occurrence_id, []).append(first_of(line))
        for line in lines.exclude(pk__in=[line.pk for line in self.leaving]).select_related("replaces").order_by("pk"):
            before, held = found[line.occurrence_id]
            earlier = first_of(line) < min(given_up.get(line.occurrence_id, [line.pk + 1]))
            found[line.occurrence_id] = before + earlier, held + 1
        return found

    def take_turns(self):
        """Wait for the customer's other bookings and forget the count, where a rule counts; whether one does."""
        if self.counting:
            Customer.objects.select_for_update(no_key=True).only("pk").get(pk=self.customer.pk)
            self.__dict__.pop("counts", None)
        return self.counting

    @cached_property
    def bands(self):
        """{id: name}; a rule may change the price of any band of these plans."""
        return dict(Band.objects.filter(plan__in={one.plan_id for one in self.occurrences}).values_list("pk", "name"))

    @cached_property
    def recorded(self):
        """What was recorded about the customer for tariffs."""
        return list(TariffFact.objects.filter(customer=self.customer)) if self.customer and self.asked_for else []

    @cached_property
    def lines(self):
        """What the customer sells as key lines, where a rule asks for it."""
        if not self.customer or "commodity" not in self.asked_for:
            return []
        return list(TradeLine.objects.filter(trader__customer=self.customer, key=True).select_related("commodity"))

    def facts_on(self, day):
        """What is so of the customer on a day: what was recorded, their goods, and how long they have traded here."""
        facts = {one.name: one.value for one in self.recorded
                 if one.first_day <= day and (one.last_day is None or day <= one.last_day)}  # fmt: skip
        facts["commodity"] = {line.commodity.name for line in self.lines if line.runs_on(day)}
        trader = getattr(self.customer, "trader", None) if self.asked_for & {"years", "priority"} else None
        if trader and trader.approved_on:
            since = trader.approved_on
            facts["years"] = day.year - since.year - ((day.month, day.day) < (since.month, since.day))
            facts["priority"] = trader.priority
        return facts


def first_of(line):
    """The id of the line of the day that this one was swapped or moved from, the first of them; else its own."""
    while line.replaces and line.replaces.occurrence_id == line.occurrence_id:
        line = line.replaces
    return line.pk


def sizes_of(place):
    """The measures of a place that somebody has taken."""
    sizes = {"frontage_cm": place.width_cm, "depth_cm": place.depth_cm, "area_sqcm": place.width_cm * place.depth_cm}
    return {name: size for name, size in sizes.items() if size}


def features_of(place):
    """corner: yes, electricity: yes, by the flags of a place."""
    return {place.Flag(flag).name.lower(): "yes" for flag in place.flags}


def try_price(price_list, place, price_type, day, customer=None, **asked):
    """The Worked price of one place by one version on one day, as nobody has booked it yet. Raises NotPriced.

    `asked`: unit, units, facts and measures as they would be.
    """
    prices = price_list.prices.filter(band=place.band_id, price_type=price_type)
    listed = prices.values_list("amount", flat=True).first()
    if listed is None:
        raise NotPriced(f"{place} has no {price_type} price on this list. Choose another price type.")
    trial = Trial(price_list, day, place.area.plan_id)
    book = TariffBook([price_list.pk], [trial], customer)
    book.counts = defaultdict(lambda: (0, 0))
    return book.work_out((trial, place, price_type), listed, **asked)


class Trial:
    """A day to try prices on, whether or not there is a market on it."""

    pk = None

    def __init__(self, price_list, day, plan_id):
        self.price_list, self.price_list_id, self.plan_id = price_list, price_list.pk, plan_id
        self.day = day or localdate()
