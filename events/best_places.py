"""Choose the best free places together: a pure function of the house and of what is free.

It steers away from leaving a single seat, and never refuses anybody for it: where every place for a party
would strand a single, the best of those is given (domain: "steer, never block").
"""

from collections import defaultdict
from typing import NamedTuple

ASKED_FOR = frozenset("wc")


class Spot(NamedTuple):
    """One place as the chooser sees it. Neighbours in a row differ by one in `position`; lower appeal is better."""

    id: int
    area: int
    band: int
    row: str
    position: int
    appeal: int
    flags: str
    numbered: bool


def choose(house, free, count, *, together=True, access=False):
    """Ids of the best `count` places among the `free` ids of `house`; None where there are not enough.

    With `together` they are neighbours in one row (or alike in an unnumbered area). Without it, the party is
    split into as few groups as the house allows. Wheelchair and companion places are given only with `access`.
    """
    usable = [spot for spot in house if spot.id in free and (access or not ASKED_FOR & set(spot.flags))]
    runs = _runs(usable)
    best = _best_run(runs, free, house, count)
    if best or together:
        return best
    return _in_pieces(runs, count)


def _runs(spots):
    """Groups of neighbours: unbroken stretches of each row, and each unnumbered area as one."""
    rows = defaultdict(list)
    for spot in spots:
        rows[(spot.area, spot.row) if spot.numbered else (spot.area,)].append(spot)
    runs = []
    for row in rows.values():
        row.sort(key=lambda spot: (spot.position, spot.id))
        run = [row[0]]
        for spot in row[1:]:
            if spot.numbered and spot.position != run[-1].position + 1:
                runs.append(run)
                run = []
            run.append(spot)
        runs.append(run)
    return runs


def _best_run(runs, free, house, count):
    best = None
    for run in runs:
        size = len(run)
        for start in range(size - count + 1 if run[0].numbered else min(1, size // count)):
            singles = run[0].numbered and (start == 1) + (size - start - count == 1)
            appeal = sum(spot.appeal for spot in run[start : start + count])
            key = (singles, appeal, run[start].id)
            if best is None or key < best[0]:
                best = (key, run, start)
    if best is None:
        return None
    _, run, start = best
    return [spot.id for spot in run[start : start + count]]


def _in_pieces(runs, count):
    """The longest stretches first, so that as few people as possible sit alone; None where the house is too full."""
    chosen = []
    for run in sorted(runs, key=lambda run: (-len(run), sum(spot.appeal for spot in run) / len(run), run[0].id)):
        best_first = sorted(run, key=lambda spot: (spot.appeal, spot.id)) if len(run) > count - len(chosen) else run
        chosen += [spot.id for spot in best_first[: count - len(chosen)]]
        if len(chosen) == count:
            return chosen
    return None


def stranded(house, free, chosen):
    """Ids of the single seats that choosing these places leaves behind: free, beside one of them and beside no other.

    `free` are the ids that are free before the choice. Nobody is refused for them; whoever sells is told.
    """
    by_seat = {(spot.area, spot.row, spot.position): spot for spot in house if spot.numbered and spot.id in free}
    left = {seat for seat, spot in by_seat.items() if spot.id not in chosen and not ASKED_FOR & set(spot.flags)}
    taken = {seat for seat, spot in by_seat.items() if spot.id in chosen}
    return {
        by_seat[area, row, position].id for area, row, position in left
        if {(area, row, position - 1), (area, row, position + 1)} & taken
        and not {(area, row, position - 1), (area, row, position + 1)} & left
    }  # fmt: skip


def along(house, free, chosen):
    """The ids one seat along, where that strands nobody and staying does; None where nothing is stranded or helps."""
    if not chosen or not stranded(house, free, chosen):
        return None
    spots = [spot for spot in house if spot.id in chosen]
    seats = {(spot.area, spot.row, spot.position): spot for spot in house
             if spot.id in free and not ASKED_FOR & set(spot.flags)}  # fmt: skip
    for step in (1, -1):
        there = [seats.get((spot.area, spot.row, spot.position + step)) for spot in spots]
        moved = [spot.id for spot in there if spot]
        if len(moved) == len(spots) and not stranded(house, free, set(moved)):
            return moved
    return None
