"""One process at a till that others use too: `python -m tests.till.racer SCENARIO NUMBER RACERS …`."""

import itertools
import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
django.setup()

from boxoffice.models import User  # noqa: E402
from events.models import Booking, Occurrence, Refused  # noqa: E402
from invoicing.models import Payment, TillClosed, TillCount, TillMovement, TillSession  # noqa: E402
from tests import cast  # noqa: E402
from tests.races.racer import start_together  # noqa: E402


def stage():
    """A house, an open till, and somebody to sign it off with a PIN."""
    cast.show(seats=400)
    max = cast.staff("max", "Managers")
    max.set_pin("8305")
    max.save()
    return cast.till(cast.staff("sam", "Box office")).pk


def people():
    return User.objects.get(first_name="Sam"), User.objects.get(first_name="Max")


def wait_for_a_sale(till):
    """Until somebody has sold and paid in: then the sellers are in the midst of it."""
    while not till.movements.exists():
        time.sleep(0.02)


def closing(number, racers):
    """The first racer closes the till while the others go on through it until they are refused."""
    (sam, max), till = people(), TillSession.objects.get()
    start_together()
    if int(number):
        return sell_until_closed(till, number, sam)
    wait_for_a_sale(till)
    till.cash_up(TillCount(0), by=sam, signed_off_by=max, reason="A race")
    return {"closed": till.number}


def sell_until_closed(till, number, sam):
    """Sell in cash and by card, and pay in after each; nothing but pay in once this racer's seats are sold."""
    show, adult = Occurrence.objects.with_parts().get(event__slug="blithe-spirit"), cast.price_type("adult")
    sold = 0
    try:
        for turn in itertools.count():
            if sold < 100:
                booking = Booking.objects.reserve_best(show, [adult], channel="counter")
                Payment.objects.take(booking, ["cash", "terminal"][turn % 2], by=sam, till=till)
                sold += 1
            TillMovement.objects.pay_in(till, 100, key=f"{number}-{turn}", by=sam, reason="Change")
            time.sleep(0.005)  # SQLite queues nobody: without a pause between sales the closer may never get in
    except TillClosed:
        return {"sold": sold, "refused": 1}


def counting(number, racers):
    """Everybody closes the same till at once, each by a count of their own."""
    (sam, max), till = people(), TillSession.objects.get()
    start_together()
    till.cash_up(TillCount(5000 + int(number)), by=sam, signed_off_by=max, reason="A race", carried=0, bag="B1")
    return {"counted": till.counted, "number": till.number}


def guessing(number, racers, tries):
    """Guess the PIN again and again, the right one last."""
    _, max = people()
    start_together()
    wrong = [max.check_pin(f"{n:04d}") for n in range(int(tries))]
    return {"right": sum(wrong) + max.check_pin("8305")}


def opening(number, racers):
    """Open the same drawer as everybody else."""
    sam = cast.staff(f"clerk{number}", "Box office")
    start_together()
    try:
        TillSession.objects.open_till("Counter 9", by=sam, opening_float=5000)
        return {"opened": 1}
    except Refused:
        return {"refused": 1}


SCENARIOS = {f.__name__: f for f in (stage, closing, counting, guessing, opening)}

if __name__ == "__main__":
    print(json.dumps(SCENARIOS[sys.argv[1]](*sys.argv[2:]) or {}))
