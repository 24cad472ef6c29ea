"""One process that changes bookings after the sale while others do: `python -m tests.races.returner SCENARIO …`."""

import json
import os
import sys
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
django.setup()

from datetime import timedelta  # noqa: E402

from django.utils.timezone import localdate  # noqa: E402

from events.models import Booking, Occurrence, Refused  # noqa: E402
from invoicing.calling_off import call_off  # noqa: E402
from invoicing.exchanging import exchange, hold_instead  # noqa: E402
from invoicing.models import Payment  # noqa: E402
from invoicing.refunding import refund  # noqa: E402
from tests import cast  # noqa: E402
from tests.races.racer import start_together  # noqa: E402


def stage(bookings):
    """Two evenings of 60 seats; on the first, so many bookings of two seats each."""
    first = cast.show(seats=60)
    Occurrence.objects.create(event=first.event, plan=first.plan, price_list=first.price_list,
                              starts_at=first.starts_at + timedelta(days=1),
                              ends_at=first.ends_at + timedelta(days=1))  # fmt: skip
    for _ in range(int(bookings)):
        sell(first, 2)


def sell(occurrence, count):
    booking = Booking.objects.reserve_best(occurrence, [cast.price_type("adult")] * count, channel="counter")
    Payment.objects.take(booking, "terminal")


def evenings():
    return list(Occurrence.objects.with_parts().order_by("starts_at"))


def refunds(number, racers):
    """Everybody gives back both seats of every booking, one at a time and in their own order."""
    bookings, outcome = list(Booking.objects.order_by("pk")), Counter()
    start_together()
    for booking in bookings[int(number) :] + bookings[: int(number)]:
        for line in booking.lines.all():
            try:
                outcome["refunded"] += len(refund(booking, [line], reason="Other", by=None))
            except Refused:
                outcome["refused"] += 1
    return outcome


def exchanges(number, racers):
    """Even racers exchange the same bookings into the second evening; odd ones buy it up and let baskets lapse."""
    _, second = evenings()
    outcome = Counter()
    bookings = list(Booking.objects.filter(status="confirmed", exchange_of=None, lines__occurrence__lt=second.pk)
                    .distinct().order_by("pk"))  # fmt: skip
    start_together()
    for booking in bookings:
        try:
            if int(number) % 2:
                sell(second, 1)
                outcome["sold"] += 1
                continue
            lines = list(booking.live_lines.exclude(occurrence=second))
            basket = hold_instead(booking, lines, second)
            exchange(booking, lines, basket)
            outcome["exchanged"] += 1
        except Refused as refusal:
            outcome[refusal.code] += 1
    return outcome


def storm(number, racers):
    """The first racer calls the second evening off while the others sell it."""
    _, second = evenings()
    outcome = Counter()
    start_together()
    for step in range(6):
        try:
            if int(number) == 0:
                if step == 2:
                    call_off(second, choices=["refund"], default="refund", answer_by=localdate(), wording="Sorry.",
                             reason="Flood")  # fmt: skip
                    outcome["called_off"] += 1
                continue
            sell(second, 1)
            outcome["sold"] += 1
        except Refused as refusal:
            outcome[refusal.code] += 1
    return outcome


SCENARIOS = {f.__name__: f for f in (stage, refunds, exchanges, storm)}

if __name__ == "__main__":
    print(json.dumps(SCENARIOS[sys.argv[1]](*sys.argv[2:]) or {}))  # noqa: T201
