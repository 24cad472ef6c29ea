"""The pitches of a plan over several days: free on all of them, on some or on none, or barred to this trader."""

import json
from functools import cached_property

from django.utils.timezone import now

from boxoffice.templatetags.british import pounds
from events.availability import FREE, SOLD
from events.models import BookingLine, Hold, Price
from events.models.claim import house_of
from events.runs import nearest_run, runs

PARTLY, BARRED = "~", "n"


def taken_by_place(days):
    """{place id: ids of the days on which it is sold, in a basket or held back}, in two queries."""
    found = {}
    sold = BookingLine.objects.claiming(now()).filter(occurrence__in=days).order_by()
    held = Hold.objects.filter(occurrence__in=days).order_by()
    for rows in (sold, held):
        for place, day in rows.values_list("place_id", "occurrence_id"):
            found.setdefault(place, set()).add(day)
    return found


class Pitches:
    """What can be had on some days of one plan; `objections` bars places to one trader: {day id: {place id: why}}."""

    def __init__(self, days, objections=None):
        self.days, self.objections = days, objections or {}
        self.taken, self.barred = taken_by_place(days), {}
        for day in days:
            for place, why in self.objections.get(day.pk, {}).items():
                if day.pk not in self.taken.get(place, ()):
                    self.barred.setdefault(place, why)
                    self.taken.setdefault(place, set()).add(day.pk)

    @cached_property
    def house(self):
        """The Spots of the plan, in the order of its geometry."""
        return sorted(house_of(self.days[0].plan)) if self.days else []

    def free_on(self, day):
        """Ids of the places that this trader could have on one day."""
        return {spot.id for spot in self.house if day.pk not in self.taken.get(spot.id, ())}

    def lost(self, places, day):
        """Whether any of these places cannot be had on a day."""
        return any(day.pk in self.taken.get(place.pk, ()) for place in places)

    def instead(self, places, day):
        """Ids of the free run most like these places on a day where they are taken; None where there is none."""
        wished = {place.pk for place in places}
        return nearest_run(self.house, [spot for spot in self.house if spot.id in wished], self.free_on(day))

    def why_lost(self, places, day):
        """Why the trader's goods bar one of these places on a day, in a sentence; empty where they do not."""
        found = self.objections.get(day.pk, {})
        return next((found[place.pk] for place in places if place.pk in found), "")

    def state(self, place):
        taken = len(self.taken.get(place, ()))
        if taken < len(self.days):
            return PARTLY if taken else FREE
        return BARRED if place in self.barred else SOLD

    @cached_property
    def states(self):
        """The string of states that the plan reads."""
        return "".join(self.state(spot.id) for spot in self.house)

    @cached_property
    def notes(self):
        """What the plan adds in words: {place id: sentence}."""
        partly = {place: f"free on {len(self.days) - len(days)} of {len(self.days)} days"
                  for place, days in self.taken.items() if self.state(place) == PARTLY}  # fmt: skip
        return {**partly, **{place: why for place, why in self.barred.items() if self.state(place) == BARRED}}

    @property
    def text(self):
        """States and notes as the plan asks for them."""
        return f"{self.states}\n{json.dumps(self.notes, ensure_ascii=False)}"

    def may_have(self, place):
        return self.state(place) in (FREE, PARTLY)


def first_prices(occurrence):
    """{band id: pence} at the price type that comes first on the price list."""
    prices = Price.objects.filter(price_list=occurrence.price_list_id)
    prices, amounts = prices.order_by("price_type__position", "price_type__name"), {}
    for band, amount in prices.values_list("band_id", "amount"):
        amounts.setdefault(band, amount)
    return amounts


def rows_of(pitches, prices, usual=()):
    """The list without JavaScript: a row of pitches each, with how many can be had."""
    rows = {}
    for place in pitches.days[0].plan.places.select_related("area", "band"):
        row = row_of(rows, place)
        free = pitches.may_have(place.pk)
        row["free"] += free
        words = label(place, prices.get(place.band_id), pitches, place.pk in usual)
        row["places"].append({"id": place.pk, "free": free, "label": words})
    return list(rows.values())


def row_of(rows, place):
    title = f"{place.area.name}, row {place.row}" if place.row else place.area.name
    return rows.setdefault((place.area_id, place.row), {"title": title, "free": 0, "places": []})


def runs_of(pitches, count):
    """The list for several pitches side by side: a row of runs each."""
    places = {place.pk: place for place in pitches.days[0].plan.places.select_related("area", "band")}
    rows = {}
    for run in runs(pitches.house, count):
        own = [places[spot.id] for spot in run]
        row, free = row_of(rows, own[0]), all(pitches.may_have(place.pk) for place in own)
        row["free"] += free
        names = " and ".join(f"{place.row}{place.number}" for place in own)
        words = ", ".join([names, f"{size_of(own)} in all", *([] if free else ["taken"])])
        row["places"].append({"id": "-".join(str(place.pk) for place in own), "free": free, "label": words})
    return list(rows.values())


def size_of(places):
    """6 × 3 m: the frontage of these pitches together."""
    wide, deep = sum(place.width_cm for place in places), max(place.depth_cm for place in places)
    return f"{wide / 100:g} × {deep / 100:g} m" if wide and deep else f"{len(places)} pitches"


def label(place, price, pitches, usual=False):
    """North side N4, your usual, Standard £24.50, 3 × 3 m, 16 A, corner."""
    band = f"{place.band} {pounds(price)}" if price is not None else str(place.band)
    size = [size_of([place])] if place.width_cm else []
    power = [f"{place.amps} A"] if place.amps else []
    features = [one for one in place.features if not (place.amps and one == place.Flag.ELECTRICITY.label)]
    state = pitches.notes.get(place.pk) or ("" if pitches.may_have(place.pk) else "taken")
    return ", ".join([str(place), *(["your usual"] if usual else []), band, *size, *power, *features,
                      *([state] if state else [])])  # fmt: skip
