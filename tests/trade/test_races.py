"""Traders of the same goods book at the same moment: none slips in beside another, and no cap is passed."""

import pytest

from tests.races.arena import arena, prove, race, run, together
from tests.races.test_races import ask

pytestmark = [pytest.mark.race, pytest.mark.django_db]
RACERS, TRIES, MOST = 4, 15, 2
BOARDS = ("(lambda boards: [len(b.clashes()) for b in boards.values()] + "
          "[len(set(b.stands.values())) for b in boards.values()])"
          "(__import__('events.models.trade_board', fromlist=['x']).boards_of("
          "Occurrence.objects.with_parts().order_by('pk')))")  # fmt: skip


def test_no_two_of_the_same_goods_slip_in_beside_each_other(tmp_path):
    with arena(tmp_path) as field:
        run(field, "-m", "tests.trade.racer", "stage", str(RACERS), str(MOST))
        outcome = together(race(field, "booking", RACERS, TRIES, racers_of="tests.trade.racer"))
        assert outcome["booked"] > 0 and outcome["trade_balance"] > 0
        assert sum(outcome.values()) == RACERS * TRIES
        first, second, *traders = ask(field, BOARDS)
        assert (first, second) == (0, 0)
        assert max(traders) <= MOST
        assert "BROKEN" not in prove(field)
