"""One counter that races others for the same voucher or the same key: `python -m tests.races.spender SCENARIO …`."""

import json
import os
import random
import sys
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
django.setup()

from boxoffice.models import User  # noqa: E402
from events.models import Booking, Occurrence, Refused  # noqa: E402
from invoicing.models import Payment, StoredValue, TillSession  # noqa: E402
from invoicing.stored_values import sell  # noqa: E402
from tests import cast  # noqa: E402
from tests.races.racer import start_together  # noqa: E402


def stage():
    """A voucher of £100, and a house of forty seats at £18."""
    sam = cast.staff("sam", "Box office")
    cast.show(seats=40)
    return sell(10_000, "cash", by=sam, till=cast.till(sam)).pk


def spend(number, racers, tries, voucher):
    """Spend pieces of the one voucher, until nothing is left on it."""
    voucher, show, rng = StoredValue.objects.get(pk=voucher), Occurrence.objects.get(), random.Random(int(number))
    baskets = [cast.basket(show, None, adults=1) for _ in range(int(tries))]
    outcome = Counter()
    start_together()
    for basket in baskets:
        amount = rng.randint(900, 1800)
        try:
            Payment.objects.take(basket, "voucher", stored=voucher, amount=amount)
            outcome["spent"] += amount
        except Refused:
            outcome["refused"] += 1
    return outcome


def press(number, racers, key):
    """Take a part of one basket, and sell one voucher, each under the same key as everybody."""
    basket, till = Booking.objects.order_by("pk").last(), TillSession.objects.get()
    start_together()
    taken = Payment.objects.take(basket, "cash", amount=500, key=key, till=till, by=User.objects.first())
    sold = sell(2_000, "cash", key=f"{key}-voucher", till=till)
    return {"payments": 1, f"payment {taken.pk}": 1, f"voucher {sold.pk}": 1}


SCENARIOS = {f.__name__: f for f in (stage, spend, press)}

if __name__ == "__main__":
    print(json.dumps(SCENARIOS[sys.argv[1]](*sys.argv[2:]) or {}))  # noqa: T201
