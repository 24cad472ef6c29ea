"""The demo town's morning draws: one that was run lately, with its refusals, and queues for the days to come."""

import random
from datetime import datetime, time, timedelta

from boxoffice.town.clock import LONDON
from events.models import CheckIn, Draw, Message, Occurrence, Refused, WaitingListEntry
from invoicing.drawing import run
from invoicing.models import Payment

SEED, QUEUE = 725, 12
NEEDS = [
    {}, {"amps": 16}, {}, {"frontage_cm": 300}, {"amps": 16}, {}, {"vehicle": True}, {}, {"accessible": True}, {},
    {"amps": 16, "frontage_cm": 300}, {},
]  # fmt: skip


def hold_draws(stalls, people, now):
    """The last market day's draw, run and paid for; the next days' promised, with names down for them."""
    rnd, mo = random.Random(SEED), people["mo"]
    casuals = [stall.customer for stall in stalls if stall.state == "insured" and not stall.regular and not stall.hot]
    days = Occurrence.objects.market_days().filter(cancelled_at=None).with_parts().select_related("event__rules")
    over = days.filter(ends_at__lt=now).order_by("starts_at").last()
    if over:
        guests = [next(one.customer for one in stalls if one.customer.user == people[name]) for name in ("amy", "llyr")]
        suspended = next(stall.customer for stall in stalls if stall.state == "suspended")
        draw_lots(rnd, over, casuals, [*guests, suspended], mo)
    ahead = {day.event_id: day for day in days.filter(starts_at__gt=now, starts_at__lt=now + timedelta(days=8))
             .order_by("-starts_at")}  # fmt: skip
    for day in ahead.values():
        promise(day, mo, now)
        queue_up(rnd, day, casuals, mo, now)


def promise(day, by, at):
    return [Draw.objects.promise(day, call=call, by=by, at=at) for call in (1, 2)]


def clock(day, moment, minutes=0):
    return datetime.combine(day.day, moment, LONDON) + timedelta(minutes=minutes)


def queue_up(rnd, day, casuals, by, at):
    """A dozen casual traders who have no pitch that day put their names down."""
    there = set(day.lines.live().values_list("booking__customer", flat=True))
    coming = rnd.sample([one for one in casuals if one.pk not in there], QUEUE)
    for customer, needs in zip(coming, NEEDS, strict=True):
        WaitingListEntry.objects.join(day, customer, by=by, at=at, **needs)


def draw_lots(rnd, day, casuals, guests, mo):
    """Promise, queue, run and pay, each at its hour; the guests are those who have a result to read."""
    rules = day.event.rules
    evening = clock(day, time(17), -24 * 60)
    first, second = promise(day, mo, evening)
    queue_up(rnd, day, casuals, mo, evening)
    wishes = list(day.lines.live().order_by("-place__appeal").values_list("place", flat=True)[:2])
    for guest in guests:
        try:
            WaitingListEntry.objects.join(day, guest, at=evening, preferences=wishes)
        except Refused:  # no rule of the demo's: somebody without a pitch that anybody could want
            continue
    for draw, at in ((first, clock(day, rules.report_by, 4)), (second, clock(day, rules.second_call_at, 2))):
        for result in run(draw, by=mo, at=at).results.select_related("booking"):
            if result.booking:
                pay(result.booking, mo, at)
    Message.objects.filter(occurrence=day, topic="draw", emailed_at=None).update(emailed_at=at)


def pay(booking, by, at):
    """Paid by card on the market, and ticked as here."""
    Payment.objects.take(booking, "terminal", by=by, at=at + timedelta(minutes=10))
    for line in booking.live_lines:
        CheckIn.objects.check_in(line.token, by=by, at=at + timedelta(minutes=12))
