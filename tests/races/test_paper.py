"""Four clerks enter the same blanks, print the same tickets anew and send the same job: each happens once."""

import pytest

from tests.races.arena import arena, prove, race, run, together
from tests.races.test_races import ask

pytestmark = [pytest.mark.race, pytest.mark.django_db]
OURS = {"racers_of": "tests.races.clerk_of_paper"}


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    """A database of its own, with a pack, a booking and a print job."""
    with arena(tmp_path_factory.mktemp("paper")) as environment:
        run(environment, "-m", OURS["racers_of"], "stage")
        yield environment


def test_a_reprint_pressed_at_four_desks_is_one_and_a_job_goes_to_one_worker(field):
    outcome = together(race(field, "reissue", 4, **OURS))
    assert outcome.pop("claimed") == 1
    assert list(outcome.values()) == [4, 4]  # all were given the same two issues


def test_each_blank_is_entered_once_though_four_clerks_type_it(field):
    outcome = together(race(field, "enter", 4, **OURS))
    assert outcome == {"sold": 8, "used": 24}
    assert ask(field, "BookingLine.objects.filter(blank__isnull=False).count()") == 8
    assert "BROKEN" not in prove(field)
