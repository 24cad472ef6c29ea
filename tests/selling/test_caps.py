"""Hard caps: at each occurrence, for each customer, over the run; and what a race for the last place comes to."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from events.models import Booking, CapReached, Customer, SalesCap
from tests import cast
from tests.races.arena import arena, race, run, together
from tests.selling.conftest import reserve, wanted

pytestmark = pytest.mark.django_db


def cap(performance, most, each="occurrence", price_type=None, **fields):
    return SalesCap.objects.create(event=performance.event, most=most, each=each,
                                   price_type=price_type and cast.price_type(price_type), **fields)  # fmt: skip


@pytest.fixture
def ann():
    return Customer.objects.create(name="Ann Archer")


def test_only_so_many_at_a_price_type(performance):
    cap(performance, 2, price_type="child")
    reserve(performance, [1, 2, 3], [4])
    with pytest.raises(CapReached) as refused:
        reserve(performance, [7], [5, 6])
    assert "2 Child places at most" in refused.value.message
    reserve(performance, [7], [5])
    assert performance.lines.live().count() == 6


def test_the_best_available_keep_the_cap_too(performance):
    cap(performance, 3)
    adult = cast.price_type("adult")
    booking = Booking.objects.reserve_best(performance, [adult] * 2, channel="counter")
    with pytest.raises(CapReached):
        booking.add_best(performance, [adult] * 2)
    booking.add_best(performance, [adult])
    assert booking.lines.live().count() == 3


def test_a_new_price_type_counts_at_once(performance):
    cap(performance, 1, price_type="child")
    booking = reserve(performance, [1], [2])
    line = booking.live_lines.get(place__number="1")
    with pytest.raises(CapReached):
        booking.add(wanted(performance, "child", 1), instead_of=[line])
    assert [line.pk for line in booking.live_lines.filter(place__number="1")] == [line.pk]


def test_another_performance_has_a_cap_of_its_own(performance):
    other = cast.Occurrence.objects.create(event=performance.event, plan=performance.plan,
                                           price_list=performance.price_list,
                                           starts_at=performance.starts_at + timedelta(days=1),
                                           ends_at=performance.ends_at + timedelta(days=1))  # fmt: skip
    cap(performance, 1, occurrence=performance)
    reserve(performance, [1])
    reserve(other, [1, 2, 3])


def test_what_ran_out_does_not_count_and_is_ended(performance):
    cap(performance, 2)
    old = reserve(performance, [1, 2], at=now() - timedelta(hours=1))
    reserve(performance, [3, 4])
    old.refresh_from_db()
    assert old.status == "lapsed"


def test_a_customer_may_have_so_many_at_one_performance(performance, ann):
    cap(performance, 2, "customer")
    reserve(performance, [1, 2], customer=ann)
    with pytest.raises(CapReached) as refused:
        reserve(performance, [3], customer=ann)
    assert "to one customer" in refused.value.message
    reserve(performance, [3, 4])  # somebody without a name


def test_a_basket_without_a_name_counts_by_itself(performance):
    cap(performance, 2, "customer")
    with pytest.raises(CapReached):
        reserve(performance, [1, 2, 3])


def test_over_the_run_all_performances_count(performance, ann):
    other = cast.Occurrence.objects.create(event=performance.event, plan=performance.plan,
                                           price_list=performance.price_list,
                                           starts_at=performance.starts_at + timedelta(days=1),
                                           ends_at=performance.ends_at + timedelta(days=1))  # fmt: skip
    cap(performance, 3, "run")
    reserve(performance, [1, 2], customer=ann)
    with pytest.raises(CapReached):
        reserve(other, [1, 2], customer=ann)
    reserve(other, [1], customer=ann)


def test_a_name_given_afterwards_is_checked(performance, ann):
    cap(performance, 2, "customer")
    reserve(performance, [1, 2], customer=ann)
    basket = reserve(performance, [3])
    with pytest.raises(CapReached):
        basket.belong_to(ann)
    basket.refresh_from_db()
    assert basket.customer is None
    basket.belong_to(Customer.objects.create(name="Ben"))
    assert basket.customer.name == "Ben"


def test_without_caps_no_question_is_asked(performance, django_assert_num_queries):
    first, second = wanted(performance, "adult", 1), wanted(performance, "adult", 2)
    with CaptureQueriesContext(connection) as without:
        Booking.objects.reserve(first, channel="counter")
    cap(performance, 5)
    with django_assert_num_queries(len(without) + 2):  # the caps, and how many there are
        Booking.objects.reserve(second, channel="counter")
    assert not any("salescap" in query["sql"] and "EXISTS" not in query["sql"] for query in without)


@pytest.mark.race
def test_eight_counters_at_once_do_not_pass_a_cap(tmp_path):
    with arena(tmp_path) as field:
        run(field, "-m", "tests.races.racer", "setup", "60")
        run(field, "-c", "import django; django.setup(); from events.models import *; "
                         "SalesCap.objects.create(event=Event.objects.get(), most=21)")  # fmt: skip
        outcome = together(race(field, "capped", 8, 6))
        sold = run(field, "-c", "import django; django.setup(); from events.models import *; "
                                "print(BookingLine.objects.live().count())")  # fmt: skip
    assert (int(sold), outcome["sold"]) == (20, 10)  # the next pair would be 22
    assert sum(outcome.values()) == 48
