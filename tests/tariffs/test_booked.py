"""Tariffs at work: what a booking is priced at, what is written on its line, and what a new version leaves alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from unittest.mock import patch

import pytest
from django.db import connection
from django.utils.timezone import localdate, now

from events.models import (
    Booking,
    Commodity,
    NotPossible,
    NotPriced,
    Occurrence,
    Place,
    PriceBook,
    PriceList,
    TariffFact,
    TariffOverride,
    TariffRule,
    TradeLine,
    Wanted,
)
from events.models.tariff_book import try_price
from events.price_made import made
from events.proof import lists_cover_their_days
from invoicing.swapping import swap
from tests import cast

pytestmark = pytest.mark.django_db
LATER = timedelta(days=17)


@pytest.fixture
def days():
    return cast.market()


@pytest.fixture
def amy(days):
    return cast.trader("amy")


@pytest.fixture
def mo():
    return cast.staff("mo", "Market officers")


@pytest.fixture
def tariff(days):
    return days[0].price_list


@pytest.fixture
def rule(tariff):
    """rule(does, words, …) adds one to the tariff, after the others."""

    def rule(does, words, **fields):
        return TariffRule.objects.create(price_list=tariff, position=tariff.rules.count() + 1, does=does, words=words,
                                         **fields)  # fmt: skip

    return rule


@pytest.fixture
def book(days):
    def book(customer, *numbers, on=None):
        places = list(days[0].plan.places.select_related("area"))
        wanted = [(day, places[n - 1], cast.price_type("regular")) for day in on or days[:1] for n in numbers]
        return Booking.objects.reserve(wanted, channel="portal", customer=customer)

    return book


def prices(booking):
    return list(booking.lines.live().order_by("place").values_list("price", flat=True))


def test_without_rules_a_line_costs_what_the_list_says_and_nothing_is_written_on_it(book, amy):
    line = book(amy, 1).lines.get()
    assert (line.price, line.worked) == (2450, "")


def test_a_rule_changes_the_price_and_the_steps_are_written_on_the_line(book, amy, rule):
    rule("percent", "Market week", percent=2500)
    line = book(amy, 1).lines.get()
    assert line.price == 3063  # £30.625, half away from zero
    assert line.worked.splitlines() == ["Standard, regular: £24.50", "Market week +25%: +£6.1250 = £30.6250",
                                        "Rounded to a penny: £30.63"]  # fmt: skip


def test_the_day_of_trading_decides_not_the_day_of_sale(book, amy, days, rule):
    rule("add", "From the second week", amount=100, first_day=days[1].day)
    assert prices(book(amy, 1, on=days[:1])) == [2450]
    assert prices(book(amy, 1, on=days[1:2])) == [2550]


def test_first_and_additional_units_count_what_the_trader_holds_already(book, amy, rule):
    rule("base", "Additional pitch", amount=1000, facts={"unit": {"from": 2}})
    assert prices(book(amy, 1, 2)) == [2450, 1000]
    assert prices(book(amy, 3)) == [1000]
    assert prices(book(cast.trader("ben"), 4)) == [2450]


def test_units_that_were_given_back_do_not_count(book, amy, rule):
    rule("base", "Additional pitch", amount=1000, facts={"unit": {"from": 2}})
    book(amy, 1).cancel(reason="no")
    assert prices(book(amy, 2)) == [2450]


def test_a_pitch_swapped_in_the_basket_does_not_count_as_the_second(book, amy, days, rule):
    rule("base", "Additional pitch", amount=1000, facts={"unit": {"from": 2}})
    basket = book(amy, 1)
    other = Place.objects.get(row="N", number="3")
    basket.add([(days[0], other, cast.price_type("regular"))], instead_of=list(basket.live_lines))
    assert prices(basket) == [2450]


def test_measures_come_from_the_pitch_and_an_unmeasured_one_is_not_guessed(book, amy, days, rule):
    rule("base", "By frontage", amount=0)
    rule("measure", "Frontage", amount=800, measure="frontage_m")
    with pytest.raises(NotPriced, match="its frontage is not recorded. Ask the market office"):
        book(amy, 1)
    Place.objects.filter(number="1").update(width_cm=350)
    assert prices(book(amy, 1)) == [2800]


def test_what_is_so_of_a_customer_counts_while_it_is_so(book, amy, days, rule, mo):
    rule("percent-so-far", "Direct debit", percent=-500, facts={"pays_by": "direct debit"})
    TariffFact.objects.create(customer=amy, name="pays_by", value="Direct debit", first_day=days[1].day,
                              recorded_by=mo)  # fmt: skip
    assert prices(book(amy, 1, on=days[:1])) == [2450]
    assert prices(book(amy, 1, on=days[1:2])) == [2328]  # £23.275


def test_goods_corners_and_years_are_known_without_being_recorded(book, amy, days, rule):
    rule("percent", "Litter", percent=1000, facts={"commodity": ["Fruit", "Plants"]})
    rule("add", "Corner", amount=250, facts={"corner": "yes"})
    rule("add", "Long service", amount=-100, facts={"years": {"from": 10}})
    Place.objects.filter(number="1").update(flags="k")
    TradeLine.objects.start(amy.trader, Commodity.objects.create(name="Plants", group="Plants"), from_day=localdate())
    amy.trader.approved_on = date(2010, 1, 1)
    amy.trader.save()
    assert prices(book(amy, 1)) == [2450 + 245 + 250 - 100]


def test_what_was_agreed_with_a_trader_holds_for_them_alone_and_until_its_last_day(book, amy, days, tariff, mo):
    TariffOverride.objects.agree(amy, tariff, days[0].day, days[0].day, "Flood of 3 May", by=mo, percent=-5000)
    line = book(amy, 1, on=days[:1]).lines.get()
    assert (line.price, line.worked.splitlines()[-1]) == (1225, "Agreed with you (Flood of 3 May) −50%: "
                                                                "−£12.25 = £12.25")  # fmt: skip
    assert prices(book(amy, 1, on=days[1:2])) == [2450]
    assert prices(book(cast.trader("ben"), 2)) == [2450]


def test_an_agreed_amount_takes_the_place_of_the_price(book, amy, days, tariff, mo):
    TariffOverride.objects.agree(amy, tariff, days[0].day, days[5].day, "Charity", by=mo, amount=500)
    assert prices(book(amy, 1, 2)) == [500, 500]


def test_two_agreements_never_run_at_once_and_the_same_one_twice_is_one(amy, days, tariff, mo):
    first = TariffOverride.objects.agree(amy, tariff, days[0].day, days[2].day, "Charity", by=mo, amount=500)
    assert TariffOverride.objects.agree(amy, tariff, days[0].day, days[2].day, "Charity", by=mo, amount=500) == first
    with pytest.raises(NotPossible, match="End that one first"):
        TariffOverride.objects.agree(amy, tariff, days[2].day, days[4].day, "Other", by=mo, amount=400)
    first.end(days[1].day)
    assert TariffOverride.objects.agree(amy, tariff, days[2].day, days[4].day, "Other", by=mo, amount=400)


def test_a_price_is_never_below_nothing(book, amy, rule):
    rule("add", "Too much off", amount=-9900)
    assert prices(book(amy, 1)) == [0]


def test_selling_tickets_asks_nothing_more_of_the_database(django_assert_num_queries):
    performance = cast.show()
    amy = cast.trader("amy")
    place, adult = performance.plan.places.select_related("area").first(), cast.price_type("adult")
    with django_assert_num_queries(2):
        assert PriceBook([performance], now(), amy).lines([Wanted(performance, place, adult)])[0].price == 1800


def test_a_market_without_rules_costs_one_more_query_for_a_customer(days, amy, django_assert_num_queries):
    day = Occurrence.objects.with_parts().get(pk=days[0].pk)
    with django_assert_num_queries(3):
        PriceBook([day], now(), amy)
    with django_assert_num_queries(2):
        PriceBook([day], now())


def test_a_new_version_prices_its_days_and_leaves_what_was_sold(book, amy, days, tariff, rule, mo):
    rule("add", "Levy", amount=50)
    sold = book(amy, 1, on=days)
    new = tariff.revise(days[3].day, "Minute 2", by=mo)
    new.put_prices({(price.band_id, price.price_type_id): 2600 for price in new.prices.all()})
    assert [day.price_list_id for day in Occurrence.objects.order_by("pk")] == [tariff.pk] * 3 + [new.pk] * 3
    assert prices(sold) == [2500] * 6
    fresh = list(Occurrence.objects.with_parts().order_by("pk"))
    assert prices(book(amy, 2, on=fresh)) == [2500] * 3 + [2650] * 3
    tariff.refresh_from_db()
    assert tariff.valid_to == days[3].day - timedelta(days=1)
    assert lists_cover_their_days() == []


def test_what_was_sold_before_a_new_version_still_names_the_minute_it_was_sold_by(book, amy, days, tariff):
    before = book(amy, 1, on=days)
    tariff.revise(days[3].day, "Minute 2")
    after = book(amy, 2, on=list(Occurrence.objects.with_parts().order_by("pk")))
    assert {one.tariff.authority for one in made(before.lines.with_parts())} == {"Minute 1"}
    told = made(after.lines.with_parts())
    assert [(one.tariff.authority, len(one.lines)) for one in told] == [("Minute 1", 3), ("Minute 2", 3)]
    assert told[0].steps == ["Standard, regular: £24.50, the price on the list"]


def test_the_same_revision_twice_is_one_and_impossible_ones_say_why(days, tariff):
    new = tariff.revise(days[3].day, "Minute 2")
    assert PriceList.objects.get(pk=tariff.pk).revise(days[3].day, "Minute 2") == new
    with pytest.raises(NotPossible, match="Revise the version after it"):
        tariff.revise(days[4].day, "Minute 3")
    with pytest.raises(NotPossible, match="day after today"):
        tariff.revise(localdate(), "Minute 3")
    with pytest.raises(NotPossible, match="Choose a later day"):
        new.revise(days[2].day, "Minute 3")


def test_a_version_in_force_is_not_edited(tariff, days):
    with pytest.raises(NotPossible, match="stays as it is"):
        tariff.put_prices({})
    with pytest.raises(NotPossible):
        tariff.put_rule(TariffRule(does="add", words="Levy", position=1))
    new = tariff.revise(days[3].day, "Minute 2")
    for words in ("first", "second"):
        new.put_rule(TariffRule(does="add", words=words, position=1))
    assert list(new.rules.values_list("position", "words")) == [(1, "second"), (2, "first")]
    new.drop_rule(new.rules.get(words="second"))
    assert list(new.rules.values_list("position", "words")) == [(1, "first")]


def test_the_proof_finds_a_line_whose_list_does_not_cover_its_day(book, amy, days, tariff):
    book(amy, 1)
    assert lists_cover_their_days() == []
    PriceList.objects.filter(pk=tariff.pk).update(valid_to=days[0].day - timedelta(days=1))
    assert len(lists_cover_their_days()) == 1


def test_a_price_is_tried_without_booking_anything(amy, days, tariff, rule):
    rule("add", "Sockets", amount=300, measure="sockets")
    place = days[0].plan.places.select_related("area").first()
    worked = try_price(tariff, place, cast.price_type("regular"), days[0].day, amy, measures={"sockets": 2})
    assert worked.text.splitlines() == ["Standard, regular: £24.50", "Sockets, 2 at £3.00: +£6.00 = £30.50"]
    assert Booking.objects.count() == 0


def test_a_reservation_that_ran_out_does_not_count_as_the_first_pitch(book, amy, rule):
    rule("base", "Additional pitch", amount=1000, facts={"unit": {"from": 2}})
    book(amy, 1)
    Booking.objects.update(reserved_until=now() - timedelta(minutes=1))
    assert prices(book(amy, 2)) == [2450]


def test_the_first_pitch_stays_the_first_when_it_is_swapped_on_the_same_day(book, amy, days, rule):
    rule("base", "Additional pitch", amount=1000, facts={"unit": {"from": 2}})
    booking = book(amy, 1, 2)
    amy.account.charge(booking)
    for number in (5, 6):  # the second time it was swapped before
        line = booking.lines.live().exclude(price=1000).get()
        swap(line, days[0], Place.objects.get(row="N", number=str(number)))
    assert sorted(prices(booking)) == [1000, 2450] and amy.account.balance() == 3450


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets nobody write at the same moment")
def test_two_bookings_at_the_same_moment_are_the_first_and_the_second_pitch(book, amy, rule):
    rule("base", "Additional pitch", amount=1000, facts={"unit": {"from": 2}})
    barrier, lines = Barrier(2), PriceBook.lines

    def both(self, wanted):
        found = lines(self, wanted)
        if not connection.in_atomic_block:
            barrier.wait(timeout=20)
        return found

    def one(number):
        try:
            return book(amy, number).pk
        finally:
            connection.close()

    with patch.object(PriceBook, "lines", both), ThreadPoolExecutor(2) as pool:
        made = list(pool.map(one, (1, 2)))
    assert sorted(price for pk in made for price in prices(Booking.objects.get(pk=pk))) == [1000, 2450]
