"""Pitches over several days: which are taken when, as a plan, as a list and as one string of states."""

from django.utils.timezone import now

from boxoffice.templatetags.british import pounds
from events.availability import FREE, SOLD
from events.models import BookingLine, Hold, Price
from events.models.claim import house_of


def taken_by_place(days):
    """{place id: ids of the days on which it is sold, in a basket or held back}, in two queries."""
    found = {}
    sold = BookingLine.objects.claiming(now()).filter(occurrence__in=days).order_by()
    held = Hold.objects.filter(occurrence__in=days).order_by()
    for rows in (sold, held):
        for place, day in rows.values_list("place_id", "occurrence_id"):
            found.setdefault(place, set()).add(day)
    return found


def states_on(days):
    """The string of states that the plan reads: a pitch is free where it is free on all of these days."""
    taken = taken_by_place(days)
    return "".join(SOLD if spot.id in taken else FREE for spot in sorted(house_of(days[0].plan)))


def first_prices(occurrence):
    """{band id: pence} at the price type that comes first on the price list."""
    prices = Price.objects.filter(price_list=occurrence.price_list_id)
    prices, amounts = prices.order_by("price_type__position", "price_type__name"), {}
    for band, amount in prices.values_list("band_id", "amount"):
        amounts.setdefault(band, amount)
    return amounts


def rows_of(days, prices):
    """The list without JavaScript: a row of pitches each, with how many are free on all of these days."""
    taken, rows = taken_by_place(days), {}
    for place in days[0].plan.places.select_related("area", "band"):
        title = f"{place.area.name}, row {place.row}" if place.row else place.area.name
        row = rows.setdefault((place.area_id, place.row), {"title": title, "free": 0, "places": []})
        free = place.pk not in taken
        row["free"] += free
        row["places"].append({"id": place.pk, "free": free, "label": label(place, prices.get(place.band_id), free)})
    return list(rows.values())


def label(place, price, free):
    """North side N4, Standard £24.50, corner."""
    band = f"{place.band} {pounds(price)}" if price is not None else str(place.band)
    return ", ".join([str(place), band, *place.features, *([] if free else ["taken"])])
