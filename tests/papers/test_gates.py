"""A trader without the papers for a day cannot book that day: by market, by goods, by sum, by suspension."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from boxoffice.portal.papers import papers_of, too_late
from boxoffice.templatetags.british import day as in_words
from events.models import Booking, Commodity, Document, DocumentType, NotOpenTo, TradeLine, Trader, Wanted
from tests import cast
from tests.papers.certificates import in_days, send

pytestmark = pytest.mark.django_db


def accepted(trader, **how):
    document = send(trader, **how)
    Document.objects.filter(pk=document.pk).update(checked_at=now())
    return document


def why_not(trader, days, *which):
    return trader.why_not(days[0].event, [days[n].day for n in which])


def test_nothing_sent_is_said_with_the_day_and_what_to_do(trader, days):
    assert why_not(trader, days, 1, 0) == [
        f"Public liability insurance is needed for {days[0].day:%-d %B %Y}. "
        "Send us the certificate and we will check it."
    ]


def test_a_day_after_the_last_one_is_refused_and_the_days_before_are_not(trader, days):
    accepted(trader, last=(days[2].day - localdate()).days)
    assert why_not(trader, days, 0, 1, 2) == []
    (sentence,) = why_not(trader, days, 1, 2, 3, 4)
    assert f"is needed for {days[3].day:%-d %B %Y}" in sentence and "Yours ends on" in sentence


def test_booking_such_a_day_is_refused_and_nothing_is_kept(amy, days):
    accepted(amy.trader, last=(days[0].day - localdate()).days)
    wanted = [Wanted(day, day.plan.places.first(), cast.price_type("regular")) for day in days[:2]]
    with pytest.raises(NotOpenTo, match="Yours ends on"):
        Booking.objects.reserve(wanted, channel="portal", customer=amy)
    assert not Booking.objects.exists()
    assert Booking.objects.reserve(wanted[:1], channel="portal", customer=amy)


def test_the_last_day_itself_may_be_booked(trader, days):
    accepted(trader, last=(days[0].day - localdate()).days)
    assert why_not(trader, days, 0) == []


def test_two_papers_that_meet_cover_both_sides(trader, days):
    end = (days[2].day - localdate()).days
    accepted(trader, last=end)
    accepted(trader, first=end + 1, last=end + 365)
    assert why_not(trader, days, 0, 2, 3, 5) == []


def test_a_sum_below_the_least_is_said(trader, days):
    accepted(trader, cover=cast.insurance().minimum_cover - 1)
    assert "must insure £5,000,000.00 and yours does not" in why_not(trader, days, 0)[0]


def test_one_that_waits_opens_nothing_and_says_so(trader, days):
    send(trader)
    assert "We have yours and are checking it" in why_not(trader, days, 0)[0]


def test_a_refused_one_opens_nothing(trader, days, mo):
    send(trader).refuse("It is in another name", by=mo)
    assert "Send us the certificate" in why_not(trader, days, 0)[0]


@pytest.fixture
def gas():
    return DocumentType.objects.create(name="Gas safety certificate")


@pytest.fixture
def burgers(gas):
    burgers = Commodity.objects.create(name="Burgers", group="Food", hot_food=True)
    burgers.required_documents.add(gas)
    return burgers


def sells(trader, commodity, from_day=-30, ended_on=None):
    return TradeLine.objects.create(trader=trader, commodity=commodity, from_day=in_days(from_day), ended_on=ended_on)


def test_goods_ask_for_papers_of_their_own(trader, days, burgers):
    accepted(trader)
    assert why_not(trader, days, 0) == []
    sells(trader, burgers)
    (sentence,) = why_not(trader, days, 0)
    assert sentence.startswith("Gas safety certificate is needed for")
    assert cast.trader("bob").trader.why_not(days[0].event, [days[0].day]) == []


def test_goods_ask_only_on_the_days_they_are_sold(trader, days, burgers):
    accepted(trader)
    sells(trader, burgers, ended_on=days[1].day)
    assert f"{days[0].day:%-d %B}" in why_not(trader, days, 0, 1, 2)[0]
    assert why_not(trader, days, 1, 2) == []


def test_goods_that_begin_later_ask_later(trader, days, burgers):
    accepted(trader)
    sells(trader, burgers, from_day=(days[3].day - localdate()).days)
    assert why_not(trader, days, 0, 2) == []
    assert f"{days[3].day:%-d %B}" in why_not(trader, days, 2, 3)[0]


def test_a_paper_that_market_and_goods_ask_for_is_said_once(trader, days, burgers):
    burgers.required_documents.set([cast.insurance()])
    sells(trader, burgers)
    assert len(why_not(trader, days, 0, 1)) == 1


def test_a_suspension_bars_its_own_days_and_no_others(trader, days):
    accepted(trader)
    trader.suspended_on, trader.suspended_until = days[1].day, days[2].day
    trader.suspension_reason = "Left rubbish."
    assert why_not(trader, days, 0, 3) == []
    (sentence,) = why_not(trader, days, 0, 2)
    assert sentence.startswith("Your trading is suspended from ") and "Left rubbish. Choose days after" in sentence


def test_a_suspension_without_an_end_bars_every_day_after_it(trader, days):
    accepted(trader)
    trader.suspended_on, trader.suspension_reason = days[2].day, "Left rubbish"
    assert why_not(trader, days, 1) == []
    assert why_not(trader, days, 5) == ["Your trading is suspended: Left rubbish. Telephone the market office."]


def test_sixty_days_cost_as_many_queries_as_one(trader, days, burgers, django_assert_num_queries):
    accepted(trader)
    sells(trader, burgers)
    for many in (1, 60):
        wanted = [localdate() + timedelta(days=n) for n in range(many)]
        with django_assert_num_queries(8):  # two of them fetch the trader and the event
            Trader.objects.get(pk=trader.pk).why_not(type(days[0].event).objects.get(), wanted[:many])


def test_with_gates_many_traders_cost_no_more_than_one(trader, days, burgers, django_assert_num_queries):
    sells(trader, burgers)
    sells(cast.trader("bob").trader, burgers)
    event = days[0].event
    with django_assert_num_queries(8):  # the traders, five that `with_gates` asks, the papers of the event for each
        for one in Trader.objects.with_gates():
            assert one.why_not(event, [days[0].day])


def portal_says(trader, days):
    (said,) = papers_of(trader, [days[0].event])
    return said


def test_the_portal_says_in_order_only_where_a_paper_covers_today(trader, days):
    accepted(trader, first=21, last=385)
    tone, badge, sentence = portal_says(trader, days)
    assert (tone, badge) == ("bad", f"From {in_words(in_days(21))}") and "begins on" in sentence
    ((words, bare),) = too_late(trader, days[0].event, [days[0].day])
    assert f"begins on {in_words(in_days(21))}" in words and bare == [days[0].day]
    send(trader, first=-300, last=20)
    assert portal_says(trader, days)[:2] == ("info", "Being checked")


def test_the_portal_counts_papers_that_follow_each_other_and_stops_at_a_gap(trader, days):
    accepted(trader, first=-300, last=20)
    accepted(trader, first=21, last=100)
    accepted(trader, first=110, last=400)
    assert portal_says(trader, days)[:2] == ("ok", f"To {in_words(in_days(100))}")


def test_one_that_waits_for_days_that_are_over_is_not_being_checked_any_more(trader, days):
    send(trader, first=-300, last=-10)
    assert portal_says(trader, days)[1] == "Missing"
