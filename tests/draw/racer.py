"""One process on a market morning: `python -m tests.draw.racer SCENARIO NUMBER RACERS` prints what it did as JSON."""

import json
import os
import sys
from collections import Counter
from datetime import datetime, time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
django.setup()

from boxoffice.models import User  # noqa: E402
from events.models import Booking, Draw, Occurrence, Refused, WaitingListEntry, Wanted  # noqa: E402
from invoicing.drawing import run  # noqa: E402
from tests import cast  # noqa: E402
from tests.draw import people  # noqa: E402
from tests.races.racer import start_together  # noqa: E402


def clock(day, hour, minute):
    return datetime.combine(day.day, time(hour, minute), cast.LONDON)


def stage():
    """Two market days of twenty pitches, each promised a draw, thirty traders in each queue, and their officer."""
    days, mo = cast.market(pitches=20)[:2], cast.staff("mo", "Market officers")
    traders = [people.trader(f"trader{n}") for n in range(30)]
    for day in days:
        for trader in traders:
            WaitingListEntry.objects.join(day, trader, by=mo, at=clock(day, 5, 0))
        Draw.objects.promise(day, by=mo, at=clock(day, 5, 0))


def pressing(number, racers, nth=0):
    """Everybody runs the same draw."""
    draw, mo = Draw.objects.order_by("pk")[int(nth)], User.objects.get()
    start_together()
    run(draw, by=mo, at=clock(draw.occurrence, 8, 5))
    return {"ran": 1}


def selling(number, racers):
    """The first racer runs the second draw, the others sell the same pitches one by one meanwhile."""
    draw, mo = Draw.objects.order_by("pk")[1], User.objects.get()
    if number == "0":
        return pressing(number, racers, 1)
    day, outcome = Occurrence.objects.with_parts().get(pk=draw.occurrence_id), Counter()
    start_together()
    for place in day.plan.places.select_related("area").order_by("-pk" if number == "1" else "pk"):
        try:
            wanted = [Wanted(day, place, cast.price_type("regular"))]
            Booking.objects.reserve(wanted, channel="market", customer=people.trader("x"), by=mo,
                                    at=clock(day, 8, 5), vetted=True)  # fmt: skip
            outcome["sold"] += 1
        except Refused:
            outcome["refused"] += 1
    return outcome


def promising(number, racers):
    """Everybody promises the same draw of another day."""
    day = Occurrence.objects.market_days().order_by("starts_at")[2]
    start_together()
    return {Draw.objects.promise(day, at=clock(day, 5, 0)).seed_hash: 1}


SCENARIOS = {each.__name__: each for each in (stage, pressing, selling, promising)}

if __name__ == "__main__":
    print(json.dumps(SCENARIOS[sys.argv[1]](*sys.argv[2:]) or {}))
