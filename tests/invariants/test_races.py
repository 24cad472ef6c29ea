"""I4, I6, I7, I11, I12, I20 under real processes at once, and a billing run killed in the middle."""

import json
import os
import signal

import pytest

from tests.races.arena import arena, prove, race, run, runner, together
from tests.races.test_races import ask

pytestmark = [pytest.mark.race, pytest.mark.django_db]
OURS = {"racers_of": "tests.invariants.racer"}
ACCOUNTS, CHARGES = 10, 3


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    """A database of its own, and what was staged on it."""
    with arena(tmp_path_factory.mktemp("races")) as environment:
        said = run(environment, "-m", OURS["racers_of"], "stage", str(ACCOUNTS), str(CHARGES))
        yield environment, json.loads(said.splitlines()[-1])


def test_credits_of_the_same_lines_never_exceed_them_and_their_numbers_have_no_gap(field):  # I6, I4
    field, staged = field
    outcome = together(race(field, "credits", 4, 8, staged["credited"], **OURS))
    assert outcome["credited"] > 0 and outcome["refused"] > 0
    numbers = ask(field, "list(CreditNote.objects.values_list('number', flat=True))")
    assert sorted(int(n[-5:]) for n in numbers) == list(range(1, outcome["credited"] + 1))
    assert "BROKEN" not in prove(field)


def test_allocations_of_the_same_payments_never_exceed_them(field):  # I7
    field, staged = field
    outcome = together(race(field, "allocations", 4, 8, staged["paid"], **OURS))
    assert outcome["allocated"] > 0 and outcome["refused"] > 0
    assert ask(field, "[p.unallocated() >= 0 for p in Payment.objects.all()]") == [True, True]
    assert "BROKEN" not in prove(field)


def bills_of(field, run):
    """How many charges stand on each invoice of a run."""
    return ask(field, f"[i.charges.count() for i in Invoice.objects.filter(run={run})]")


def test_two_runs_at_once_bill_each_charge_once(field):  # I11, I12
    field, staged = field
    chosen = staged["runs"][0]
    assert together(race(field, "billing", 2, chosen, **OURS)) == {"issued": ACCOUNTS}
    assert bills_of(field, chosen) == [CHARGES] * ACCOUNTS
    assert "BROKEN" not in prove(field)


def test_a_run_killed_in_the_middle_is_taken_up_where_it_stopped(field):  # I11, I12
    field, staged = field
    chosen = staged["runs"][1]
    victim = runner(field, "dawdling", 0, 1, chosen, **OURS)
    for _ in range(3):
        victim.stdout.readline()
    os.kill(victim.pid, signal.SIGKILL)
    victim.communicate()
    before = len(bills_of(field, chosen))
    assert 3 <= before < ACCOUNTS
    assert together(race(field, "billing", 1, chosen, **OURS)) == {"issued": ACCOUNTS - before}
    assert bills_of(field, chosen) == [CHARGES] * ACCOUNTS
    assert ask(field, "Invoice.objects.filter(issued_at=None).count()") == 0
    assert "BROKEN" not in prove(field)


def test_closings_at_once_put_each_posting_in_one_batch(field):  # I20
    field, _ = field
    assert together(race(field, "closing", 3, **OURS)) == {"closed": 1, "refused": 2}
    assert ask(field, "Posting.objects.filter(batch=None).count()") == 0
    assert ask(field, "list(LedgerBatch.objects.values_list('number', flat=True))") == [1]
    assert "BROKEN" not in prove(field)
