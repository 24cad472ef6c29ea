"""Two officers press at once, and others sell pitches meanwhile: the draw is run once, and no pitch goes twice."""

import json

import pytest

from tests.races.arena import arena, prove, race, run, together

pytestmark = [pytest.mark.race, pytest.mark.django_db]
COUNTS = ("import django, json; django.setup(); from events.models import *; day = Draw.objects.order_by('pk')[{nth}]"
          ".occurrence; live = day.lines.live(); results = DrawResult.objects.filter(draw__occurrence=day); "
          "print(json.dumps([live.count(), len(set(live.values_list('place', flat=True))), results.count(), "
          "results.exclude(booking=None).count(), results.filter(code='lost').count()]))")  # fmt: skip


@pytest.fixture(scope="module")
def field(tmp_path_factory, django_db_setup):
    with arena(tmp_path_factory.mktemp("morning")) as environment:
        run(environment, "-m", "tests.draw.racer", "stage")
        yield environment


def test_officers_who_press_at_once_run_it_once(field):
    assert together(race(field, "pressing", 4, racers_of="tests.draw.racer")) == {"ran": 4}
    assert json.loads(run(field, "-c", COUNTS.format(nth=0))) == [20, 20, 30, 20, 0]


def test_pitches_sold_while_it_is_drawn_go_to_one_person_each(field):
    outcome = together(race(field, "selling", 3, racers_of="tests.draw.racer"))
    live, places, results, drawn, lost = json.loads(run(field, "-c", COUNTS.format(nth=1)))
    assert live == places == drawn + outcome.get("sold", 0) == 20
    assert (results, lost) == (30, 0)
    assert "BROKEN" not in prove(field)


def test_officers_who_promise_at_once_promise_one_seed(field):
    hashes = together(race(field, "promising", 4, racers_of="tests.draw.racer"))
    assert list(hashes.values()) == [4]
