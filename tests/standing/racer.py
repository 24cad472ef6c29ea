"""One process that races others about licences: `python -m tests.standing.racer SCENARIO NUMBER RACERS …`."""

import json
import os
import random
import sys
from collections import Counter
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
django.setup()

from django.utils.timezone import localdate  # noqa: E402

from events.models import Customer, DayOff, Event, PlaceClaimed, Refused, StandingBooking  # noqa: E402
from invoicing import absences, rolling, standing_ends  # noqa: E402
from tests import cast  # noqa: E402
from tests.races.racer import start_together  # noqa: E402
from tests.standing.conftest import offer, running, set_rules  # noqa: E402

TRADERS = ["amy", "ben", "cal", "dot"]


def stage():
    """Four traders with a licence each, nothing rolled forward."""
    days = cast.market(pitches=8)
    set_rules(days[0].event, concession_days=6)
    for number, name in enumerate(TRADERS, 1):
        running(days, cast.trader(name, credit_limit=10**9), number=number)


def the_market():
    event = Event.objects.select_related("rules").get()
    return list(event.occurrences.with_parts().order_by("starts_at"))


def rolled(number, racers):
    """Roll everything forward twice."""
    days, outcome = the_market(), Counter()
    start_together()
    for _ in range(2):
        outcome += rolling.roll_forward(days[-1].day)
    return outcome


def offers(number, racers):
    """Offer the same vacant pitch to somebody, again and again, each from another day on."""
    days, outcome, rng = the_market(), Counter(), random.Random(int(number))
    customers = list(Customer.objects.order_by("pk"))
    start_together()
    for _ in range(5):
        try:
            offer(days, rng.choice(customers), 6, starts_on=localdate() + timedelta(days=rng.randrange(40)))
            outcome["offered"] += 1
        except PlaceClaimed:
            outcome["claimed"] += 1
    return outcome


def away(number, racers, tries):
    """Report absences of the same two traders, take them back, and roll forward, all at once."""
    days, outcome, rng = the_market(), Counter(), random.Random(int(number))
    customers = list(Customer.objects.order_by("pk")[:2])
    start_together()
    for _ in range(int(tries)):
        customer, day = rng.choice(customers), rng.choice(days)
        try:
            act = rng.randrange(4)
            if act == 0:
                rolling.roll_forward(days[-1].day)
            elif act == 1:
                for day_off in DayOff.objects.live().filter(customer=customer, occurrence=day):
                    absences.withdraw(day_off)
            else:
                absences.report(customer, day, rng.choice(["holiday", "notified"]))
            outcome["done"] += 1
        except Refused:
            outcome["refused"] += 1
    return outcome


def ends(number, racers):
    """Half of them give notice for one licence while the others roll it forward."""
    standing, days = StandingBooking.objects.order_by("-pk").filter(status="running").first(), the_market()
    start_together()
    for _ in range(3):
        if int(number) % 2:
            rolling.roll(standing, days[-1].day)
        else:
            standing_ends.give_notice(standing)
    return {"done": 1}


SCENARIOS = {f.__name__: f for f in (stage, rolled, offers, away, ends)}

if __name__ == "__main__":
    print(json.dumps(SCENARIOS[sys.argv[1]](*sys.argv[2:]) or {}))
