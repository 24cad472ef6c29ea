"""What a trader has chosen so far: days, pitches for all of them, other pitches on some, extras; all in the address."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict
from django.utils.timezone import now

from boxoffice.portal.extras import Extras
from boxoffice.portal.objections import objections_on
from boxoffice.portal.taken import Pitches
from boxoffice.templatetags.british import day as in_words
from events.models import (
    AskedTooMuch,
    BookingLine,
    Event,
    Occurrence,
    Place,
    Price,
    PriceType,
    StandingBooking,
    Wanted,
)
from events.runs import is_run, way_to

MOST_DAYS = 60
TRADERS = Event.Audience.TRADERS


@dataclass
class Choice:
    """Read from a form; nothing of it is trusted before `check` has passed. `others`: {day id: places of that day}."""

    days: list = field(default_factory=list)
    places: list = field(default_factory=list)
    others: dict = field(default_factory=dict)
    price_type: PriceType | None = None
    count: int = 1
    customer: object = None
    extras: Extras = field(default_factory=Extras)

    @classmethod
    def read(cls, data, customer=None):
        days = Occurrence.objects.market_days().filter(pk__in=numbers(data, "day"), event__audience=TRADERS,
                                                       event__specialist=None)  # fmt: skip
        days = list(days.with_parts().select_related("event__rules").order_by("starts_at")[: MOST_DAYS + 1])
        choice = cls(days, customer=customer)
        if days:
            choice.read_places(data)
        choice.extras = Extras.read(data, days)
        asked = numbers(data, "type")
        types = [price.price_type for price in choice.prices]
        choice.price_type = next((one for one in types if one.pk in asked), types[0] if types else None)
        return choice

    def read_places(self, data):
        """The pitches of all days, and those of single days: place=12&place=13&run=12-13&other=7-14-15."""
        wanted = [*numbers(data, "place"), *(pk for run in lists(data, "run") for pk in run)]
        others = {day: places for day, *places in lists(data, "other") if places}
        if one := next(iter(numbers(data, "one")), None):  # the plan of a single day answers in `instead`
            own = [*numbers(data, "instead"), *(pk for run in lists(data, "instead_run") for pk in run)]
            others.update({one: own} if own else {})
        known = Place.objects.filter(area__plan=self.days[0].plan).select_related("area", "band", "circuit")
        known = known.in_bulk({*wanted, *(pk for places in others.values() for pk in places)})
        self.places = [known[pk] for pk in dict.fromkeys(wanted) if pk in known]
        here = {day.pk for day in self.days}
        self.others = {day: [known[pk] for pk in dict.fromkeys(places) if pk in known]
                       for day, places in others.items() if day in here}  # fmt: skip
        self.count = len(self.places) or min(next(iter(numbers(data, "n")), 1) or 1, self.most)

    @property
    def event(self):
        return self.days[0].event if self.days else None

    @property
    def most(self):
        """How many pitches one trader may have side by side."""
        rules = getattr(self.event, "rules", None)
        return rules.most_pitches if rules else 1

    @property
    def place(self):
        """The first pitch: what the price is asked by."""
        return self.places[0] if self.places else None

    @property
    def names(self):
        """North side N4 and N5."""
        rest = "".join(f" and {place.row}{place.number}" for place in self.places[1:])
        return f"{self.place}{rest}" if self.places else ""

    def places_on(self, day):
        return self.others.get(day.pk) or self.places

    @cached_property
    def prices(self):
        """What the pitch costs on the first day, one price for each price type; the first is meant where none is.

        Who has no licence on this market pays as a casual trader, where there is a price for those.
        """
        if not self.place:
            return []
        prices = Price.objects.filter(price_list=self.days[0].price_list_id, band=self.place.band_id)
        prices = list(prices.select_related("price_type").order_by("price_type__position", "price_type__name"))
        casual = [price for price in prices if price.price_type.casual]
        return prices if self.licensed else casual or prices

    @cached_property
    def licensed(self):
        """Whether they have a licence that runs on this market."""
        return StandingBooking.objects.running().filter(customer=self.customer, event=self.event).exists()

    @cached_property
    def pitches(self):
        return Pitches(self.days, objections_on(self.days, self.customer))

    # ---- The address ---------------------------------------------------------------------------------------

    def fields(self, *without, **instead):
        """[(name, value)]: the hidden fields that carry this choice; `without` leaves days out."""
        days = [day for day in self.days if day not in without]
        found = [("day", day.pk) for day in days]
        found += [("place", place.pk) for place in self.places] or ([("n", self.count)] if self.count > 1 else [])
        found += [("other", "-".join(str(one) for one in [day.pk, *(place.pk for place in self.others[day.pk])]))
                  for day in days if self.others.get(day.pk)]  # fmt: skip
        found += [("type", self.price_type.pk)] if self.price_type else []
        found += self.extras.fields({day.pk for day in days})
        found = [(name, value) for name, value in found if name not in instead]
        return found + [(name, value) for name, value in instead.items() if value]

    @property
    def extra_fields(self):
        return self.extras.fields({day.pk for day in self.days})

    def address(self, *without, **instead):
        """The query string that holds this choice."""
        query = QueryDict(mutable=True)
        for name, value in self.fields(*without, **instead):
            query.appendlist(name, str(value))
        return query.urlencode()

    @property
    def without_place(self):
        return self.address(place=None, other=None, type=None)

    @property
    def plain_fields(self):
        """The hidden fields but for the extras."""
        extras = {name for name, _ in self.extra_fields}
        return [(name, value) for name, value in self.fields() if name not in extras]

    @property
    def without_exceptions(self):
        """The query string without the days that have other pitches; empty where there are no others."""
        out = [day for day, *_ in self.exceptions]
        return self.address(*out) if len(out) < len(self.days) else ""

    @property
    def without_taken(self):
        """The query string of the days on which there is a pitch; empty where there are none."""
        left = [day for day in self.days if day not in self.taken]
        return self.address(*self.taken) if left else ""

    # ---- What can be had -----------------------------------------------------------------------------------

    @cached_property
    def taken(self):
        """The chosen days on which the pitches chosen for them cannot be had."""
        return [day for day in self.days if self.places and self.pitches.lost(self.places_on(day), day)]

    def propose(self):
        """Where the pitch is taken on a day, take the free one nearest to it; days without any stay in `taken`."""
        ids = {day.pk: self.pitches.instead(self.places, day) for day in self.taken}
        known = Place.objects.select_related("area", "band", "circuit").in_bulk(
            [pk for run in ids.values() if run for pk in run])  # fmt: skip
        self.others.update({day: [known[pk] for pk in run] for day, run in ids.items() if run})
        self.__dict__.pop("taken", None)

    @property
    def exceptions(self):
        """[(day, its pitches in words, how they lie to the usual ones)] where a day has other pitches than the rest."""
        house, usual = self.pitches.house, [place.pk for place in self.places]
        return [(day, " and ".join(f"{place.row}{place.number}" for place in own),
                 way_to(house, usual, [place.pk for place in own]))
                for day in self.days if (own := self.others.get(day.pk)) and own != self.places]  # fmt: skip

    def check_days(self):
        """Raise AskedTooMuch where these days cannot be booked together."""
        if not self.days:
            raise AskedTooMuch("No day is chosen. Tick at least one day.")
        if len(self.days) > MOST_DAYS:
            raise AskedTooMuch(f"Choose {MOST_DAYS} days at most, book them, and then choose the rest.")
        if len({(day.event_id, day.plan_id) for day in self.days}) > 1:
            raise AskedTooMuch("These days are laid out differently. Book them one after the other.")
        for day in self.days:
            day.check_on_sale(now())

    def check(self):
        """Raise a Refused where there are not as many pitches side by side on each day as there may be, all free."""
        self.check_days()
        if not self.places:
            raise AskedTooMuch("No pitch is chosen. Choose one on the plan or in the list.")
        if len(self.places) > self.most:
            most = "More than one pitch is chosen. Choose one" if self.most == 1 else f"Choose {self.most} pitches"
            raise AskedTooMuch(f"{most} at most; telephone us for more.")
        spots = {spot.id: spot for spot in self.pitches.house}
        for places in [self.places, *self.others.values()]:
            if len(places) != len(self.places) or not is_run([spots[place.pk] for place in places]):
                raise AskedTooMuch("Choose pitches side by side, as many on each day.")
        if self.taken:
            raise AskedTooMuch(self.taken_words)
        self.check_own()

    def check_own(self):
        """Raise AskedTooMuch where, with what they have booked, the trader would have more pitches than may be."""
        own = BookingLine.objects.claiming(now()).filter(occurrence__in=self.days, booking__customer=self.customer)
        counts = Counter(own.order_by().values_list("occurrence", flat=True))
        full = [day for day in self.days if counts[day.pk] and counts[day.pk] + len(self.places) > self.most]
        if full:
            days = " and ".join(in_words(day.starts_at) for day in full[:3])
            most = "One pitch" if self.most == 1 else f"{self.most} pitches"
            raise AskedTooMuch(f"You have a pitch on {days} already. {most} a day is the most one trader may have "
                               "here. Leave the day out, or telephone us.")  # fmt: skip

    @property
    def taken_words(self):
        """North side N4 is taken on Thu 5 Dec 2026 and Thu 12 Dec 2026."""
        days = [in_words(day.starts_at) for day in self.taken]
        when = f"{', '.join(days[:-1])} and {days[-1]}" if len(days) > 1 else "".join(days)
        if barred := [why for day in self.taken if (why := self.pitches.why_lost(self.places_on(day), day))]:
            return " ".join(dict.fromkeys(barred))
        are = "are" if len(self.places) > 1 else "is"
        return f"{self.names} {are} taken on {when}. Choose another pitch, or leave out what is taken."

    def wanted(self):
        return [Wanted(day, place, self.price_type) for day in self.days for place in self.places_on(day)]


def numbers(data, name):
    return [int(text) for text in data.getlist(name) if re.fullmatch(r"[0-9]{1,15}", text)]


def lists(data, name):
    """[[7, 14, 15]] of other=7-14-15; what is no such list is left out."""
    return [[int(part) for part in text.split("-")] for text in data.getlist(name)
            if re.fullmatch(r"[0-9]{1,15}(-[0-9]{1,15})*", text)]  # fmt: skip
