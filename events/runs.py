"""Places side by side: runs of neighbours in one row of one area, and the free run that is nearest to a wished one."""

from collections import defaultdict


def runs(house, count):
    """Every run of `count` neighbours in a house (Spots of events/best_places.py), from the left: [tuple of Spots]."""
    rows = defaultdict(list)
    for spot in house:
        rows[spot.area, spot.row].append(spot)
    for row in rows.values():
        row.sort(key=lambda spot: (spot.position, spot.id))
        for start in range(len(row) - count + 1):
            run = tuple(row[start : start + count])
            if run[-1].position - run[0].position == count - 1:
                yield run


def is_run(spots):
    """Whether these Spots are neighbours, in whatever order they are named."""
    positions = sorted(spot.position for spot in spots)
    same_row = len({(spot.area, spot.row) for spot in spots}) == 1
    return same_row and positions == list(range(positions[0], positions[0] + len(spots)))


def nearest_run(house, wished, free):
    """The ids of the free run most like the wished Spots, of the same bands; None where there is none.

    The same row goes before another of the area, that before another area, and then the shorter way counts.
    """
    first = min(wished, key=lambda spot: spot.position)
    bands = sorted(spot.band for spot in wished)
    alike = [run for run in runs(house, len(wished))
             if all(spot.id in free for spot in run) and sorted(spot.band for spot in run) == bands]  # fmt: skip
    best = min(alike, default=None, key=lambda run: (run[0].area != first.area, run[0].row != first.row,
                                                     abs(run[0].position - first.position), run[0].id))  # fmt: skip
    return [spot.id for spot in best] if best else None


def way_to(house, wished, given):
    """How a run lies to the wished one, in words: next to it, in the same row, elsewhere."""
    by_id = {spot.id: spot for spot in house}
    wished, given = [by_id[pk] for pk in wished], [by_id[pk] for pk in given]
    if (wished[0].area, wished[0].row) != (given[0].area, given[0].row):
        return "elsewhere"
    apart = min(abs(one.position - other.position) for one in wished for other in given)
    return "next to it" if apart <= 1 else "in the same row"
