"""What a day given back still costs, after part of it was credited for the weather and charged again."""

import pytest

from events.models import MarketRules
from invoicing.lessening import keep
from invoicing.weather import decide, reverse
from tests import cast
from tests.invariants.stage import broken
from tests.weather.square import CANCELLED, Square, billed

pytestmark = pytest.mark.django_db


def half_credited_and_charged_again(square, billed_before, billed_between):
    """Amy's line, worth what it was; on two charges where a half of it was billed meanwhile."""
    MarketRules.objects.update(weather_late_percent=50)
    square.day.event.rules.refresh_from_db()
    amy = cast.trader("amy")
    line = square.on_account(amy, [square.day]).lines.get()
    if billed_before:
        square.bill(amy.account)
    made = decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.late)
    if billed_between:
        square.bill(amy.account, amy.account.charges.filter(invoice=None))
    reverse(made, reason="Calm", by=square.mo, at=square.late)
    return line


@pytest.mark.parametrize("states", [(True, False), (False, True)])
@pytest.mark.parametrize(("basis", "vat", "whole"), [("net", ("S", 2000), 2940), ("gross", ("S", 2000), 2450),
                                                     ("net", ("E", 0), 2450)])  # fmt: skip
@pytest.mark.parametrize("percent", [20, 80, 100])
def test_a_share_of_the_price_is_kept_of_the_line_and_not_of_each_charge(db, states, basis, vat, whole, percent):
    square = Square.make(basis=basis, vat=vat)
    line = half_credited_and_charged_again(square, *states)
    assert billed(line) == whole
    notes = keep([(line, line.price * percent // 100)], words="Away", at=square.late)
    assert billed(line) == whole * percent // 100 and broken() == {}
    assert percent < 100 or not notes


def test_what_was_credited_for_good_is_not_credited_again(square):
    MarketRules.objects.update(weather_late_percent=50)
    square.day.event.rules.refresh_from_db()
    amy = cast.trader("amy")
    line = square.on_account(amy, [square.day]).lines.get()
    square.bill(amy.account)
    decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.late)
    assert keep([(line, line.price * 60 // 100)], words="Away", at=square.late) == [] and billed(line) == 1470
    [note] = keep([(line, line.price * 20 // 100)], words="Away", at=square.late)
    assert (note.gross, billed(line)) == (882, 588) and broken() == {}
