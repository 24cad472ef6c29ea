"""Tablets that send at the same moment: a tap counts once, officers never overwrite each other, numbers differ."""

import json

import pytest

from tests.races.arena import arena, prove, race, run, together

pytestmark = [pytest.mark.race, pytest.mark.django_db]
RACERS, TRIES = 4, 8


def tapper(field, *arguments):
    return json.loads(run(field, "-m", "tests.races.tapper", *arguments).splitlines()[-1])


@pytest.fixture
def field(tmp_path):
    with arena(tmp_path) as field:
        tapper(field, "stage")
        yield field


def run_race(field, scenario):
    return together(race(field, scenario, RACERS, TRIES, racers_of="tests.races.tapper"))


def test_the_same_letting_sent_by_several_at_once_is_one_booking_one_payment_one_receipt(field):
    assert run_race(field, "same_letting") == {"applied": RACERS * TRIES}
    counted = tapper(field, "counted")
    assert counted == dict.fromkeys(["taps", "bookings", "payments", "receipts", "check-ins"], TRIES)
    prove(field)


def test_officers_who_disagree_at_the_same_moment_leave_it_to_be_decided(field):
    tapper(field, "book_one")
    outcome = run_race(field, "disagreeing")
    assert set(outcome) == {"applied", "disputed"} and sum(outcome.values()) == RACERS * TRIES
    assert outcome["disputed"] == RACERS * TRIES // 2, "the first officer's taps stand, the other's all wait"
    assert tapper(field, "counted")["check-ins"] <= 1
    prove(field)


def test_blocks_of_receipt_numbers_never_overlap(field):
    outcome = run_race(field, "blocks")
    assert set(outcome.values()) == {1} and len(outcome) == RACERS * TRIES
