"""Several windows at one till at once: real processes on this run's database."""

import json

import pytest

from tests.races.arena import arena, prove, race, run

pytestmark = [pytest.mark.race, pytest.mark.django_db]
WHOSE = {"racers_of": "tests.till.racer"}
ASK = ("import django; django.setup(); from invoicing.models import *; import json; "
       "t = TillSession.objects.get(); print(json.dumps(")  # fmt: skip


@pytest.fixture
def field(tmp_path):
    with arena(tmp_path) as environment:
        run(environment, "-m", "tests.till.racer", "stage")
        yield environment


def ask(environment, question):
    return json.loads(run(environment, "-c", f"{ASK}{question}))"))


def test_a_till_closes_while_others_sell_and_nothing_moves_through_it_after_that(field):
    closed, *sellers = race(field, "closing", 4, **WHOSE)
    assert closed == {"closed": 1}
    assert sum(one.get("sold", 0) for one in sellers) > 0 and all(one.get("refused") for one in sellers)
    counted, expected = ask(field, "[t.counted - t.variance, t.expected()]")
    assert counted == expected  # every sale and movement was in it when it was counted, or was refused
    assert "BROKEN" not in prove(field)


def test_a_till_closed_by_four_at_once_is_closed_once(field):
    outcomes = race(field, "counting", 4, **WHOSE)
    assert {one["number"] for one in outcomes} == {1} and len({one["counted"] for one in outcomes}) == 1
    assert ask(field, "Posting.objects.filter(reason='till').count()") == 1
    assert "BROKEN" not in prove(field)


def test_guesses_side_by_side_lock_the_pin_as_guesses_one_after_another_do(field):
    assert sum(one["right"] for one in race(field, "guessing", 4, 3, **WHOSE)) == 0


def test_a_drawer_opened_by_four_at_once_is_opened_by_one(field):
    outcomes = race(field, "opening", 4, **WHOSE)
    assert sum(one.get("opened", 0) for one in outcomes) == 1
