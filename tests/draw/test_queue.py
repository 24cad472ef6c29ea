"""Putting a name down for a market day, changing one's needs, and taking the name back."""

import pytest

from events.models import AskedTooMuch, NotOnSale, WaitingListEntry
from tests import cast
from tests.draw import people

pytestmark = pytest.mark.django_db


def test_somebody_in_time_answers_the_first_call(join):
    assert join("gwen").call == 1


def test_somebody_late_answers_the_second(join, clock):
    assert join("gwen", clock(8)).call == 2


def test_after_the_second_call_the_queue_is_closed(join, clock):
    with pytest.raises(AskedTooMuch, match="closed at 9:30am. Ask the market officer"):
        join("gwen", clock(9, 30))


def test_without_a_second_call_it_closes_with_the_first(join, clock, rules):
    rules(second_call_at=None)
    with pytest.raises(AskedTooMuch, match="closed at 8am"):
        join("gwen", clock(8))


def test_a_day_that_is_over_or_cancelled_has_no_queue(join, day):
    day.cancelled_at = day.starts_at
    with pytest.raises(NotOnSale):
        join("gwen")


def test_a_name_put_down_twice_stands_once_with_the_newer_needs(join, clock):
    gwen = people.trader("gwen")
    first = join(gwen)
    again = join(gwen, clock(8, 5), amps=16)
    assert (again.pk, again.amps, again.call) == (first.pk, 16, 1)
    assert WaitingListEntry.objects.count() == 1


@pytest.mark.parametrize(("needs", "words"), [({"places": 2}, "one pitch"), ({"places": 0}, "one pitch"),
                                              ({"least": 2}, "fewest"), ({"least": 0}, "fewest")])
def test_needs_that_cannot_be_are_refused(join, needs, words):
    with pytest.raises(AskedTooMuch, match=words):
        join("gwen", **needs)


def test_only_traders_wait_for_pitches(join):
    with pytest.raises(AskedTooMuch, match="not registered as a trader"):
        join(cast.Customer.objects.create(name="Nobody"))


def test_wishes_of_another_plan_and_repeated_ones_are_left_out(join, pitches):
    assert join("gwen", preferences=[pitches[2].pk, 9999, pitches[2].pk]).preferences == [pitches[2].pk]


def test_a_fixed_holder_says_where_they_would_rather_stand(join, day, pitches):
    gwen = people.trader("gwen")
    people.holder(gwen, day, pitches[0])
    with pytest.raises(AskedTooMuch, match="has North side N1 that day. Name the pitches"):
        join(gwen)
    assert join(gwen, preferences=[pitches[1].pk])


def test_a_name_is_taken_back_once_and_can_be_put_down_again(join, clock):
    entry = join("gwen")
    entry.leave(at=clock(6))
    entry.leave(at=clock(7))
    assert entry.left_at == clock(6)
    assert join(entry.customer).pk != entry.pk
