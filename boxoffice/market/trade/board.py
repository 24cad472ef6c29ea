"""Who stands where with which goods on one market day, what clashes, and how full the caps are."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from events.models import CommodityCap, Occurrence, TradeOverride, Trader
from events.models.trade_board import boards_of
from events.trade_balance import Cap


@dataclass(frozen=True)
class Row:
    """A pitch that somebody stands on."""

    label: str
    trader: Trader
    goods: str
    clash: str
    leave: TradeOverride | None


class DayBoard:
    """One market day in words; the same number of queries however many traders stand there."""

    def __init__(self, occurrence):
        self.occurrence = occurrence
        self.board = boards_of([occurrence])[occurrence.pk]

    @cached_property
    def rows(self):
        traders = Trader.objects.in_bulk(set(self.board.stands.values()))
        leave = {one.trader_id: one for one in TradeOverride.objects.running().filter(event=self.occurrence.event_id)
                 .select_related("by") if one.lifts(self.occurrence)}  # fmt: skip
        clashes = {one.place: one.words for one in self.board.clashes()}
        return [
            Row(self.board.spots[place].label, traders[trader], self.goods_of(trader), clashes.get(place, ""),
                leave.get(trader))
            for place, trader in sorted(self.board.stands.items())
        ]  # fmt: skip

    @property
    def clashing(self):
        return [row for row in self.rows if row.clash]

    def goods_of(self, trader):
        goods = self.board.goods.get(trader)
        return ", ".join(sorted(self.board.names[one] for one in goods.key)) if goods else ""

    @cached_property
    def caps(self):
        """[(cap, how many count for it)] of this market."""
        caps = CommodityCap.objects.filter(event=self.occurrence.event_id).select_related("area", "commodity")
        return [(one, len(self.board.standing(Cap(one.commodity_id, one.most, one.area_id))))
                for one in caps.order_by("commodity__name", "area")]  # fmt: skip

    @cached_property
    def before(self):
        return self._others(Q(starts_at__lt=self.occurrence.starts_at)).last()

    @cached_property
    def after(self):
        return self._others(Q(starts_at__gt=self.occurrence.starts_at)).first()

    def _others(self, where):
        days = Occurrence.objects.market_days().filter(where, cancelled_at=None)
        return days.select_related("event").order_by("starts_at", "pk")


def next_days():
    """{market: its next day}."""
    found = {}
    for day in Occurrence.objects.market_days().upcoming().with_parts():
        found.setdefault(day.event, day)
    return found


def day_to_show(asked=None):
    """The first market on or after a day, or the next one; the last there was where none comes."""
    days = Occurrence.objects.market_days().filter(cancelled_at=None).with_parts()
    coming = days.filter(starts_at__date__gte=asked) if asked else days.upcoming()
    return coming.order_by("starts_at", "pk").first() or days.order_by("starts_at", "pk").last()
