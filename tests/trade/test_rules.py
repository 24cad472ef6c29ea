"""What the balance of trade forbids, and what it leaves alone."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from events.models import (
    Booking,
    BookingLine,
    Commodity,
    CommodityCap,
    Place,
    TradeBalance,
    TradeLine,
    TradeOverride,
)
from events.models.trade_board import objections_on
from tests import cast
from tests.trade.conftest import sells

pytestmark = pytest.mark.django_db


def test_the_same_key_line_does_not_stand_side_by_side(book, amy, ben, pitches):
    book(amy, pitches[2])
    for place in (pitches[1], pitches[3]):
        with pytest.raises(TradeBalance, match=r"is beside North side N3, which has the same key line: Cheese"):
            book(ben, place)
    assert book(ben, pitches[4])
    assert BookingLine.objects.count() == 2


def test_the_sentence_names_no_trader_and_says_what_to_do(book, amy, ben, pitches):
    book(amy, pitches[2])
    with pytest.raises(TradeBalance) as refused:
        book(ben, pitches[3])
    assert "Amy" not in refused.value.message
    assert "Choose a pitch that is not side by side" in refused.value.message
    assert refused.value.code == "trade_balance"


def test_the_same_key_line_does_not_stand_opposite_whichever_way_it_was_noted(book, amy, ben, pitches):
    pitches[0].faces.add(pitches[5])
    book(amy, pitches[5])
    with pytest.raises(TradeBalance, match="N1 is opposite North side N6"):
        book(ben, pitches[0])


def test_across_a_gap_in_the_row_nobody_is_a_neighbour(book, amy, ben, pitches):
    Place.objects.filter(pk__in=[place.pk for place in pitches[3:]]).update(position=20)
    book(amy, pitches[2])
    assert book(ben, pitches[3])


def test_other_goods_stand_wherever_they_like(book, amy, cat, pitches):
    book(amy, pitches[2])
    assert book(cat, pitches[3])


def test_incidental_lines_never_count(book, amy, cat, days, goods, pitches):
    sells(cat, goods.cheese, key=False)
    sells(cat, goods.kebabs, key=False)
    CommodityCap.objects.create(event=days[0].event, commodity=goods.cheese, most=1)
    book(amy, pitches[2])
    assert book(cat, pitches[3])


def test_a_trader_with_no_lines_is_judged_by_nothing(book, amy, pitches):
    book(amy, pitches[2])
    assert book(cast.trader("new"), pitches[3])


def test_a_trader_may_stand_beside_themselves(book, amy, pitches):
    book(amy, pitches[2])
    assert book(amy, pitches[3])


def test_markets_that_do_not_keep_lines_apart_let_them_stand(book, amy, ben, days, pitches):
    days[0].event.rules.__class__.objects.update(keep_apart=False)
    book(amy, pitches[2])
    assert book(ben, pitches[3])


def test_a_cap_counts_traders_not_pitches(book, amy, ben, days, goods, pitches):
    CommodityCap.objects.create(event=days[0].event, commodity=goods.cheese, most=1)
    book(amy, pitches[0])
    assert book(amy, pitches[1])
    with pytest.raises(TradeBalance, match=r"has all the traders it takes with the key line Cheese \(1\)"):
        book(ben, pitches[5])
    assert book(ben, pitches[5], on=days[1:2])


def test_a_cap_of_two_lets_two_in(book, amy, ben, days, goods, pitches):
    CommodityCap.objects.create(event=days[0].event, commodity=goods.cheese, most=2)
    book(amy, pitches[0])
    assert book(ben, pitches[5])


def test_a_cap_of_a_zone_counts_only_there(book, amy, ben, days, goods, pitches):
    plan = days[0].plan
    south = plan.areas.create(name="South side")
    place = Place.objects.create(area=south, band=plan.bands.get(), row="S", number="1", position=1)
    CommodityCap.objects.create(event=days[0].event, area=pitches[0].area, commodity=goods.cheese, most=1)
    book(amy, pitches[0])
    with pytest.raises(TradeBalance, match="North side at Thursday market has all"):
        book(ben, pitches[5])
    assert book(ben, place)


def test_hot_food_stands_only_where_it_is_allowed(book, cat, goods, pitches):
    sells(cat, goods.kebabs)
    with pytest.raises(TradeBalance, match=r"no pitch for hot food \(Kebabs\)"):
        book(cat, pitches[0])
    Place.objects.filter(pk=pitches[0].pk).update(flags="fe")
    assert book(cat, pitches[0])


def test_leave_lifts_caps_and_neighbours_but_not_hot_food(book, amy, ben, days, goods, mo, pitches):
    CommodityCap.objects.create(event=days[0].event, commodity=goods.cheese, most=1)
    TradeOverride.objects.give(ben.trader, days[0].event, "Both traders agree", by=mo, occurrence=days[0])
    sells(ben, goods.kebabs)
    book(amy, pitches[2])
    with pytest.raises(TradeBalance, match="hot food"):
        book(ben, pitches[3])
    TradeLine.objects.get(commodity=goods.kebabs).end(localdate() - timedelta(days=1))
    assert book(ben, pitches[3])
    book(amy, pitches[2], on=days[1:2])
    with pytest.raises(TradeBalance):
        book(ben, pitches[3], on=days[1:2])


def test_leave_that_was_taken_back_lifts_nothing(book, amy, ben, days, mo, pitches):
    leave = TradeOverride.objects.give(ben.trader, days[0].event, "Both traders agree", by=mo)
    assert TradeOverride.objects.give(ben.trader, days[0].event, "Both traders agree", by=mo) == leave
    leave.end()
    book(amy, pitches[2])
    with pytest.raises(TradeBalance):
        book(ben, pitches[3])


def test_a_line_counts_from_its_first_day_until_it_ends(book, amy, days, goods, pitches):
    dan = cast.trader("dan")
    line = TradeLine.objects.start(dan.trader, goods.cheese, from_day=days[1].day)
    book(amy, pitches[2], on=days[:4])
    assert book(dan, pitches[3])
    with pytest.raises(TradeBalance):
        book(dan, pitches[3], on=days[1:2])
    line.end(days[2].day)
    assert book(dan, pitches[3], on=days[2:3])


def test_a_refused_claim_leaves_nothing_behind(book, amy, ben, days, pitches):
    book(amy, pitches[2], on=days[3:4])
    with pytest.raises(TradeBalance):
        book(ben, pitches[3], on=days)
    assert ben.bookings.count() == 0


def test_a_basket_that_ran_out_bars_nobody_and_cannot_come_back_beside_its_rival(book, amy, ben, pitches):
    basket = book(amy, pitches[2], minutes=10, at=now() - timedelta(hours=1))
    book(ben, pitches[3])
    basket.refresh_from_db()
    assert basket.status == "lapsed"


def test_adding_to_a_basket_is_judged_too(book, amy, ben, days, pitches):
    book(amy, pitches[2])
    basket = book(ben, pitches[5])
    with pytest.raises(TradeBalance):
        basket.add([(days[0], pitches[3], cast.price_type("regular"))])
    assert basket.lines.live().count() == 1


def test_the_best_pitch_is_one_where_the_goods_may_stand(book, amy, ben, days, pitches):
    book(amy, pitches[2])
    chosen = Booking.objects.reserve_best(days[0], [cast.price_type("regular")], channel="portal", customer=ben)
    assert chosen.lines.get().place not in pitches[1:4]


def test_objections_grey_out_what_would_be_refused(book, amy, ben, days, pitches, django_assert_max_num_queries):
    book(amy, pitches[2], on=days[:1])
    book(amy, pitches[0], on=days[1:2])
    assert set(objections_on(days[:1], ben)) == {pitches[1].pk, pitches[3].pk}
    assert set(objections_on(days, ben)) == {pitches[1].pk, pitches[3].pk}
    assert "On " in objections_on(days, ben)[pitches[1].pk]
    assert objections_on(days, cast.trader("new")) == {}
    with django_assert_max_num_queries(10) as few:
        objections_on(days[:1], ben)
    with django_assert_max_num_queries(len(few)):
        objections_on(days, ben)


def test_a_show_asks_nothing_about_trade(django_assert_num_queries):
    performance = cast.show()
    with django_assert_num_queries(0):
        assert objections_on([performance], None) == {}


def test_a_commodity_off_the_list_is_taken_up_by_nobody_new(amy, cat, goods):
    goods.cheese.end()
    with pytest.raises(Exception, match="off the list"):
        TradeLine.objects.start(cat.trader, goods.cheese)
    assert amy.trader.trade_lines.running(localdate()).count() == 1
    assert Commodity.objects.filter(ended_on=None).count() == 2
