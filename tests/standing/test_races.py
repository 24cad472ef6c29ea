"""Real processes at once: no day booked twice or left out, no pitch promised twice, no penny lost."""

import pytest

from tests.races.arena import arena, prove, race, run, together
from tests.races.test_races import ask

pytestmark = [pytest.mark.race, pytest.mark.django_db]
OURS = {"racers_of": "tests.standing.racer"}
TRADERS, DAYS, PRICE = 4, 6, 2450
OWED = "{a.customer_id: a.balance() for a in Account.objects.all()}"


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    """A database of its own with four licences on it."""
    with arena(tmp_path_factory.mktemp("races")) as environment:
        run(environment, "-m", OURS["racers_of"], "stage")
        yield environment


def live(field):
    return ask(field, "sorted([l.booking.customer_id, l.occurrence_id] for l in BookingLine.objects.live())")


def test_four_that_roll_forward_at_once_book_each_day_once(field):
    outcome = together(race(field, "rolled", 4, **OURS))
    assert outcome == {"booked": TRADERS * DAYS}
    assert len(live(field)) == TRADERS * DAYS == ask(field, "StandingDay.objects.filter(outcome='booked').count()")
    assert set(ask(field, OWED).values()) == {DAYS * PRICE}
    assert "BROKEN" not in prove(field)


def test_four_that_offer_the_same_pitch_promise_it_once(field):
    outcome = together(race(field, "offers", 4, **OURS))
    assert outcome["offered"] == 1 and outcome["claimed"] == 19
    assert "BROKEN" not in prove(field)


def test_absences_withdrawals_and_rolling_at_once_lose_no_day_and_no_penny(field):
    outcome = together(race(field, "away", 4, 6, **OURS))
    assert outcome["done"] > 0
    off = ask(field, "[[d.customer_id, d.occurrence_id, d.why] for d in DayOff.objects.filter(withdrawn_at=None)]")
    booked = live(field)
    assert sorted([*booked, *([customer, day] for customer, day, _ in off)]) == sorted(
        [c, d] for c in {c for c, _ in booked} | {c for c, _, _ in off}
        for d in {d for _, d in booked} | {d for _, d, _ in off})  # fmt: skip
    owed = ask(field, OWED)
    for customer, pence in owed.items():
        kept = sum(PRICE // 2 for c, _, why in off if c == int(customer) and why == "notified")
        assert pence == kept + PRICE * sum(c == int(customer) for c, _ in booked)
    assert "BROKEN" not in prove(field)


def test_notice_while_others_roll_forward_leaves_no_day_after_the_last(field):
    race(field, "ends", 4, **OURS)
    last = ask(field, "str(StandingBooking.objects.get(notice_given_on__isnull=False).ends_on)")
    booked = "StandingDay.objects.filter(outcome='booked', standing__notice_given_on__isnull=False)"
    days = ask(field, f"[str(d.occurrence.day) for d in {booked}]")
    assert days and max(days) <= last
    assert "BROKEN" not in prove(field)
