"""I18: the draw keeps every promise, for any market (domain rules §7), judged by a checker of its own."""

import json
import random
import shutil
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.draw import draw
from tests.draw.checker import faults, final
from tests.draw.squares import market, markets, person, pitch

MANY = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
ROOT = Path(__file__).resolve().parents[2]


@MANY
@given(markets())
def test_breaks_no_hard_rule_and_refuses_nobody_who_would_fit(inputs):
    assert faults(inputs, draw(inputs)) == []


@MANY
@given(markets(), st.integers(0, 999))
def test_the_order_things_are_listed_in_changes_nothing(inputs, seed):
    shuffled = deepcopy(inputs)
    for name in ("places", "queue", "standing", "caps", "circuits", "goods"):
        random.Random(seed).shuffle(shuffled[name])
    assert draw(shuffled) == draw(inputs)


@MANY
@given(markets())
def test_everybody_gets_one_answer(inputs):
    answers = sorted(result["number"] for result in draw(inputs)["results"])
    silent = {one["number"] for one in inputs["queue"] if one["has"] == "drawn" and not inputs["policy"]["expansion"]}
    assert answers == sorted(one["number"] for one in inputs["queue"] if one["number"] not in silent or one["barred"])


@MANY
@given(markets())
def test_growing_takes_from_nobody(inputs):
    inputs["policy"]["expansion"], inputs["policy"]["last_call"] = True, False
    before = final(inputs, draw(inputs))
    inputs["policy"]["last_call"] = True
    after = final(inputs, draw(inputs))
    assert all(after[number] >= places for number, places in before.items())
    gained = [place for number in after for place in after[number] - before.get(number, set())]
    assert len(gained) == len(set(gained))
    assert not set(gained) & {place for places in before.values() for place in places}


@MANY
@given(markets(), st.integers(0, 999))
def test_a_second_call_uses_only_what_is_left(inputs, seed):
    first = draw(inputs)
    stands = final(inputs, first)
    second = deepcopy(inputs)
    left = {result["number"] for result in first["results"] if not result["places"]}
    second.update(call=2, standing=[{"number": n, "places": sorted(places), "keys": [], "loads": []}
                                    for n, places in stands.items()])  # fmt: skip
    for place in second["places"]:
        place["free"] = place["id"] in first["free"]
    late = random.Random(seed)
    second["queue"] = [{**one, "call": late.choice([1, 2]),
                        "number": one["number"] + (0 if one["number"] in left else 999)}
                       for one in inputs["queue"] if not one["has"]]  # fmt: skip
    outcome = draw(second)
    assert faults(second, outcome) == []
    given_ = {place for result in outcome["results"] for place in [*result["places"], *result["added"]]}
    assert given_ <= set(first["free"])


@pytest.mark.parametrize("command", [["-m", "events.draw"], ["events/draw.py"], ["alone/draw.py"]], ids=" ".join)
def test_anybody_can_run_it_again(tmp_path, command):
    inputs = market([pitch(1), pitch(2)], [person(1), person(2), person(3)], order=["lottery"])
    (tmp_path / "inputs.json").write_text(json.dumps(inputs))
    (tmp_path / "alone").mkdir()
    for name in ("draw.py", "square.py"):
        shutil.copy(ROOT / "events" / name, tmp_path / "alone")
    where = tmp_path if "alone" in command[0] else ROOT
    done = subprocess.run([sys.executable, *command, str(tmp_path / "inputs.json")], cwd=where, capture_output=True,
                          text=True)  # fmt: skip
    assert json.loads(done.stdout) == draw(inputs), done.stderr


def test_another_seed_than_the_promised_one_is_refused():
    inputs = market([pitch(1)], [person(1)])
    with pytest.raises(ValueError, match="not the one that was promised"):
        draw({**inputs, "seed": "11" * 32})
