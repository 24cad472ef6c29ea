"""One trader who books what they can: `python -m tests.trade.racer SCENARIO NUMBER RACERS …` prints the outcomes."""

import json
import os
import random
import sys
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
django.setup()

from django.utils.timezone import localdate  # noqa: E402

from events.models import (  # noqa: E402
    Booking,
    Commodity,
    CommodityCap,
    Customer,
    Occurrence,
    Place,
    Refused,
    TradeLine,
)
from tests import cast  # noqa: E402
from tests.races.racer import start_together  # noqa: E402


def stage(racers, most):
    """Two market days of twelve pitches in two rows that face each other, and traders who all sell cheese."""
    days = cast.market(weeks=2, pitches=6)
    plan, cheese = days[0].plan, Commodity.objects.create(name="Cheese", group="Food")
    south = plan.areas.create(name="South side")
    for north in list(plan.places):
        across = Place.objects.create(area=south, band=north.band, row="S", number=north.number,
                                      position=north.position)  # fmt: skip
        north.faces.add(across)
    CommodityCap.objects.create(event=days[0].event, commodity=cheese, most=int(most))
    for number in range(int(racers)):
        trader = cast.trader(f"trader{number}").trader
        TradeLine.objects.start(trader, cheese, from_day=localdate())


def booking(number, racers, tries):
    """Book one pitch on both days, again and again, and sometimes give it back."""
    customer = Customer.objects.get(name=f"Trader{number}'s Cheese")
    days = list(Occurrence.objects.with_parts().order_by("pk"))
    pitches = list(days[0].plan.places.select_related("area"))
    rnd, outcome, regular = random.Random(int(number)), Counter(), cast.price_type("regular")
    start_together()
    for _ in range(int(tries)):
        place = rnd.choice(pitches)
        wanted = [(day, place, regular) for day in rnd.sample(days, 2)]
        try:
            made = Booking.objects.reserve(wanted, channel="portal", customer=customer)
            outcome["booked"] += 1
            if rnd.random() < 0.4:
                made.cancel(reason="no")
        except Refused as refusal:
            outcome[refusal.code] += 1
    return outcome


SCENARIOS = {f.__name__: f for f in (stage, booking)}

if __name__ == "__main__":
    print(json.dumps(SCENARIOS[sys.argv[1]](*sys.argv[2:]) or {}))
