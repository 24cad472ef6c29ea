"""The extras of a choice: a gazebo, a socket, metres of build-out; the same on all days, or another number on some."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F, Sum

from boxoffice.templatetags.british import pounds
from boxoffice.templatetags.british import short_day as in_words
from events.models import Extra, ExtraLine

NAME = re.compile(r"x([0-9]{1,15})(?:d([0-9]{1,15}))?")
MOST = 999


@dataclass(frozen=True)
class Offer:
    """One extra as the check page offers it; `days`: [(day, wanted, left or None, what was said of that day alone)]."""

    extra: Extra
    wanted: int
    days: list
    why_not: str

    @property
    def price(self):
        return pounds(self.extra.price) + ("" if self.extra.unit == "each" else f" a {self.extra.unit}")

    @property
    def same(self):
        return all(wanted == self.wanted for _, wanted, *_ in self.days)

    @property
    def left(self):
        """What is left on the day with the fewest, in words; empty where there is no limit."""
        counts = [left for _, _, left, _ in self.days if left is not None]
        return f"{max(min(counts), 0)} left" if counts else ""

    @property
    def name(self):
        return f"x{self.extra.pk}"


@dataclass
class Extras:
    """`wanted`: {(extra id, day id, or None for all days): how many}."""

    wanted: dict = field(default_factory=dict)
    days: list = field(default_factory=list)

    @classmethod
    def read(cls, data, days):
        """x12=1 is one of extra 12 on each day, x12d7=0 none of it on day 7."""
        wanted = {}
        for name in data:
            found, text = NAME.fullmatch(name), data.get(name, "")
            if found and re.fullmatch(r"[0-9]{1,6}", text):
                wanted[int(found[1]), found[2] and int(found[2])] = min(int(text), MOST)
        return cls(wanted, days)

    def quantity(self, extra, day):
        return self.wanted.get((extra.pk, day.pk), self.wanted.get((extra.pk, None), 0))

    def fields(self, days):
        """The hidden fields that carry them."""
        return [(f"x{extra}d{day}" if day else f"x{extra}", count) for (extra, day), count in self.wanted.items()
                if (day is None and count) or day in days]  # fmt: skip

    @cached_property
    def offered(self):
        """What the market offers."""
        return list(Extra.objects.filter(event=self.days[0].event_id, offered=True)) if self.days else []

    @cached_property
    def sold(self):
        """{(extra id, day id): how many are sold}, and what each place and circuit gives: one query each."""
        rows = ExtraLine.objects.live().filter(occurrence__in=self.days).order_by()
        return {(extra, day): sold for extra, day, sold in
                    rows.values_list("extra", "occurrence").annotate(Sum("quantity"))}  # fmt: skip

    @cached_property
    def amps(self):
        """{(day id, "place" or "circuit", its id): amps that sockets draw already}."""
        rows = ExtraLine.objects.live().filter(occurrence__in=self.days, extra__amps__gt=0).order_by()
        drawn = {}
        for day, place, circuit, amps in rows.values_list("occurrence", "place", "place__circuit").annotate(
            amps=Sum(F("quantity") * F("extra__amps"))
        ):
            for key in ((day, "place", place), (day, "circuit", circuit)):
                drawn[key] = drawn.get(key, 0) + amps
        return drawn

    def left(self, extra, day, place):
        """How many can be had on a day: of the stock, and of what the pitch and its circuit can give; None: any."""
        limits = [] if extra.stock is None else [extra.stock - self.sold.get((extra.pk, day.pk), 0)]
        if extra.amps and place:
            limits.append((place.amps - self.amps.get((day.pk, "place", place.pk), 0)) // extra.amps)
            if place.circuit:
                drawn = self.amps.get((day.pk, "circuit", place.circuit_id), 0)
                limits.append((place.circuit.amps - drawn) // extra.amps)
        return min(limits, default=None)

    def asked(self, choice):
        """[(extra, day, place, how many)] as Booking.add_extras takes them."""
        return [(extra, day, place_for(extra, choice.places_on(day)), count) for extra in self.offered
                for day in choice.days if (count := self.quantity(extra, day))]  # fmt: skip

    def offers(self, choice):
        """[Offer] for the check page."""
        found = []
        for extra in self.offered:
            days = [(day, self.quantity(extra, day), self.left(extra, day, place_for(extra, choice.places_on(day))),
                     self.wanted.get((extra.pk, day.pk))) for day in choice.days]  # fmt: skip
            fits = not extra.amps or any(place.amps >= extra.amps for place in choice.places)
            why_not = "" if fits else f"Pitch {choice.place} has no socket of {extra.amps} A."
            found.append(Offer(extra, self.wanted.get((extra.pk, None), 0), days, why_not))
        return found

    def problems(self, choice):
        """What of it cannot be had, a sentence each."""
        return [f"{offer.extra}: {max(left, 0)} left on {in_words(day.starts_at)}. Choose fewer."
                for offer in self.offers(choice) for day, wanted, left, _ in offer.days
                if left is not None and wanted > left]  # fmt: skip


def place_for(extra, places):
    """The pitch an extra goes with: the first, or for a socket the first that has one of its rating."""
    fitting = [place for place in places if place.amps >= extra.amps] if extra.amps else places
    return (fitting or places)[0]
