"""Notice, an officer's reason, another pitch, a successor: what is booked after the last day is given back."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from events.models import AskedTooMuch, Attendance, BookingLine, Hold, Message, StandingBooking
from events.vacancies import CASUAL, SUCCESSOR, TRANSFER, claims_to, vacant_places
from invoicing import rolling, standing_ends, standing_tasks
from invoicing.models import BillingRun, Charge, CreditNote, Payment
from tests import cast
from tests.invariants.stage import broken
from tests.standing.conftest import offer, pitch, running

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def live(customer):
    lines = BookingLine.objects.live().filter(booking__customer=customer)
    return sorted(line.occurrence.day for line in lines.select_related("occurrence"))


def test_notice_leaves_the_markets_days_charged_and_gives_the_rest_back(days, rolled, amy):
    standing = standing_ends.give_notice(rolled, by=amy.user)
    assert standing.ends_on == localdate() + timedelta(days=28)
    kept = [day for day in days if day.day <= standing.ends_on]
    assert live(amy) == [day.day for day in kept]
    assert amy.account.balance() == 2450 * len(kept)
    assert "Days until then are charged as before" in Message.objects.get().body
    assert not Hold.objects.exists()
    assert standing_ends.give_notice(rolled, by=amy.user).ends_on == standing.ends_on
    assert rolling.roll(rolled, days[-1].day) == {} and broken() == {}


def test_it_is_ended_once_its_last_day_is_past(days, rolled):
    standing = standing_ends.give_notice(rolled)
    standing_tasks.end_past(now() + timedelta(days=28))
    standing.refresh_from_db()
    assert standing.status == "running"
    assert standing_tasks.end_past(now() + timedelta(days=29)) == 1
    standing.refresh_from_db()
    assert standing.status == "ended"


def test_ended_by_an_officer_credits_what_was_invoiced(days, rolled, amy, mo):
    fay = cast.staff("fay", "Finance")
    BillingRun.objects.create(until=days[-1].day, created_by=fay).issue(by=fay)
    standing_ends.end(rolled, days[1].day, "Four weeks of no-shows", by=mo)
    assert amy.account.balance() == 2 * 2450
    assert {note.reason for note in CreditNote.objects.all()} == {"licence"}
    assert live(amy) == [days[0].day, days[1].day] and broken() == {}


@pytest.mark.parametrize(("last_day", "reason", "words"), [
    (localdate(), " ", "Say why"), (localdate() - timedelta(days=9), "Rubbish", "past cannot be taken back"),
])  # fmt: skip
def test_no_end_without_a_reason_or_in_the_past(days, rolled, last_day, reason, words):
    with pytest.raises(AskedTooMuch, match=words):
        standing_ends.end(rolled, last_day, reason)
    rolled.refresh_from_db()
    assert rolled.ends_on is None


def test_what_ends_before_it_began_is_withdrawn(days, amy):
    standing = running(days, amy, starts_on=days[2].day)
    rolling.roll(standing, days[-1].day)
    standing = standing_ends.end(standing, days[1].day, "Changed their mind")
    assert (standing.status, live(amy), amy.account.balance()) == ("withdrawn", [], 0)
    assert offer(days, cast.trader("bob"), starts_on=days[2].day).status == "offered"


def test_a_day_paid_at_once_has_to_be_refunded_first(days):
    bob = cast.trader("bob")
    bob.account.delete()
    standing = running(days, bob, number=2)
    rolling.roll(standing, days[-1].day)
    Payment.objects.take(bob.bookings.last(), "terminal")
    with pytest.raises(AskedTooMuch, match="is paid for already"):
        standing_ends.end(standing, localdate(), "Retires")
    assert len(live(bob)) == 6


def test_a_transfer_starts_seniority_again_and_loses_no_day(days, rolled, amy, mo):
    moved = standing_ends.transfer(rolled, pitch(days[0], 4), days[2].day, by=mo)
    rolling.roll(moved, days[-1].day)
    assert (moved.seniority_from, moved.status, moved.renews) == (days[2].day, "running", rolled)
    assert live(amy) == [day.day for day in days]
    assert amy.account.balance() == 6 * 2450
    places = BookingLine.objects.live().order_by("occurrence__starts_at").values_list("place__number", flat=True)
    assert list(places) == ["1", "1", "4", "4", "4", "4"]
    assert broken() == {}


def test_a_transfer_to_a_claimed_pitch_changes_nothing(days, rolled, amy):
    running(days, cast.trader("bob"), number=4)
    with pytest.raises(Exception, match="Bob's Cheese"):
        standing_ends.transfer(rolled, pitch(days[0], 4), days[2].day)
    rolled.refresh_from_db()
    assert rolled.ends_on is None and len(live(amy)) == 6 and amy.account.balance() == 6 * 2450


def test_a_successor_takes_over_with_a_seniority_of_their_own_and_the_same_goods(days, rolled, amy, mo):
    bob = cast.trader("bob")
    StandingBooking.objects.update(seniority_from=localdate() - 400 * DAY, successor=bob)
    taken = standing_ends.take_over(rolled, days[3].day, by=mo)
    assert (taken.customer, taken.status, taken.seniority_from) == (bob, "offered", days[3].day)
    assert taken.held_on.startswith("The same goods until") and taken.held_on.endswith("Cheese")
    assert live(amy) == [day.day for day in days[:3]]
    assert Hold.objects.filter(occurrence__in=days[3:]).count() == 3
    rolling.accept(taken)
    rolling.roll(taken, days[-1].day)
    assert live(bob) == [day.day for day in days[3:]]
    with pytest.raises(AskedTooMuch, match="handed on already"):
        standing_ends.take_over(rolled, days[3].day)


def test_an_offer_that_was_declined_does_not_stand_in_the_way_of_another_successor(days, rolled, mo):
    bob, cal = cast.trader("bob"), cast.trader("cal")
    StandingBooking.objects.update(seniority_from=localdate() - 400 * DAY, successor=bob)
    standing_ends.take_over(rolled, days[3].day, by=mo).decline(reason="Bob would rather not")
    rolled.refresh_from_db()
    rolled.nominate(cal)
    taken = standing_ends.take_over(rolled, days[4].day, by=mo)
    rolled.refresh_from_db()
    assert (rolled.followed_by, rolled.ends_on, taken.starts_on) == (taken, days[3].day - DAY, days[4].day)
    assert rolled.renewed_by.count() == 2
    with pytest.raises(AskedTooMuch, match="handed on already"):
        standing_ends.take_over(rolled, days[5].day)


def test_nobody_takes_over_without_being_named(days, rolled):
    with pytest.raises(AskedTooMuch, match="Nobody is named"):
        standing_ends.take_over(rolled, days[3].day)


def test_a_vacant_pitch_goes_to_successor_then_mover_then_casual_by_attendance(days, rolled, amy, mo):
    event, place = days[0].event, pitch(days[0])
    bob, cal, dot, eve = (cast.trader(name) for name in ("bob", "cal", "dot", "eve"))
    casual = event.rules.casual_price_type
    type(casual).objects.filter(pk=casual.pk).update(casual=True)
    StandingBooking.objects.update(seniority_from=localdate() - 400 * DAY, successor=bob)
    rolled.refresh_from_db()
    standing_ends.end(rolled, localdate(), "Retires")
    running(days, cal, number=2).ask_transfer("A corner")
    stand(days, {dot: 1, eve: 3}, casual)
    eve.trader.casual_stopped = ""
    claims = claims_to(place, event, at=days[3].ends_at)
    assert [(one.customer, one.group) for one in claims] == [
        (bob, SUCCESSOR), (cal, TRANSFER), (eve, CASUAL), (dot, CASUAL)]  # fmt: skip
    assert "3 days here in the last 52 weeks" in claims[2].why and "A corner" in claims[1].why
    eve.trader.casual_stopped = "Arrears."
    eve.trader.save()
    assert [(one.customer, one.why_not) for one in claims_to(place, event, at=days[3].ends_at)][-1] == (eve, "Arrears.")
    assert pitch(days[0], 2) not in vacant_places(event) and place in vacant_places(event)


def stand(days, counts, casual):
    """Casual traders with so many days each on pitches nobody else has."""
    for n, (customer, count) in enumerate(counts.items()):
        for day in days[:count]:
            booking = BookingLine._meta.get_field("booking").related_model.objects.reserve(
                [(day, pitch(day, 5 + n), casual)], channel="market", customer=customer)  # fmt: skip
            customer.account.charge(booking)
            Attendance.objects.create(line=booking.lines.get(), presence="arrived")


def test_days_that_a_casual_trader_booked_and_missed_are_no_claim_to_a_vacant_pitch(days):
    casual = days[0].event.rules.casual_price_type
    type(casual).objects.filter(pk=casual.pk).update(casual=True)
    dot, eve = cast.trader("dot"), cast.trader("eve")
    stand(days, {dot: 1, eve: 3}, casual)
    Attendance.objects.filter(line__booking__customer=eve).update(presence="no-show")
    assert [one.customer for one in claims_to(pitch(days[0]), days[0].event, at=days[3].ends_at)] == [dot]


def test_seniority_is_by_the_first_day_on_the_pitch(days, amy):
    first = running(days, amy)
    second = running(days, cast.trader("bob"), number=2)
    StandingBooking.objects.filter(pk=second.pk).update(seniority_from=localdate() - 30 * DAY)
    assert list(StandingBooking.objects.seniority(days[0].event)) == [second, first]
    assert not Charge.objects.exists()
