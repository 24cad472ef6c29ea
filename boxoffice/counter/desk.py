"""What the desk shows beside the basket: performances, the chosen one, its plan and the sale before this one."""

from itertools import groupby

from django.utils.timezone import now

from boxoffice.counter.basket import LAST_SALE
from boxoffice.counter.prices import bands, fee_on, plan_prices, price_types, prices_of
from boxoffice.templatetags.british import clock, day
from events import availability
from events.models import Booking, Event, Occurrence
from events.models.claim import house_of
from events.models.statements import gone_from

MOST_SHOWN = 60


def performances():
    """What the counter sells: everything to come that anybody may book."""
    upcoming = Occurrence.objects.upcoming().with_parts()
    return upcoming.filter(event__audience=Event.Audience.PUBLIC)


def found(query):
    """Those to come whose title, house, day or time hold every word of the query."""
    words = query.lower().split()
    fitting = (one for one in performances()[:500] if all(word in described(one) for word in words))
    return [one for one, _ in zip(fitting, range(MOST_SHOWN), strict=False)]


def described(occurrence):
    parts = (occurrence.event.title, occurrence.plan.venue.name, occurrence.note, day(occurrence.starts_at),
             clock(occurrence.starts_at))  # fmt: skip
    return " ".join(parts).lower()


def first_on_sale(occurrences):
    """The next performance that can be sold, or None."""
    moment = now()
    open_now = (one for one in occurrences if not one.on_sale_from or one.on_sale_from <= moment)
    return next(open_now, None) or next(iter(occurrences), None)


def days(occurrences, chosen):
    """The list on the left: (day, rows), each row with the places left and how full the house is, of a hundred."""
    left = availability.left(occurrences if chosen in occurrences else [*occurrences, chosen])
    chosen.left, chosen.capacity = left[chosen.pk]
    for one in occurrences:
        one.left, one.capacity = left[one.pk]
        one.full = round(100 - 100 * one.left / one.capacity) if one.capacity else 100
    return [(each, list(rows)) for each, rows in groupby(occurrences, key=lambda one: one.day)]


def count_left(chosen):
    """How many places are left at the chosen performance alone, and which are gone: one statement."""
    chosen.gone, chosen.capacity = gone_from(chosen.pk, now(), kills_only=False), len(house_of(chosen.plan))
    chosen.left = chosen.capacity - len(chosen.gone)


def gone(chosen, sell_held):
    """Ids of the places that cannot be sold at this desk; whoever may sell held places loses only those killed."""
    if sell_held or not hasattr(chosen, "gone"):
        return gone_from(chosen.pk, now(), kills_only=sell_held)
    return chosen.gone


def plan_of(occurrence, channel, whole):
    """The plan, and what it costs; without the list of places where the page that asks has it already."""
    found, fee = prices_of(occurrence), fee_on(occurrence.event, channel)
    return {"bands": bands(found), "prices_json": plan_prices(found, fee), "whole": whole,
            "examples": price_types(found), "seat_rows": seat_rows(occurrence) if whole else None}  # fmt: skip


def seat_rows(occurrence):
    """The plan as a list of tick boxes, row by row: the way without JavaScript."""
    free = availability.states(occurrence)
    spots = list(zip(occurrence.plan.places.select_related("area"), free, strict=True))
    rows = []
    for (area, row), group in groupby(spots, key=lambda spot: (spot[0].area, spot[0].row)):
        places = [{"id": place.pk, "label": label(place), "free": state == availability.FREE} for place, state in group]
        title = f"{area.name} row {row}" if area.numbered else area.name
        rows.append({"title": title, "free": sum(place["free"] for place in places), "places": places})
    return rows


def label(place):
    extra = f", {', '.join(place.features)}" if place.flags else ""
    return f"{place.area.name} {place.row}{place.number}{extra}"


def last_sale(request):
    """The sale before this one: booking, places, pence paid and change; None before the first."""
    reference = request.session.get(LAST_SALE)
    booking = Booking.objects.filter(reference=reference).first() if reference else None
    if booking is None:
        return None
    payments = list(booking.payments.filter(refund_of=None))
    return {"booking": booking, "count": booking.lines.live().count(), "paid": sum(one.amount for one in payments),
            "change": payments[-1].change if payments else 0}  # fmt: skip
