"""The town's cash drawers: the counter's rules, and how each day ended: lifted, paid out, counted, banked, left."""

import random
from datetime import timedelta

from invoicing.models import Code, CounterRules, TillMovement

SEED = 2580
LATELY = timedelta(days=21)  # since when lifts and small payments were entered one by one
HIGH = 15_000  # pence in the drawer above which the house asks for a lift
CLOSING = ["counted", "variance", "number", "closed_at", "closed_by", "first_counted", "banked", "carried", "bag",
           "variance_reason"]  # fmt: skip


def set_rules(people, now):
    """The manager's limits, set when the counter moved to this system."""
    limits = {"refund_pin_over": 7_500, "reserve_days": 10, "duty_manager": people["max"].email}
    CounterRules.change(limits, by=people["max"], at=now - timedelta(days=200))


def close_day(chronicle, till, cash, number, variance):
    """What TillSession.cash_up leaves of a day that took this much cash, in pence, and is this much over or short."""
    by = till.opened_by
    if chronicle.now - till.closes_at < LATELY and till.drawer.startswith("Counter"):
        cash += sum(move(chronicle, till, cash, random.Random(f"{SEED}-{till.drawer}-{number}")))
    variance = max(variance, -cash)  # the float is never touched: the next day begins with the same
    till.variance, till.counted = variance, till.opening_float + cash + variance
    till.number, till.closed_at, till.closed_by, till.first_counted = number, till.closes_at, by, till.counted
    till.carried, till.banked = till.opening_float, cash + variance
    till.bag = f"B{number:05d}" if till.banked else ""
    till.variance_reason = "Not known" if variance else ""
    till.save(update_fields=CLOSING)
    about = {"at": till.closed_at, "by": by, "till": till}
    chronicle.post("variance", [(Code.CASH, Code.TILL_VARIANCE, variance)], **about)
    chronicle.post("till", [(Code.BANKING, Code.CASH, till.banked)], **about)


def move(chronicle, till, cash, rnd):
    """Milk now and then where there is cash, and a lift where the drawer is full; yields pence, less than nothing."""
    moves = []
    if cash > 500 and rnd.random() < 0.4:
        moves.append(("paid-out", -rnd.choice([320, 185, 450]), {"budget_code": "THE-4100",
                                                                 "reason": rnd.choice(["Milk", "Stamps", "Bulbs"])},
                      [("THE-4100", Code.CASH)]))  # fmt: skip
    if cash > HIGH:
        moves.append(("lift", -10_000, {"bag": f"S{till.opened_at:%d%m%y}", "reason": "Too much in the drawer"},
                      [(Code.SAFE, Code.CASH)]))  # fmt: skip
    for sort, amount, fields, codes in moves:
        at = till.closes_at - timedelta(minutes=40 if sort == "lift" else 300)
        TillMovement.objects.bulk_create([TillMovement(key=f"town-{till.pk}-{sort}", till=till, sort=sort, at=at,
                                                       amount=amount, by=till.opened_by, **fields)])  # fmt: skip
        chronicle.post("till", [(*pair, -amount) for pair in codes], at=at, by=till.opened_by, till=till)
        yield amount
