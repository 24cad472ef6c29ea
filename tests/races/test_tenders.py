"""One voucher at four counters, and one key pressed in four windows: M5 and M9 under real processes."""

import pytest

from tests.races.arena import arena, prove, race, run, together
from tests.races.test_races import ask

pytestmark = [pytest.mark.race, pytest.mark.django_db]
OURS = {"racers_of": "tests.races.spender"}


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    """A database of its own, with a voucher of £100 on it."""
    with arena(tmp_path_factory.mktemp("spenders")) as environment:
        yield environment, run(environment, "-m", OURS["racers_of"], "stage").splitlines()[-1]


def test_one_voucher_at_four_counters_is_never_spent_beyond_what_is_on_it(field):
    field, voucher = field
    outcome = together(race(field, "spend", 4, 8, voucher, **OURS))
    assert 0 < outcome["spent"] <= 10_000 and outcome["refused"] > 0
    assert ask(field, f"StoredValue.objects.get(pk={voucher}).balance()") == 10_000 - outcome["spent"]
    assert "BROKEN" not in prove(field)


def test_one_key_pressed_in_four_windows_takes_and_sells_once(field):
    field, _ = field
    outcome = together(race(field, "press", 4, "a" * 20, **OURS))
    assert outcome.pop("payments") == 4
    assert list(outcome.values()) == [4, 4]  # all were given the same payment and the same voucher
    assert ask(field, "Payment.objects.filter(key__startswith='a').count()") == 2
    assert "BROKEN" not in prove(field)
