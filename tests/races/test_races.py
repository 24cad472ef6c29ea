"""Real processes racing for the same places, numbers and money, on this run's database."""

import json
import os
import signal
import time

import pytest
from django.conf import settings as django_settings

from tests.races.arena import arena, prove, race, run, runner, together

pytestmark = [pytest.mark.race, pytest.mark.django_db]

ASK = "import django; django.setup(); from events.models import *; from invoicing.models import *; "


def ask(environment, question):
    """The answer of a Python expression in a process of its own."""
    return json.loads(run(environment, "-c", f"{ASK}import json; print(json.dumps({question}))"))


@pytest.fixture
def field(tmp_path):
    with arena(tmp_path) as environment:
        yield environment


def test_eight_processes_for_the_same_seats_sell_none_twice(field):
    run(field, "-m", "tests.races.racer", "setup", "40")
    outcome = together(race(field, "same_seats", 8, 30))
    assert outcome["sold"] + outcome["taken"] == 240
    sold = ask(field, "[list(BookingLine.objects.live().values_list('place', flat=True)),"
                      "Booking.objects.filter(status='confirmed').count()]")  # fmt: skip
    assert len(sold[0]) == len(set(sold[0])) == 2 * sold[1] == 2 * outcome["sold"]
    assert outcome["sold"] >= 14  # of twenty pairs: what is left are singles and unlucky pairs
    assert "BROKEN" not in prove(field)


def test_a_thousand_buyers_for_five_hundred_seats_buy_exactly_those(field):
    run(field, "-m", "tests.races.racer", "setup", "500")
    outcome = together(race(field, "stampede", 8, 1000))
    assert outcome == {"sold": 500, "sold out": 500}
    assert ask(field, "BookingLine.objects.live().count()") == 500
    assert "BROKEN" not in prove(field)


def test_choosers_named_buyers_lapses_and_cancellations_together_lose_no_place(field):
    run(field, "-m", "tests.races.racer", "setup", "30")
    outcome = together(race(field, "mixed", 8, 25))
    assert sum(outcome.values()) == 200
    assert outcome["done"] > 0
    held = ask(field, "BookingLine.objects.live().count()")
    booked = ask(field, "BookingLine.objects.filter(booking__status__in=['confirmed','reserved']).live().count()")
    assert held == booked
    assert "BROKEN" not in prove(field)


def test_a_process_killed_in_mid_reserve_leaves_every_place_free(field):
    run(field, "-m", "tests.races.racer", "setup", "12")
    victim = runner(field, "linger", 0, 1)
    assert victim.stdout.readline().strip() == "holding"
    os.kill(victim.pid, signal.SIGKILL)
    victim.wait()
    began = time.monotonic()
    outcome = together(race(field, "stampede", 1, 12))
    assert outcome["sold"] == 12
    assert time.monotonic() - began < django_settings.DATABASES["default"]["OPTIONS"].get("timeout", 20)
    assert "BROKEN" not in prove(field)


def test_invoice_numbers_have_no_gap_though_a_fifth_rolls_back(field):
    run(field, "-c", "import django; django.setup(); from tests import cast; cast.trader(credit_limit=10**9)")
    outcome = together(race(field, "invoices", 8, 25))
    numbers = ask(field, "list(Invoice.objects.values_list('number', flat=True))")
    assert outcome["rolled back"] > 0
    assert sorted(int(n.rpartition("-")[2]) for n in numbers) == list(range(1, outcome["issued"] + 1))
    assert "BROKEN" not in prove(field)


def test_a_new_series_starts_at_one_under_eight_processes(field):
    outcome = together(race(field, "numbers", 8, 40))
    assert sorted(int(n) for n in outcome) == list(range(1, len(outcome) + 1))
    assert set(outcome.values()) == {1}


def test_eight_refunds_of_one_payment_refund_it_once(field):
    run(field, "-m", "tests.races.racer", "setup", "2")
    race(field, "same_seats", 1, 1)
    payment = ask(field, "Payment.objects.get().pk")
    assert together(race(field, "refunds", 8, payment)) == {"refunded": 1, "refused": 7}
