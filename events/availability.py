"""What is free at one occurrence: a character a place, in the order of the plan's geometry, from two indexed queries.

`.` free, `x` sold, `b` in somebody's basket, `h` held back, `k` not on sale.
"""

import hashlib

from django.db.models import Count, Exists, OuterRef
from django.utils.timezone import now

from events.models import BookingLine, Hold
from events.models.claim import house_of

FREE, SOLD, BASKET, HELD, KILLED = ".xbhk"


def states(occurrence, at=None):
    """The string of states, as the public sees it."""
    at = at or now()
    claimed = {
        place: BASKET if status == "reserved" else SOLD
        for place, status in occurrence.lines.claiming(at).order_by().values_list("place_id", "booking__status")
    }
    held = dict(occurrence.holds.order_by().values_list("place_id", "hold_type__kill"))
    house = sorted(house_of(occurrence.plan))
    return "".join(
        claimed.get(spot.id) or (FREE if spot.id not in held else KILLED if held[spot.id] else HELD) for spot in house
    )


def version(states):
    """A short name for a string of states: its ETag."""
    return hashlib.sha256(states.encode()).hexdigest()[:12]


def left(occurrences, at=None):
    """Places left at each of some occurrences: {occurrence id: (left, sellable)}, in a handful of queries."""
    from_lines, from_holds = count_claimed(occurrences, at or now()), count_held(occurrences)
    answer = {}
    for occurrence in occurrences:
        capacity = len(house_of(occurrence.plan))
        taken = from_lines.get(occurrence.pk, 0) + from_holds.get(occurrence.pk, 0)
        answer[occurrence.pk] = (capacity - taken, capacity)
    return answer


def count_claimed(occurrences, at):
    """Live claims by occurrence id."""
    return counted(BookingLine.objects.filter(occurrence__in=occurrences).claiming(at))


def count_held(occurrences):
    """Held places by occurrence id; a held place that is sold counts once, as sold."""
    live = BookingLine.objects.live().filter(occurrence=OuterRef("occurrence"), place=OuterRef("place"))
    return counted(Hold.objects.filter(occurrence__in=occurrences).exclude(Exists(live)))


def counted(rows):
    return dict(rows.order_by().values_list("occurrence").annotate(Count("pk")))
