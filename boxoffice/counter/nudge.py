"""The single-seat rule at the counter: it shows a better choice one seat along, and refuses nobody."""

from itertools import groupby

from events.best_places import along
from events.models import Place
from events.models.claim import house_of


def nudge(occurrence, lines, gone):
    """Lines of the basket that leave a single seat, and the places one seat along: {lines, places}; else None.

    `gone`: ids of the places that this desk cannot sell, its own among them.
    """
    mine = [line for line in lines if line.occurrence_id == occurrence.pk and line.place.area.numbered]
    if not mine:
        return None
    house = house_of(occurrence.plan)
    own = {line.place_id for line in mine}
    free = {spot.id for spot in house} - gone | own
    for party in side_by_side(mine):
        held = {line.place_id for line in party}
        if moved := along(house, free - own | held, held):
            places = Place.objects.select_related("area").in_bulk(moved)
            return {"lines": party, "places": [places[pk] for pk in moved]}
    return None


def side_by_side(lines):
    """Groups of lines whose seats are neighbours in one row."""
    seats = sorted(lines, key=lambda line: (line.place.area_id, line.place.row, line.place.position))
    by_run = groupby(enumerate(seats), lambda one: (one[1].place.area_id, one[1].place.row,
                                                    one[1].place.position - one[0]))  # fmt: skip
    return [[line for _, line in run] for _, run in by_run]
