"""The balance of trade as the database knows it: market days as boards, and the check that a claim must pass."""

from events.trade_balance import Board, Cap, Goods, Spot

from .commodity import CommodityCap, TradeLine, TradeOverride
from .event import Event, Occurrence
from .line import BookingLine
from .market_rules import MarketRules
from .refusal import Refused
from .venue import Place


class TradeBalance(Refused):
    """The goods of a trader do not go with a pitch; `objections` says why, an Objection a pitch."""

    code = "trade_balance"

    def __init__(self, objections):
        self.objections = list(objections)
        super().__init__(self.objections[0].words)


def traders_days(occurrences):
    """Those of the occurrences that are for traders, in the order they are locked in; asks the database nothing."""
    days = {one.pk: one for one in occurrences if one.event.audience == Event.Audience.TRADERS}
    return [days[pk] for pk in sorted(days)]


def judged(days, customer):
    """These days of traders where the goods of this customer are known, and so are judged; else none."""
    trader = getattr(customer, "trader", None)
    known = trader is not None and TradeLine.objects.filter(trader=trader, key=True).exists()
    return days if known else []


def lock_days(days):
    """One claimer at a time for these market days: two who would stand side by side wait for each other."""
    ids = [day.pk for day in days]
    if ids:
        list(Occurrence.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def check_trade(days, lines, trader):
    """Raise TradeBalance where new lines are against the balance of trade; asked after the insert, with days locked."""
    found = []
    for day, board in boards_of(days).items():
        own = [line.place_id for line in lines if line.occurrence_id == day]
        found += [objection for place in own if (objection := board.objection(trader.pk, place, own))]
    if found:
        raise TradeBalance(found)


def objections_on(days, customer):
    """{place id: sentence} for the pitches this customer's goods bar on any of these days, in a constant number of
    queries; empty for the public's events and for a trader whose goods nobody has recorded."""
    days, found = traders_days(days), {}
    days = judged(days, customer) if days else []
    for board in boards_of(days, customer.trader).values() if days else ():
        for place, objection in board.objections(customer.trader.pk).items():
            found.setdefault(place, objection.words)
    return found


def rivals_overdue(days, trader, at):
    """Ids of reservations that ran out on these days, of other traders with the same key lines."""
    own = TradeLine.objects.filter(trader=trader, key=True).values("commodity")
    lines = BookingLine.objects.live().filter(
        occurrence__in=days, booking__status="reserved", booking__reserved_until__lt=at,
        booking__customer__trader__trade_lines__key=True,
        booking__customer__trader__trade_lines__commodity__in=own,
    ).exclude(booking__customer__trader=trader)  # fmt: skip
    return set(lines.order_by().values_list("booking_id", flat=True))


def boards_of(days, *traders):
    """{occurrence id: Board} of everybody who stands there, and the goods of `traders` beside them."""
    days = list(days)
    stands = {day.pk: {} for day in days}
    lines = BookingLine.objects.live().filter(occurrence__in=days, booking__customer__trader__isnull=False).order_by()
    for day, place, trader in lines.values_list("occurrence_id", "place_id", "booking__customer__trader"):
        stands[day][place] = trader
    there = {trader for one in stands.values() for trader in one.values()} | {trader.pk for trader in traders}
    sold, spots, apart = lines_of(there), spots_of(days), keep_apart(days)
    caps = list(CommodityCap.objects.filter(event__in={day.event_id for day in days}).select_related("commodity"))
    leave = list(TradeOverride.objects.running().filter(event__in={day.event_id for day in days}))
    names = {line.commodity_id: line.commodity.name for lines in sold.values() for line in lines}
    names.update({cap.commodity_id: cap.commodity.name for cap in caps})
    return {
        day.pk: Board(
            day.day, day.event.title, spots[day.plan_id], stands[day.pk],
            {trader: goods_of(lines, day.day) for trader, lines in sold.items()}, names,
            tuple(Cap(cap.commodity_id, cap.most, cap.area_id) for cap in caps if cap.event_id == day.event_id),
            day.event_id in apart, frozenset(one.trader_id for one in leave if one.lifts(day)),
        ) for day in days
    }  # fmt: skip


def lines_of(traders):
    """{trader id: their key lines, whenever they run}."""
    found = {}
    for line in TradeLine.objects.filter(trader__in=traders, key=True).select_related("commodity"):
        found.setdefault(line.trader_id, []).append(line)
    return found


def goods_of(lines, day):
    """The key lines that run on a day."""
    running = [line for line in lines if line.runs_on(day)]
    return Goods(frozenset(line.commodity_id for line in running),
                 frozenset(line.commodity_id for line in running if line.commodity.hot_food))  # fmt: skip


def spots_of(days):
    """{plan id: {place id: Spot}}."""
    plans = {day.plan_id for day in days}
    faces, spots = {}, {plan: {} for plan in plans}
    across = Place.faces.through.objects.filter(from_place__area__plan__in=plans)
    for one, other in across.values_list("from_place_id", "to_place_id"):
        faces.setdefault(one, set()).add(other)
    for place in Place.objects.filter(area__plan__in=plans).select_related("area").order_by("pk"):
        hot = place.Flag.HOT_FOOD in place.flags
        spots[place.area.plan_id][place.pk] = Spot(place.pk, str(place), place.area_id, place.area.name, place.row,
                                                   place.position, hot, frozenset(faces.get(place.pk, ())))  # fmt: skip
    return spots


def keep_apart(days):
    """Ids of the events whose rules keep the same key lines apart."""
    rules = MarketRules.objects.filter(event__in={day.event_id for day in days}, keep_apart=True)
    return set(rules.values_list("event_id", flat=True))
