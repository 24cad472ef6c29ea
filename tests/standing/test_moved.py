"""A licence holder whom an officer moves to another pitch of a day that is invoiced already: the money follows."""

import pytest

from events.models import BookingLine
from invoicing import standing_ends
from invoicing.cancellation import cancel
from invoicing.cancelling_by_rule import cancel_days
from invoicing.models import BillingRun
from invoicing.swapping import swap
from tests import cast
from tests.invariants.stage import broken
from tests.register.taps import send, tapped
from tests.standing.conftest import pitch

pytestmark = pytest.mark.django_db
PRICE = 2450


@pytest.fixture
def moved(days, rolled, mo):
    """The line of the second day, invoiced for N1 and moved to N5."""
    fay = cast.staff("fay", "Finance")
    BillingRun.objects.create(until=days[-1].day, created_by=fay).issue(by=fay)
    old = rolled.days.get(occurrence=days[1]).line
    tap = send(days[1], mo, tapped("swap", line=old, place=pitch(days[0], 5), **{"with": None}))
    assert tap.outcome == "applied", tap.words
    return BookingLine.objects.select_related("booking", "occurrence__event", "place").get(replaces=old)


def test_given_back_by_the_rule_it_is_credited(moved, amy):
    cancel_days(moved.booking, [moved])
    assert amy.account.balance() == 5 * PRICE and broken() == {}


def test_swapped_it_is_credited_and_charged_anew(moved, amy, days):
    new = swap(moved, days[1], pitch(days[0], 6)).line
    assert amy.account.balance() == 6 * PRICE
    cancel_days(new.booking, [new])
    assert amy.account.balance() == 5 * PRICE and broken() == {}


def test_cancelled_whole_all_of_it_is_credited(moved, amy):
    booking = moved.booking
    count = booking.lines.live().count()
    cancel(booking, reason="They gave up")
    assert amy.account.balance() == (6 - count) * PRICE and broken() == {}


def test_a_licence_that_ends_gives_the_day_back(moved, amy, days, rolled, mo):
    standing_ends.end(rolled, days[0].day, "Gave up the stall", by=mo)
    assert not BookingLine.objects.live().filter(occurrence=days[1]).exists()
    assert amy.account.balance() == PRICE and broken() == {}
