"""Running a promised draw: who is booked, who is refused with which reason, who moves, and what is left."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from events.draw import draw as drawn_from
from events.models import (
    AskedTooMuch,
    Booking,
    BookingLine,
    CommodityCap,
    Draw,
    HoldType,
    NotOnSale,
    Presence,
    Wanted,
)
from events.models.commodity import Commodity, TradeLine, TradeOverride
from events.morning import published
from invoicing import drawing
from invoicing.drawing import run
from tests import cast
from tests.draw import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def go(promised, mo, clock):
    """Run the first call at five past eight: {name: result}."""
    def run_it(draw=promised, at=None):
        return {one.customer.name: one for one in run(draw, by=mo, at=at or clock(8, 5)).results.all()}

    return run_it


def where(day):
    """{pitch number: name} of the live lines."""
    return {line.place.number: line.booking.customer.name for line in day.lines.live().order_by("place")}


def fill(day, pitches, *, but=0):
    """Everything but the last so many pitches goes to fixed holders."""
    for n, pitch in enumerate(pitches[:len(pitches) - but]):
        people.holder(people.trader(f"holder{n}"), day, pitch)


def test_it_cannot_be_run_before_the_queue_is_closed(promised, mo, clock, join):
    join("gwen")
    with pytest.raises(AskedTooMuch, match="8am. The draw can be run from then on, not before"):
        run(promised, by=mo, at=clock(7, 59))
    promised.refresh_from_db()
    assert promised.run_at is None and not BookingLine.objects.exists()


def test_it_cannot_be_run_once_the_market_is_over(promised, mo, clock):
    with pytest.raises(NotOnSale, match="is over"):
        run(promised, by=mo, at=clock(16))


def test_who_is_drawn_has_a_booking_to_be_paid_until_the_market_ends(join, go, day, mo):
    join("gwen")
    booking = go()["Gwen"].booking
    assert (booking.status, booking.channel, booking.reserved_until) == ("reserved", "market", day.ends_at)
    assert booking.taken_by == mo
    assert [line.price for line in booking.lines.all()] == [3000]


def test_run_twice_it_is_run_once(join, go, clock):
    join("gwen")
    first = go()["Gwen"]
    assert go(at=clock(8, 30))["Gwen"] == first
    assert Booking.objects.count() == 1


def test_what_was_drawn_stays(join, go, promised):
    join("gwen")
    go()
    for change in (lambda: Draw.objects.update(outcome={}), lambda: promised.results.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_who_stood_most_comes_first_and_is_told_so(join, go, day, days, pitches, mo):
    fill(day, pitches, but=1)
    join("rare")
    often = people.trader("often")
    shift_back(days[1:4])
    people.stood(often, days[1:4], pitches[0], mo)
    join(often)
    results = go()
    assert results["Often"].words.startswith("You were 1st of 2: 3 days stood here in the last 52 weeks; registered on")
    assert results["Rare"].code == "market_full"
    assert results["Rare"].words.endswith("Every pitch was taken when your turn came.")


def shift_back(days):
    """The market days of the last weeks, instead of those to come."""
    for one in days:
        one.starts_at -= timedelta(weeks=8)
        one.ends_at -= timedelta(weeks=8)
        one.save()


def test_the_priority_group_goes_before_those_who_stood_more(join, go, day, pitches, days, mo, rules):
    rules(draw_order=["priority", "attendance"])
    fill(day, pitches, but=1)
    often = people.trader("often")
    shift_back(days[1:3])
    people.stood(often, days[1:3], pitches[0], mo)
    join(often)
    join(people.trader("prior", priority=True))
    assert go()["Prior"].places == [pitches[5].pk]


@pytest.mark.parametrize(("fields", "code", "words"), [
    ({"insured": False}, "papers", "Public liability insurance is needed"),
    ({"casual_stopped": "£90.00 is overdue."}, "arrears", "No casual place can be let to you: £90.00 is overdue."),
    ({"suspended_on": date(2024, 1, 1), "suspension_reason": "Rubbish left"}, "suspended", "Rubbish left"),
    ({"approved_on": None}, "not_approved", "not approved yet"),
])  # fmt: skip
def test_hard_gates_keep_people_out_with_the_reason(join, go, fields, code, words):
    join(people.trader("gwen", **fields))
    result = go()["Gwen"]
    assert (result.code, result.booking, result.places) == (code, None, [])
    assert words in result.words


def test_a_holder_who_is_expected_still_keeps_their_pitch(join, go, day, pitches):
    fill(day, pitches)
    join("gwen")
    assert go()["Gwen"].code == "market_full"
    assert len(where(day)) == 6


def test_the_pitch_of_a_holder_who_is_absent_is_let(join, go, day, pitches, mo):
    fill(day, pitches, but=1)
    line = people.holder(people.trader("away"), day, pitches[5], Presence.NO_SHOW, mo)
    join("gwen")
    assert go()["Gwen"].places == [pitches[5].pk]
    line.refresh_from_db()
    assert (line.release_reason, line.kept) == ("Not here by the cut-off", line.price)


def test_a_pitch_that_is_held_back_is_not_drawn(join, go, day, pitches):
    day.hold(pitches, HoldType.objects.create(name="Kept"))
    join("gwen")
    assert go()["Gwen"].code == "market_full"


def test_a_holder_who_is_here_moves_to_a_pitch_they_like_better_and_leaves_theirs_to_others(
        join, go, day, pitches, mo):  # fmt: skip
    fill(day, pitches[:4])
    anna = people.trader("anna")
    people.holder(anna, day, pitches[4], Presence.ARRIVED, mo)
    join(anna, preferences=[pitches[5].pk])
    join("gwen")
    results = go()
    assert "You moved from North side N5 to North side N6" in results["Anna"].words
    assert (where(day)["6"], where(day)["5"]) == ("Anna", "Gwen")
    assert day.lines.live().get(place=pitches[5]).price == 2450


def test_two_holders_who_follow_one_another_both_move(join, go, day, pitches, mo):
    fill(day, pitches[:3])
    anna, bert = people.trader("anna"), people.trader("bert")
    people.holder(anna, day, pitches[3], Presence.ARRIVED, mo)
    people.holder(bert, day, pitches[4], Presence.ARRIVED, mo)
    join(anna, preferences=[pitches[4].pk])
    join(bert, preferences=[pitches[5].pk])
    go()
    assert (where(day)["5"], where(day)["6"], "4" in where(day)) == ("Anna", "Bert", False)


def test_a_holder_who_is_not_here_yet_does_not_move(join, go, day, pitches):
    anna = people.trader("anna")
    people.holder(anna, day, pitches[0])
    join(anna, preferences=[pitches[5].pk])
    assert go()["Anna"].code == "not_here"
    assert where(day) == {"1": "Anna"}


def test_who_was_left_over_comes_first_at_the_second_call(join, go, day, pitches, mo, clock):
    second = Draw.objects.promise(day, call=2, by=mo, at=clock(5))
    fill(day, pitches)
    join("early")
    go()
    day.lines.live().filter(place=pitches[3]).get().booking.cancel(reason="Went home")
    join(people.trader("late", priority=True), clock(8, 20))
    results = go(second, clock(9, 30))
    assert results["Early"].places == [pitches[3].pk]
    assert results["Late"].code == "market_full"
    assert "here for the first call" in results["Early"].words
    assert "came after the first call" in results["Late"].words


def test_who_was_given_a_pitch_takes_no_part_in_the_second_call(join, go, day, mo, clock):
    second = Draw.objects.promise(day, call=2, by=mo, at=clock(5))
    join("early")
    go()
    assert go(second, clock(9, 30)) == {}
    assert len(where(day)) == 1


def test_the_second_call_waits_for_the_first(promised, day, mo, clock):
    second = Draw.objects.promise(day, call=2, by=mo, at=clock(5))
    with pytest.raises(AskedTooMuch, match="Run the first call before the second"):
        run(second, by=mo, at=clock(9, 30))


def test_left_over_pitches_go_to_neighbours_who_want_more_after_the_second_call(join, go, day, mo, clock, rules):
    rules(expansion=True, most_pitches=3)
    second = Draw.objects.promise(day, call=2, by=mo, at=clock(5))
    join("wide", places=3)
    join("late", clock(8, 5))
    first = go()["Wide"]
    assert len(first.places) == 1
    more = go(second, clock(9, 30))["Wide"]
    assert len(more.places) == 2 and "was left over, and is yours as well" in more.words
    assert list(where(day).values()).count("Wide") == 3


def test_goods_are_kept_apart_and_within_their_cap_unless_leave_was_given(join, go, day, pitches, mo):
    cheese = Commodity.objects.create(name="Cheese", group="Food")
    CommodityCap.objects.create(event=day.event, commodity=cheese, most=2)
    fill(day, pitches[:1])
    names = ["one", "two", "three", "four"]
    for n, name in enumerate(names):
        customer = people.trader(name, approved_on=date(2015 + n, 1, 1))
        TradeLine.objects.create(trader=customer.trader, commodity=cheese, from_day=date(2020, 1, 1))
        join(customer)
        if name == "four":
            TradeOverride.objects.create(trader=customer.trader, event=day.event, reason="Agreed by both", by=mo)
    results = go()
    assert results["Three"].code == "cap_reached"
    assert "At most 2 may sell Cheese at this market" in results["Three"].words
    assert results["Four"].places
    stands = sorted(int(number) for number, name in where(day).items() if name in ("One", "Two"))
    assert stands[1] - stands[0] > 1


def test_a_pitch_lost_meanwhile_is_a_refusal_with_its_reason(join, go, promised, monkeypatch):
    join("gwen")
    join("hywel")
    rightly = drawing.drawn_from

    def twice(inputs):
        outcome = rightly(inputs)
        outcome["results"][1]["places"] = outcome["results"][0]["places"]
        return outcome

    monkeypatch.setattr(drawing, "drawn_from", twice)
    results = go()
    assert sorted(one.code for one in results.values()) == ["", "lost"]
    lost = next(one for one in results.values() if one.code)
    assert "could not be booked" in lost.words and "have just gone" not in lost.words
    assert (lost.booking, lost.places) == (None, [])


def test_a_reservation_that_ran_out_is_in_nobodys_way(join, go, day, pitches, clock):
    wanted = [Wanted(day, pitch, cast.price_type("casual")) for pitch in pitches]
    Booking.objects.reserve(wanted, channel="portal", customer=people.trader("slow"), at=clock(7, 30))
    join("gwen")
    assert go()["Gwen"].booking


def test_a_circuit_carries_what_its_rating_allows_over_both_calls(join, go, day, pitches, mo, clock):
    circuit = day.plan.circuits.create(name="North", amps=32)
    day.plan.places.update(amps=16, circuit=circuit)
    second = Draw.objects.promise(day, call=2, by=mo, at=clock(5))
    for name in ("one", "two", "three"):
        join(name, amps=16)
    assert sorted(one.code for one in go().values()) == ["", "", "circuit_full"]
    assert [one.code for one in go(second, clock(9, 30)).values()] == ["circuit_full"]


def test_what_is_published_can_be_run_again_and_names_nobody(join, go, promised, day, pitches):
    fill(day, pitches, but=1)
    join("gwen")
    join(people.trader("debtor", casual_stopped="£90.00 is overdue."))
    go()
    promised.refresh_from_db()
    inputs, outcome = published(promised)
    assert drawn_from(inputs) == outcome
    for secret in ("Gwen", "Debtor", "Holder", "overdue", "arrears"):
        assert secret not in f"{inputs}{outcome}"


def test_leaving_the_queue_after_a_pitch_was_given_is_for_the_officer(join, go):
    entry = join("gwen")
    go()
    with pytest.raises(AskedTooMuch, match="A pitch was given already"):
        entry.leave()
