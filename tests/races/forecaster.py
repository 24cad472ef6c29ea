"""One process that decides about market days while others do, or books them: `python -m tests.races.forecaster …`."""

import json
import os
import sys
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
django.setup()

from boxoffice.models import User  # noqa: E402
from events.models import Booking, Customer, DayDecision, Occurrence, Refused  # noqa: E402
from events.models.transactions import retried  # noqa: E402
from invoicing.models import Account, Charge  # noqa: E402
from invoicing.weather import decide, of_day  # noqa: E402
from tests import cast  # noqa: E402
from tests.races.racer import start_together  # noqa: E402

OFFICERS = 2  # the first of the racers decide, the others book


def stage(weeks):
    """So many market days, two officers, and traders with an account."""
    cast.market(weeks=int(weeks), pitches=12)
    for name in ("mo", "max"):
        cast.staff(name, "Market officers")
    for name in ("amy", "ben"):
        cast.trader(name, credit_limit=10**9)


def storm(number, racers):
    """Officers cancel day after day; traders book the same days at the same time."""
    days, outcome = list(Occurrence.objects.order_by("starts_at").with_parts()), Counter()
    by = User.objects.order_by("pk")[int(number) % OFFICERS]
    start_together()
    for day in days:
        try:
            if int(number) < OFFICERS:
                decide(day, "cancelled", "", f"Storm, says {number}", by=by, seen=None)
                outcome["decided"] += 1
            else:
                book(day, int(number))
                outcome["booked"] += 1
        except Refused as refusal:
            outcome[refusal.code] += 1
    return outcome


@retried
def book(day, number):
    """A pitch of this racer's own, on account, as the portal books it."""
    customer = Customer.objects.exclude(trader=None).order_by("pk")[number % 2]
    place = day.plan.places.select_related("area").order_by("pk")[number]
    booking = Booking.objects.reserve([(day, place, cast.price_type("regular"))], channel="portal", customer=customer)
    Account.objects.get(customer=customer).charge(booking)


def left():
    """What the storms left: decisions that stand, days that do not go ahead, and pence still charged for them."""
    days = Occurrence.objects.exclude(cancelled_at=None)
    return {"standing": DayDecision.objects.standing().count(), "cancelled": days.count(),
            "charged": sum(charge.standing_gross for day in days for charge in of_day(day)),
            "charges": Charge.objects.filter(reverses=None).count()}  # fmt: skip


SCENARIOS = {f.__name__: f for f in (stage, storm, left)}

if __name__ == "__main__":
    print(json.dumps(SCENARIOS[sys.argv[1]](*sys.argv[2:]) or {}))  # noqa: T201
