"""One racing process: `python -m tests.races.racer SCENARIO NUMBER RACERS …` prints its outcomes as JSON."""

import json
import os
import random
import sys
import time
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
django.setup()

from django.db import transaction  # noqa: E402

from events.models import Booking, CapReached, Occurrence, PlaceTaken, Refused, SoldOut  # noqa: E402
from invoicing.models import Account, Charge, Invoice, Payment, Posting, Sequence  # noqa: E402
from tests import cast  # noqa: E402


def setup(seats):
    """The house everybody races for."""
    cast.show(seats=int(seats))


def the_house():
    occurrence = Occurrence.objects.with_parts().get(event__slug="blithe-spirit")
    return occurrence, list(occurrence.plan.places.select_related("area")), cast.price_type("adult")


def start_together():
    """Wait for the next whole half second, so that all racers start at once."""
    time.sleep(0.5 - time.time() % 0.5)


def same_seats(number, racers, tries):
    """Reserve and pay for two random seats of a small house, unordered, again and again."""
    occurrence, seats, adult = the_house()
    rng, outcome = random.Random(int(number)), Counter()
    start_together()
    for _ in range(int(tries)):
        pick = rng.sample(seats, 2)
        try:
            booking = Booking.objects.reserve([(occurrence, seat, adult) for seat in pick], channel="api")
            Payment.objects.take(booking, "terminal")
            outcome["sold"] += 1
        except PlaceTaken as refusal:
            assert set(refusal.places) <= set(pick)
            outcome["taken"] += 1
    return outcome


def capped(number, racers, tries):
    """Two best seats again and again, and every other racer two by name, until the cap says no."""
    occurrence, seats, adult = the_house()
    outcome, own = Counter(), seats[int(number) :: int(racers)]
    start_together()
    for n in range(int(tries)):
        try:
            if int(number) % 2:
                asked = [(occurrence, seat, adult) for seat in own[n : n + 2]]
                Booking.objects.reserve(asked, channel="counter")
            else:
                Booking.objects.reserve_best(occurrence, [adult] * 2, channel="counter")
            outcome["sold"] += 1
        except (CapReached, PlaceTaken) as refusal:
            outcome[{"cap_reached": "capped"}.get(refusal.code, refusal.code)] += 1
    return outcome


def stampede(number, racers, buyers):
    """This racer's share of the buyers, each wanting the one best seat."""
    occurrence, _, adult = the_house()
    outcome = Counter()
    start_together()
    for _ in range(int(buyers) // int(racers)):
        try:
            booking = Booking.objects.reserve_best(occurrence, [adult], channel="api")
            Payment.objects.take(booking, "terminal")
            outcome["sold"] += 1
        except SoldOut:
            outcome["sold out"] += 1
    return outcome


def mixed(number, racers, tries):
    """Even racers take the best pair, odd ones pairs by name, some for eleven minutes ago (so they are overdue)."""
    occurrence, seats, adult = the_house()
    rng, outcome = random.Random(int(number)), Counter()
    start_together()
    for _ in range(int(tries)):
        try:
            if int(number) % 2:
                pick = rng.sample(seats, 3)
                minutes = rng.choice([10, -1])
                wanted = [(occurrence, seat, adult) for seat in pick]
                booking = Booking.objects.reserve(wanted, channel="api", minutes=minutes)
            else:
                booking = Booking.objects.reserve_best(occurrence, [adult, adult], channel="api", together=False)
            if rng.random() < 0.5:
                Payment.objects.take(booking, "terminal")
            else:
                booking.cancel(reason="no")
            outcome["done"] += 1
        except Refused as refusal:
            outcome[refusal.code] += 1
    return outcome


def invoices(number, racers, tries):
    """Issue an invoice a try; one in five rolls back after its number was taken."""
    account = Account.objects.get()
    rng, outcome = random.Random(int(number)), Counter()
    start_together()
    for n in range(int(tries)):
        try:
            with transaction.atomic():
                charge = Charge.objects.create(account=account, on="2026-01-01", description=f"{number}/{n}",
                                               price=100, basis="net", vat="E", vat_reason="exempt",
                                               budget_code="MKT")  # fmt: skip
                account.post_charges([charge], by=None, at=account.customer.created_at)
                Invoice.objects.issue(account, [charge])
                if rng.random() < 0.2:
                    raise ZeroDivisionError
            outcome["issued"] += 1
        except ZeroDivisionError:
            outcome["rolled back"] += 1
    return outcome


def numbers(number, racers, tries):
    """Take a number in a transaction that may roll back, in a series nobody has used."""
    rng, outcome = random.Random(int(number)), Counter()
    start_together()
    for _ in range(int(tries)):
        try:
            with transaction.atomic():
                taken = Sequence.objects.take("race")
                if rng.random() < 0.2:
                    raise ZeroDivisionError
            outcome[str(taken)] += 1
        except ZeroDivisionError:
            pass
    return outcome


def refunds(number, racers, payment):
    """Everybody refunds the same payment whole."""
    start_together()
    outcome = Counter()
    payment = Payment.objects.get(pk=payment)
    try:
        with transaction.atomic():
            back = Payment.objects.refund(payment, payment.amount)
            Posting.objects.post("refund", [("BOOKINGS", back.code, -back.amount)], at=back.taken_at,
                                 booking=back.booking)  # fmt: skip
        outcome["refunded"] += 1
    except Refused:
        outcome["refused"] += 1
    return outcome


def linger(number, racers):
    """Reserve seats and stay inside the open transaction until killed."""
    occurrence, seats, adult = the_house()
    with transaction.atomic():
        Booking.objects.reserve([(occurrence, seat, adult) for seat in seats[:4]], channel="api")
        print("holding", flush=True)
        time.sleep(60)


SCENARIOS = {f.__name__: f for f in (setup, same_seats, capped, stampede, mixed, invoices, numbers, refunds, linger)}

if __name__ == "__main__":
    print(json.dumps(SCENARIOS[sys.argv[1]](*sys.argv[2:]) or {}))
