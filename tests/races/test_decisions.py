"""Several people at once record the same VAT decision, or import the same bank file: one of them does, in the end."""

import pytest

from tests.races.arena import arena, race, run, together

pytestmark = [pytest.mark.race, pytest.mark.django_db]
RACERS, TRIES = 3, 10


@pytest.mark.parametrize(("scenario", "done"), [("deciding", "recorded"), ("importing", "imported")])
def test_one_of_several_at_once_does_it_and_the_others_are_told(tmp_path, scenario, done):
    with arena(tmp_path) as field:
        run(field, "-m", "tests.races.decider", "stage")
        outcome = together(race(field, scenario, RACERS, TRIES, racers_of="tests.races.decider"))
    assert outcome == {done: TRIES, "refused": (RACERS - 1) * TRIES}
