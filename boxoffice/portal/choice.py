"""What a trader has chosen so far: days, one pitch for all of them, a price; carried along in the address."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict
from django.utils.timezone import now

from boxoffice.portal.taken import taken_by_place
from boxoffice.templatetags.british import day as in_words
from events.models import AskedTooMuch, Event, Occurrence, Place, Price, PriceBook, PriceType, Refused, Wanted
from events.money import NOTHING, tax, total_of

MOST_DAYS = 60


@dataclass
class Choice:
    """Read from a form; nothing of it is trusted before `check` has passed."""

    days: list = field(default_factory=list)
    places: list = field(default_factory=list)
    price_type: PriceType | None = None

    @classmethod
    def read(cls, data):
        days = Occurrence.objects.market_days().filter(pk__in=numbers(data, "day"), event__audience=TRADERS)
        days = list(days.with_parts().order_by("starts_at")[: MOST_DAYS + 1])
        places = Place.objects.none()
        if days:
            wanted = numbers(data, "place")
            places = Place.objects.filter(pk__in=wanted, area__plan=days[0].plan).select_related("area", "band")
        choice = cls(days, list(places))
        asked = numbers(data, "type")
        types = [price.price_type for price in choice.prices]
        choice.price_type = next((one for one in types if one.pk in asked), types[0] if types else None)
        return choice

    @property
    def event(self):
        return self.days[0].event if self.days else None

    @property
    def place(self):
        return self.places[0] if len(self.places) == 1 else None

    @cached_property
    def prices(self):
        """What the pitch costs on the first day, one price for each price type; the first is meant where none is."""
        if not self.place:
            return []
        prices = Price.objects.filter(price_list=self.days[0].price_list_id, band=self.place.band_id)
        return list(prices.select_related("price_type").order_by("price_type__position", "price_type__name"))

    def address(self, *without, **instead):
        """The query string that holds this choice; `without` leaves days out."""
        query = QueryDict(mutable=True)
        query.setlist("day", [day.pk for day in self.days if day not in without])
        query.setlist("place", [place.pk for place in self.places])
        if self.price_type:
            query["type"] = self.price_type.pk
        for name, value in instead.items():
            query.setlist(name, [value] if value else [])
        return query.urlencode()

    @property
    def without_place(self):
        return self.address(place=None, type=None)

    @property
    def without_taken(self):
        """The query string of the days on which the pitch is still to be had; empty where there are none."""
        left = [day for day in self.days if day not in self.taken]
        return self.address(*self.taken) if left else ""

    @cached_property
    def taken(self):
        """The chosen days on which the chosen pitch cannot be had."""
        if not self.place:
            return []
        gone = taken_by_place(self.days).get(self.place.pk, set())
        return [day for day in self.days if day.pk in gone]

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
        """Raise a Refused where there is not exactly one pitch that is free on all the days."""
        self.check_days()
        if not self.places:
            raise AskedTooMuch("No pitch is chosen. Choose one on the plan or in the list.")
        if not self.place:
            raise AskedTooMuch("More than one pitch is chosen. Choose one; book again for another.")
        if self.taken:
            raise AskedTooMuch(self.taken_words)

    @property
    def taken_words(self):
        """North side N4 is taken on Thu 5 Dec 2026 and Thu 12 Dec 2026."""
        days = [in_words(day.starts_at) for day in self.taken]
        when = f"{', '.join(days[:-1])} and {days[-1]}" if len(days) > 1 else "".join(days)
        return f"{self.place} is taken on {when}. Choose another pitch, or leave out what is taken."

    def wanted(self):
        return [Wanted(day, self.place, self.price_type) for day in self.days]


class Quote:
    """What a choice costs: a priced line a day, and VAT worked out as the invoice will; `refusal` where it cannot."""

    def __init__(self, choice):
        self.lines, self.total, self.refusal = [], NOTHING, ""
        if choice.place and choice.price_type:
            try:
                book = PriceBook(choice.days, now())
                self.lines = [book.line(wanted) for wanted in choice.wanted()]
            except Refused as refusal:
                self.refusal = refusal.message
        self.total = total_of(tax([line.priced for line in self.lines]))

    @property
    def vat_words(self):
        """VAT 20%, or why there is none."""
        words = {"VAT" if line.vat_rate else line.determination.get_treatment_display() for line in self.lines}
        rates = {f"{line.vat_rate / 100:g}%" for line in self.lines if line.vat_rate}
        return " ".join([", ".join(sorted(words)), " and ".join(sorted(rates))]).strip()


def numbers(data, name):
    return [int(text) for text in data.getlist(name) if re.fullmatch(r"[0-9]{1,15}", text)]


TRADERS = Event.Audience.TRADERS
