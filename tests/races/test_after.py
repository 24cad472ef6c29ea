"""Several clerks give back, exchange and call off at once: no penny twice, no seat twice, and nobody without a seat."""

import json

import pytest

from tests.races.arena import arena, prove, race, run, together

pytestmark = [pytest.mark.race, pytest.mark.django_db]
ASK = "import django; django.setup(); from events.models import *; from invoicing.models import *; "
BOOKINGS, RACERS = 6, 4


@pytest.fixture
def field(tmp_path):
    with arena(tmp_path) as environment:
        run(environment, "-m", "tests.races.returner", "stage", str(BOOKINGS))
        yield environment


def ask(environment, question):
    return json.loads(run(environment, "-c", f"{ASK}import json; print(json.dumps({question}))"))


def test_what_everybody_gives_back_at_once_goes_back_once(field):
    """M3: for each payment, what went back is what was taken, and never more."""
    outcome = together(race(field, "refunds", RACERS, racers_of="tests.races.returner"))
    assert outcome["refunded"] == 2 * BOOKINGS
    assert ask(field, "[Payment.objects.total(), BookingLine.objects.live().count()]") == [0, 0]
    assert "BROKEN" not in prove(field)


def test_exchanges_for_seats_that_others_want_leave_nobody_without_any(field):
    outcome = together(race(field, "exchanges", RACERS, racers_of="tests.races.returner"))
    assert outcome["exchanged"] == BOOKINGS
    held = f"[b.lines.live().count() for b in Booking.objects.filter(pk__lte={BOOKINGS})]"
    assert ask(field, held) == [2] * BOOKINGS
    assert ask(field, "Exchange.objects.count()") == BOOKINGS
    assert "BROKEN" not in prove(field)


def test_whoever_paid_in_the_moment_it_was_called_off_is_asked_too(field):
    outcome = together(race(field, "storm", RACERS, racers_of="tests.races.returner"))
    assert outcome["called_off"] == 1
    asked = ("[CallOffAnswer.objects.count(), Booking.objects.filter(status='confirmed', "
             "lines__occurrence=Occurrence.objects.exclude(cancelled_at=None).get()).count()]")  # fmt: skip
    answers, paid = ask(field, asked)
    assert answers == paid == outcome.get("sold", 0)
    assert "BROKEN" not in prove(field)
