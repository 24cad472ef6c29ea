"""Max reads the dashboard; every figure is worked out from lines and postings."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from boxoffice.reports.chart import bars
from events.models import Booking, CheckIn, Document
from invoicing import cancellation
from invoicing.models import Charge, Invoice, Payment
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def max_(client):
    user = cast.staff("max", "Managers")
    client.force_login(user)
    return user


def tiles(client):
    return {tile.label: (tile.value, tile.note) for tile in client.get("/reports/").context["tiles"]}


def sell(performance, count, method="terminal", at=None, **fields):
    booking = Booking.objects.reserve_best(performance, [cast.price_type("adult")] * count, channel="counter", at=at)
    Payment.objects.take(booking, method, at=at, **fields)
    return booking


def bill(customer, day, count=1, at=None):
    booking = Booking.objects.reserve_best(day, [cast.price_type("regular")] * count, channel="portal",
                                           customer=customer)  # fmt: skip
    customer.account.charge(booking, at=at)
    return Invoice.objects.issue(customer.account, Charge.objects.filter(line__booking=booking), at=at)


def test_an_empty_house_has_noughts(client, max_):
    assert tiles(client)["Takings today"] == ("£0.00", "Nothing yet")
    assert "Nothing. All is well." in client.get("/reports/").content.decode()


def test_counts_tickets_and_takings_by_tender(client, max_):
    performance = cast.show()
    sell(performance, 2)
    sell(performance, 1, "cash", till=cast.till(max_))
    found = tiles(client)
    assert found["Tickets sold today"] == ("3", "0 this day last week")
    assert found["Takings today"] == ("£54.00", "Cash £18.00, Card terminal £36.00")


def test_money_paid_back_comes_off(client, max_):
    performance = cast.show()
    booking = sell(performance, 2)
    sell(performance, 1)
    cancellation.cancel(booking, reason="Ill")
    assert tiles(client)["Takings today"] == ("£18.00", "Card terminal £18.00")
    assert tiles(client)["Tickets sold today"][0] == "1"


def test_a_till_over_or_short_is_no_takings(client, max_):
    cast.till(max_).close(4900, by=max_)
    assert tiles(client)["Takings today"] == ("£0.00", "Nothing yet")


def test_tonights_house_counts_who_is_in(client, max_):
    tonight = cast.show(days=0)
    yesterday = now() - timedelta(days=1)
    line = sell(tonight, 6, at=yesterday).new_lines[0]
    CheckIn.objects.check_in(line.token, by=max_)
    assert tiles(client)["Tonight's house"] == ("50%", "6 of 12, 1 in")


def test_pitches_let_this_week_and_what_traders_owe(client, max_):
    today = localdate()
    days = cast.market()
    shift = today - days[0].day
    for day in days[:1]:
        day.starts_at, day.ends_at = day.starts_at + shift, day.ends_at.replace(hour=23, minute=59) + shift
        day.save()
    bill(cast.trader(), days[0], count=2)
    found = tiles(client)
    assert found["Pitches let this week"][0] in ("2 of 6", "2 of 12")
    assert found["Owed by traders"] == ("£49.00", "0 overdue invoices")


def test_takings_by_day_are_fourteen_days_and_a_table(client, max_):
    performance = cast.show()
    sell(performance, 1, at=now() - timedelta(days=3))
    sell(performance, 1, at=now() - timedelta(days=20))
    answer = client.get("/reports/")
    takings = answer.context["takings"]
    assert len(takings) == 14 and takings[-1][0] == localdate()
    assert [pence for _, pence in takings if pence] == [1800]
    page = answer.content.decode()
    assert "Show as table" in page and "18.00" in page and "<svg viewBox" in page


def test_a_bar_is_as_tall_as_its_share_and_never_below_the_line():
    today = localdate()
    drawn = bars([(today - timedelta(days=1), 10_000), (today - timedelta(days=2), -500), (today, 5_000)])
    assert 'height="126.0"' in drawn and 'height="63.0"' in drawn and 'height="0.0"' in drawn
    assert ">£100<" in drawn and ">£50<" in drawn and "style" not in drawn


def test_needs_attention_lists_what_there_is(client, max_):
    days = cast.market()
    customer = cast.trader()
    bill(customer, days[0], at=now() - timedelta(days=60))
    booking = Booking.objects.reserve_best(days[1], [cast.price_type("regular")], channel="portal", customer=customer)
    customer.account.charge(booking)
    Charge.objects.filter(line__booking=booking).update(on=localdate())
    Document.objects.update(expires_on=localdate().replace(day=28))
    matters = {matter.words: matter for matter in client.get("/reports/").context["attention"]}
    assert set(matters) == {"invoice overdue", "trader has a paper that ends this month", "invoice not printed",
                            "charge not billed yet"}  # fmt: skip
    assert all(matter.desk for matter in matters.values())


def test_a_paper_that_was_renewed_needs_no_attention(client, max_):
    trader = cast.trader().trader
    ending = localdate().replace(day=28)
    Document.objects.create(trader=trader, document_type=cast.insurance(), cover=500_000_000, checked_at=now(),
                            valid_from=ending - timedelta(days=300), expires_on=ending)  # fmt: skip
    assert client.get("/reports/").context["attention"] == []


def test_links_only_to_desks_one_may_stand_at(client):
    client.force_login(cast.staff("fay", "Finance"))
    bill(cast.trader(), cast.market()[0])
    Document.objects.update(expires_on=localdate().replace(day=28))
    desks = {matter.words: matter.desk for matter in client.get("/reports/").context["attention"]}
    assert desks["invoice not printed"].prefix == "finance"
    assert desks["trader has a paper that ends this month"] is None


def test_more_sales_cost_no_more_queries(client, max_, django_assert_max_num_queries):
    performance = cast.show(days=0)
    days = cast.market()
    client.get("/reports/")
    with django_assert_max_num_queries(40) as first:
        client.get("/reports/")
    most = len(first)
    for _ in range(4):
        sell(performance, 1, at=now() - timedelta(days=2))
    for name in ("amy", "ben"):
        bill(cast.trader(name), days[0])
    with django_assert_max_num_queries(most):
        client.get("/reports/")
