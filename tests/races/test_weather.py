"""Two officers cancel the same days while traders book them: one decision a day, and nobody is charged for one."""

import json

import pytest

from tests.races.arena import arena, prove, race, run, together

pytestmark = [pytest.mark.race, pytest.mark.django_db]
DAYS, RACERS = 8, 6


def test_each_day_is_decided_once_and_nobody_stays_charged_for_it(tmp_path):
    with arena(tmp_path) as field:
        run(field, "-m", "tests.races.forecaster", "stage", str(DAYS))
        outcome = together(race(field, "storm", RACERS, racers_of="tests.races.forecaster"))
        left = json.loads(run(field, "-m", "tests.races.forecaster", "left").splitlines()[-1])
        assert outcome["decided"] == outcome["decided_already"] == DAYS
        assert outcome.get("booked", 0) + outcome.get("not_on_sale", 0) == (RACERS - 2) * DAYS
        assert (left["standing"], left["cancelled"], left["charged"]) == (DAYS, DAYS, 0)
        assert left["charges"] == outcome.get("booked", 0)
        assert "BROKEN" not in prove(field)
