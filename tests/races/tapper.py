"""One device among several: `python -m tests.races.tapper SCENARIO NUMBER RACERS …` prints its outcomes as JSON."""

import json
import os
import sys
import uuid
from collections import Counter
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
django.setup()

from django.utils.timezone import now  # noqa: E402

from boxoffice.models import User  # noqa: E402
from events.models import Booking, CheckIn, Occurrence, RegisterTap, Trader  # noqa: E402
from invoicing import register  # noqa: E402
from invoicing.models import MarketReceipt, Payment, ReceiptBlock  # noqa: E402
from tests import cast  # noqa: E402
from tests.races.racer import start_together  # noqa: E402
from tests.register.taps import DEVICE, day_of, here, letting  # noqa: E402

NAMES = uuid.UUID("00000000-0000-4000-8000-00000000000f")


def stage(pitches=10):
    """A market that is on, an officer with receipt numbers, and a trader."""
    day = cast.market(weeks=1, pitches=int(pitches))[0]
    began = now() - timedelta(hours=1)
    Occurrence.objects.filter(pk=day.pk).update(starts_at=began, ends_at=began + timedelta(hours=9))
    mo = cast.staff("mo", "Market officers")
    cast.staff("max", "Managers")
    ReceiptBlock.objects.issue(DEVICE, by=mo)
    cast.trader()


def market():
    day = day_of(Occurrence.objects.get())
    return day, list(day.plan.places.order_by("pk")), Trader.objects.get()


def same_letting(number, racers, tries):
    """Send the very same lettings as the others, at the same moment."""
    day, places, trader = market()
    mo, outcome = User.objects.get(first_name="Mo"), Counter()
    start_together()
    for n in range(int(tries)):
        tap = letting(places[n], trader, n + 1, method="terminal", client_id=uuid.uuid5(NAMES, str(n)))
        (done,) = register.apply(day, [tap], by=mo)
        outcome[done.outcome] += 1
    return outcome


def disagreeing(number, racers, tries):
    """Even racers say that a trader is here, odd ones that they did not come; nobody has seen what the others said."""
    day = market()[0]
    line, by = day.lines.first(), User.objects.get(first_name="Mo" if int(number) % 2 else "Max")
    outcome = Counter()
    start_together()
    for _ in range(int(tries)):
        said = here(line, presence="arrived" if int(number) % 2 else "no-show")
        outcome[register.apply(day, [said], by=by)[0].outcome] += 1
    return outcome


def book_one():
    day, places, trader = market()
    booking = Booking.objects.reserve([(day, places[0], cast.price_type("regular"))], channel="market",
                                      customer=trader.customer)  # fmt: skip
    trader.customer.account.charge(booking)


def blocks(number, racers, tries):
    """Ask for block after block of numbers for one's own device."""
    by, outcome, last = User.objects.get(first_name="Mo"), Counter(), 0
    device = uuid.uuid5(NAMES, f"device {number}")
    start_together()
    for _ in range(int(tries)):
        block = ReceiptBlock.objects.issue(device, by=by, after=last)
        last = block.last
        outcome[str(block.first)] += 1
    return outcome


def counted():
    """What there is after a race."""
    return {"taps": RegisterTap.objects.count(), "bookings": Booking.objects.filter(status="confirmed").count(),
            "payments": Payment.objects.count(), "receipts": MarketReceipt.objects.count(),
            "check-ins": CheckIn.objects.standing().count()}  # fmt: skip


SCENARIOS = {f.__name__: f for f in (stage, same_letting, disagreeing, book_one, blocks, counted)}

if __name__ == "__main__":
    print(json.dumps(SCENARIOS[sys.argv[1]](*sys.argv[2:]) or {}))  # noqa: T201
