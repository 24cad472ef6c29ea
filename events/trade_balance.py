"""The balance of trade on a market day: caps on key lines, none alike side by side or opposite, hot food in its place.

Pure: who stands where with which goods comes in, objections in words come out. Incidental lines never come in here.
"""

from dataclasses import dataclass
from functools import cached_property

from events.dates import short_day

HOT, CAP, BESIDE, OPPOSITE = "hot", "cap", "beside", "opposite"


@dataclass(frozen=True)
class Spot:
    """A pitch: where it is in its row, which pitches it faces, and whether hot food may be sold there."""

    id: int
    label: str
    area: int
    zone: str
    row: str
    position: int
    hot: bool = False
    faces: frozenset = frozenset()


@dataclass(frozen=True)
class Goods:
    """The key lines of one trader by id, and those of them that are hot food."""

    key: frozenset = frozenset()
    hot: frozenset = frozenset()


@dataclass(frozen=True)
class Cap:
    """At most so many traders with this key line at the market, or in one area of it."""

    commodity: int
    most: int
    area: int | None = None


@dataclass(frozen=True)
class Objection:
    """Why a trader may not stand on a pitch: the rule, the goods, the other pitch if there is one, and a sentence."""

    rule: str
    place: int
    commodity: int
    words: str
    other: int | None = None


@dataclass
class Board:
    """One market day. `stands` says which trader is on which pitch, `names` what commodities are called."""

    day: object
    market: str
    spots: dict
    stands: dict
    goods: dict
    names: dict
    caps: tuple = ()
    keep_apart: bool = True
    lifted: frozenset = frozenset()

    def objection(self, trader, place, new=()):
        """Why this trader may not stand on this pitch, or None; `new` are pitches of theirs not counted yet."""
        return next(self.all_against(trader, place, new), None)

    def objections(self, trader):
        """{pitch: Objection} for every pitch where this trader may not stand."""
        if not self.goods.get(trader, Goods()).key:
            return {}
        found = ((place, self.objection(trader, place)) for place in self.spots)
        return {place: objection for place, objection in found if objection}

    def clashes(self):
        """What those who stand there break, leave that was given aside: [Objection], by pitch."""
        found = (self.objection(trader, place, [place]) for place, trader in sorted(self.stands.items()))
        return [objection for objection in found if objection]

    def all_against(self, trader, place, new=()):
        """Every objection, the ones that no leave lifts first."""
        goods = self.goods.get(trader, Goods())
        if not goods.key or place not in self.spots:
            return
        yield from self._hot(goods, self.spots[place])
        if trader not in self.lifted:
            yield from self._neighbours(trader, goods, self.spots[place])
            yield from self._caps(trader, goods, self.spots[place], set(new))

    def _hot(self, goods, spot):
        if not spot.hot:
            for commodity in sorted(goods.hot):
                yield Objection(HOT, spot.id, commodity, f"{spot.label} is no pitch for hot food "
                                f"({self.names[commodity]}). Choose one where hot food is allowed.")  # fmt: skip

    def _neighbours(self, trader, goods, spot):
        for how, other in self.neighbours[spot.id] if self.keep_apart else ():
            there = self.stands.get(other)
            if there in (None, trader):
                continue
            for commodity in sorted(goods.key & self.goods.get(there, Goods()).key):
                yield Objection(how, spot.id, commodity, self._apart_words(how, spot, other, commodity), other)

    def _apart_words(self, how, spot, other, commodity):
        there = f"{how} {self.spots[other].label}, which has the same key line: {self.names[commodity]}"
        return (f"On {short_day(self.day)} {spot.label} is {there}. Choose a pitch that is not side by side with it "
                "or opposite, or ask the market office.")  # fmt: skip

    def _caps(self, trader, goods, spot, new):
        for cap in self.caps:
            if cap.commodity not in goods.key or cap.area not in (None, spot.area):
                continue
            there = self.standing(cap, new)
            others = there - {trader}
            if trader not in there and len(others) >= cap.most:
                yield Objection(CAP, spot.id, cap.commodity, self._cap_words(cap, spot))

    def _cap_words(self, cap, spot):
        everywhere = cap.area is None
        where = self.market if everywhere else f"{spot.zone} at {self.market}"
        elsewhere = "another day" if everywhere else f"a pitch outside {spot.zone}, or another day"
        return (f"On {short_day(self.day)} {where} has all the traders it takes with the key line "
                f"{self.names[cap.commodity]} ({cap.most}), so {spot.label} is not to be had. Choose {elsewhere}, "
                "or ask the market office.")  # fmt: skip

    def standing(self, cap, new=()):
        """The traders who count for a cap: those with its key line within its bounds, on pitches that are not `new`."""
        return {
            trader for place, trader in self.stands.items()
            if place not in new and cap.commodity in self.goods.get(trader, Goods()).key
            and (cap.area is None or (place in self.spots and self.spots[place].area == cap.area))
        }  # fmt: skip

    @cached_property
    def neighbours(self):
        """{pitch: [(how, pitch)]}: those one position along the row, and those across the aisle, both ways."""
        along = {(spot.area, spot.row, spot.position): spot.id for spot in self.spots.values()}
        found = {place: [] for place in self.spots}
        for spot in self.spots.values():
            for step in (-1, 1):
                if (other := along.get((spot.area, spot.row, spot.position + step))) is not None:
                    found[spot.id].append((BESIDE, other))
            for other in spot.faces & self.spots.keys():
                found[spot.id].append((OPPOSITE, other))
                if spot.id not in self.spots[other].faces:
                    found[other].append((OPPOSITE, spot.id))
        return found
