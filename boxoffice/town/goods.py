"""The demo town's balance of trade: the commodities, what each trader sells, a few caps, and leave long given."""

import random
from datetime import timedelta

from boxoffice.town import names
from events.models import Commodity, CommodityCap, Occurrence, TradeLine, TradeOverride, Trader
from events.models.trade_board import boards_of, goods_of, lines_of, spots_of
from events.trade_balance import Board

HEADINGS = {
    "Food": ["Cheese and butter", "Fruit and vegetables", "Bread and cakes", "Fresh fish", "Eggs and honey",
             "Sweets and fudge", "Jam and chutney", "Olives and antipasti", "Spices and dried fruit",
             "Loose tea and coffee beans", "Pork pies", "Meat and poultry"],
    "Plants and flowers": ["Plants and bulbs", "Cut flowers"],
    "Clothes": ["Wool and haberdashery", "Shoes and slippers", "Knitwear", "Children's clothes", "Bags and purses",
                "Vintage clothes"],
    "Household": ["Hand tools", "Household hardware", "Curtains and bedding", "Pet food and bedding",
                  "Soap and candles", "Bicycle parts and repairs", "Telephone covers and repairs"],
    "Gifts and second-hand": ["Greetings cards", "Jewellery", "Second-hand books", "Records and CDs",
                              "Antiques and collectables", "Hand-thrown pottery", "Turned wood", "Prints and maps",
                              "Toys and games"],
}  # fmt: skip
# What traders write about their goods, where the list says it otherwise.
ALSO = {"Honey and beeswax candles": "Eggs and honey", "Cheese from Gwynedd": "Cheese and butter",
        "Bread and bara brith": "Bread and cakes", "Cut flowers and wreaths": "Cut flowers",
        "Pottery": "Hand-thrown pottery", "Wool and blankets": "Wool and haberdashery"}  # fmt: skip
CAPPED = ["Cheese and butter", "Fruit and vegetables", "Bread and cakes", "Jewellery", "Toys and games"]
NUMBER = 1906


def build_goods(kept, thursday, saturday, people, today):
    """Everything about who sells what; `kept` is {(customer, market): their pitch}."""
    commodities = build_commodities()
    build_lines(commodities, today)
    for event in (thursday, saturday):
        give_leave(event, kept, people["mo"])
        cap(event, commodities, today)


def build_commodities():
    """{name: commodity}; each hot dish is a commodity of its own, one cuisine a stall."""
    rows = [Commodity(name=name, group=heading) for heading, found in HEADINGS.items() for name in found]
    dishes = [dish[:1].upper() + dish[1:] for _, dish in names.HOT_GOODS]
    rows += [Commodity(name=dish, group="Hot food", hot_food=True) for dish in dishes]
    return {row.name: row for row in Commodity.objects.bulk_create(rows)}


def build_lines(commodities, today):
    """A key line for everybody who is approved, an incidental one for some, and three lines on trial."""
    rnd, rows = random.Random(NUMBER), []
    cold = [one for one in commodities.values() if not one.hot_food]
    for number, trader in enumerate(Trader.objects.exclude(approved_on=None).order_by("pk")):
        own = commodity_of(trader, commodities)
        rows.append(TradeLine(trader=trader, commodity=own, from_day=trader.approved_on))
        if number % 5 == 2:
            other = rnd.choice([one for one in cold if one != own])
            trial = today + timedelta(days=rnd.randint(10, 80)) if number % 40 == 2 else None
            rows.append(TradeLine(trader=trader, commodity=other, key=False, trial_until=trial,
                                  from_day=trial - timedelta(days=90) if trial else trader.approved_on))  # fmt: skip
    TradeLine.objects.bulk_create(rows)


def commodity_of(trader, commodities):
    """The commodity that a trader's own words for their goods mean."""
    words = trader.goods.removeprefix(names.HOT_FOOD)
    words = words[:1].upper() + words[1:]
    return commodities[ALSO.get(words, words)]


def give_leave(event, kept, by):
    """Leave for those whose own pitches were side by side before the list was drawn up."""
    day = Occurrence.objects.filter(event=event).with_parts().first()
    stands = {pitch.pk: customer.trader for (customer, market), pitch in kept.items() if market == event}
    lines = lines_of(stands.values())
    goods = {trader: goods_of(found, day.day) for trader, found in lines.items()}
    named = {line.commodity_id: line.commodity.name for found in lines.values() for line in found}
    board = Board(day.day, event.title, spots_of([day])[day.plan_id],
                  {pitch: trader.pk for pitch, trader in stands.items()}, goods, named)  # fmt: skip
    for clash in board.clashes():
        TradeOverride.objects.give(stands[clash.place], event, "Side by side since before the list of commodities; "
                                   "both traders agree", by=by)  # fmt: skip


def cap(event, commodities, today):
    """Caps that nobody who has booked is above."""
    coming = Occurrence.objects.filter(event=event, starts_at__date__gte=today, lines__released_at=None,
                                       lines__isnull=False).with_parts().distinct()  # fmt: skip
    boards = boards_of(coming).values()
    for name in CAPPED:
        pk = commodities[name].pk
        most = max((sum(pk in board.goods[trader].key for trader in set(board.stands.values())) for board in boards),
                   default=0)  # fmt: skip
        CommodityCap.objects.create(event=event, commodity=commodities[name], most=max(most + 1, 2))
