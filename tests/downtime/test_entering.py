"""What was sold on paper is entered once, at its own time; what clashes is kept to be solved; every blank counts."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events.models import AskedTooMuch, BlankTicket, Booking, PlaceTaken
from invoicing import downtime
from invoicing.models import Code, Payment, Posting, TillClosed
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return cast.staff("sam", "Box office")


@pytest.fixture
def till(sam):
    return cast.till(sam)


@pytest.fixture
def pack(sam):
    return downtime.make(cast.show(), at=now() - timedelta(hours=2), blanks=8)


def number(pack, n):
    return f"{pack.pk}/{n:03}"


def seats(pack, *numbers):
    return [pack.occurrence.plan.places.get(number=str(n)) for n in numbers]


def enter(pack, blanks, places, *, method="terminal", kinds=("adult",), minutes=30, **fields):
    types = [cast.price_type(kind) for kind in kinds] * (len(places) if len(kinds) == 1 else 1)
    return downtime.enter(pack, [number(pack, n) for n in blanks], seats(pack, *places), types, method=method,
                          sold_at=now() - timedelta(minutes=minutes), **fields)  # fmt: skip


def test_a_sale_on_paper_becomes_a_booking_paid_at_the_time_on_the_stub(pack, sam, till):
    blanks = enter(pack, [1, 2], [3, 4], method="cash", kinds=["adult", "child"], by=sam, till=till)
    booking, payment = Booking.objects.get(), Payment.objects.get()
    assert (booking.status, payment.amount, payment.method) == ("confirmed", 2700, "cash")
    assert payment.taken_at == booking.created_at == booking.confirmed_at == blanks[0].sold_at
    assert [blank.line.place.number for blank in blanks] == ["3", "4"]
    assert till.expected() == 7700
    assert Posting.objects.balance(Code.CASH) == 2700
    assert str(blanks[0]) in booking.note


def test_a_blank_is_entered_once(pack, sam):
    enter(pack, [1], [3], by=sam)
    with pytest.raises(AskedTooMuch, match="was entered at .* by Sam"):
        enter(pack, [1], [5], by=sam)
    with pytest.raises(AskedTooMuch, match="was entered"):
        downtime.spoil(pack, [number(pack, 1)], reason="torn")
    assert Booking.objects.count() == 1


def test_a_seat_sold_meanwhile_is_kept_to_be_solved_and_the_others_are_sold(pack, sam):
    Booking.objects.reserve([(pack.occurrence, seats(pack, 4)[0], cast.price_type("adult"))], channel="shop")
    sold, clash = enter(pack, [1, 2], [3, 4], by=sam)
    assert (sold.line.place.number, sold.problem) == ("3", "")
    assert clash.line is None and "A4" in clash.problem
    assert (clash.price, clash.place.number, clash.method) == (1800, "4", "terminal")
    assert downtime.counts(pack) == {"made": 8, "sold": 1, "problems": 1, "spoilt": 0, "unused": 6, "taken": 1800}


def test_a_clash_is_solved_with_another_seat_paid_at_the_time_it_was_sold(pack, sam):
    Booking.objects.reserve([(pack.occurrence, seats(pack, 4)[0], cast.price_type("adult"))], channel="shop")
    clash, = enter(pack, [1], [4], by=sam)
    with pytest.raises(PlaceTaken):
        downtime.seat_instead(clash, seats(pack, 4)[0])
    for _ in range(2):
        solved = downtime.seat_instead(clash, seats(pack, 6)[0], by=sam)
    assert (solved.line.place.number, solved.problem) == ("6", "")
    assert Payment.objects.get().taken_at == clash.sold_at


def test_or_the_money_is_given_back(pack, sam):
    Booking.objects.reserve([(pack.occurrence, seats(pack, 4)[0], cast.price_type("adult"))], channel="shop")
    clash, = enter(pack, [1], [4], by=sam)
    with pytest.raises(AskedTooMuch, match="Solve that first"):
        downtime.settle(pack)
    downtime.give_back(clash, reason="Money given back", by=sam)
    downtime.settle(pack, by=sam)
    assert downtime.counts(pack)["spoilt"] == 1
    assert not Payment.objects.exists()


def test_a_basket_that_ran_out_meanwhile_is_no_clash(pack, sam):
    Booking.objects.reserve([(pack.occurrence, seats(pack, 4)[0], cast.price_type("adult"))], channel="shop",
                            at=now() - timedelta(minutes=40))  # fmt: skip
    sold, = enter(pack, [1], [4], minutes=60, by=sam)
    assert sold.line


def test_cash_without_a_till_enters_nothing(pack, sam):
    with pytest.raises(TillClosed):
        enter(pack, [1], [3], method="cash", by=sam)
    assert not BlankTicket.objects.exclude(entered_at=None).exists()


@pytest.mark.parametrize("minutes", [-5, 180])
def test_a_time_before_the_pack_or_to_come_is_refused(pack, minutes):
    with pytest.raises(AskedTooMuch, match="time that is on the stub"):
        enter(pack, [1], [3], minutes=minutes)


@pytest.mark.parametrize(("blanks", "places"), [([1, 2], [3]), ([99], [3]), ([1, 1], [3, 4]), ([], [])])
def test_as_many_blanks_as_seats_all_of_this_pack(pack, blanks, places):
    with pytest.raises(AskedTooMuch):
        enter(pack, blanks, places)


def test_after_closing_nothing_is_entered(pack, sam):
    downtime.settle(pack, by=sam)
    with pytest.raises(AskedTooMuch, match="closed"):
        enter(pack, [1], [3])


def test_the_database_takes_no_blank_that_is_sold_and_spoilt(pack, sam):
    blank, = enter(pack, [1], [3], by=sam)
    with pytest.raises(IntegrityError), transaction.atomic():
        BlankTicket.objects.filter(pk=blank.pk).update(spoilt="torn")


class AnyDay(TestCase):
    """Whatever is entered, spoilt and clashes: every blank is one of sold, to solve, spoilt, unused; money agrees."""

    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(st.integers(1, 8), st.integers(1, 5), st.booleans()), max_size=9))
    def test_sold_spoilt_problems_and_unused_are_all(self, acts):
        pack = downtime.make(cast.show(), at=now() - timedelta(hours=2), blanks=8)
        for blank, seat, spoilt in acts:
            try:
                if spoilt:
                    downtime.spoil(pack, [number(pack, blank)], reason="torn")
                else:
                    enter(pack, [blank], [seat])
            except AskedTooMuch:
                pass
        counted = downtime.counts(pack)
        assert sum(counted[name] for name in ("sold", "problems", "spoilt", "unused")) == counted["made"] == 8
        assert counted["taken"] == Payment.objects.total() == 1800 * counted["sold"]
