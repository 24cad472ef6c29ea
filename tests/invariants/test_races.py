"""I4, I6, I7, I11, I12, I20 under real processes at once, and a billing run killed in the middle."""

import json
import os
import signal

import pytest

from tests.races.arena import arena, prove, race, run, runner, together
from tests.races.test_races import ask

pytestmark = [pytest.mark.race, pytest.mark.django_db]
OURS = {"racers_of": "tests.invariants.racer"}


@pytest.fixture
def field(tmp_path):
    with arena(tmp_path) as environment:
        yield environment


def stage(field, *arguments):
    return json.loads(run(field, "-m", OURS["racers_of"], "stage", *map(str, arguments)).splitlines()[-1])


def test_credits_of_the_same_lines_never_exceed_them_and_their_numbers_have_no_gap(field):  # I6, I4
    stage(field)
    outcome = together(race(field, "credits", 4, 8, **OURS))
    assert outcome["credited"] > 0 and outcome["refused"] > 0
    numbers = ask(field, "list(CreditNote.objects.values_list('number', flat=True))")
    assert sorted(int(n[-5:]) for n in numbers) == list(range(1, outcome["credited"] + 1))
    assert "BROKEN" not in prove(field)


def test_allocations_of_the_same_payments_never_exceed_them(field):  # I7
    stage(field)
    outcome = together(race(field, "allocations", 4, 8, **OURS))
    assert outcome["allocated"] > 0 and outcome["refused"] > 0
    assert ask(field, "[p.unallocated() >= 0 for p in Payment.objects.all()]") == [True, True]
    assert "BROKEN" not in prove(field)


def billed_once(field, accounts, charges):
    """Every charge due stands on exactly one invoice, each account has one, numbered without a gap."""
    assert ask(field, "Charge.objects.filter(invoice=None).count()") == 0
    bills = ask(field, "[i.charges.count() for i in Invoice.objects.exclude(run=None)]")
    assert bills == [charges] * accounts
    assert "BROKEN" not in prove(field)


def test_two_runs_at_once_bill_each_charge_once(field):  # I11, I12
    staged = stage(field, 12, 3)
    outcome = together(race(field, "billing", 2, staged["run"], **OURS))
    assert outcome == {"issued": 12}
    billed_once(field, 12, 3)


def test_a_run_killed_in_the_middle_is_taken_up_where_it_stopped(field):  # I11, I12
    staged = stage(field, 12, 3)
    victim = runner(field, "dawdling", 0, 1, staged["run"], **OURS)
    for _ in range(3):
        victim.stdout.readline()
    os.kill(victim.pid, signal.SIGKILL)
    victim.wait()
    before = ask(field, "Invoice.objects.exclude(run=None).count()")
    assert 3 <= before < 12
    assert ask(field, "Invoice.objects.filter(issued_at=None).count()") == 0
    assert together(race(field, "billing", 1, staged["run"], **OURS)) == {"issued": 12 - before}
    billed_once(field, 12, 3)


def test_two_closings_at_once_put_each_posting_in_one_batch(field):  # I20
    stage(field, 3, 3)
    run(field, "-m", OURS["racers_of"], "layout")
    assert together(race(field, "closing", 3, **OURS)) == {"closed": 1, "refused": 2}
    assert ask(field, "Posting.objects.filter(batch=None).count()") == 0
    assert ask(field, "list(LedgerBatch.objects.values_list('number', flat=True))") == [1]
    assert "BROKEN" not in prove(field)
