"""The pages of the balance of trade: the board, commodities, lines, caps and leave."""

import pytest
from django.utils.timezone import localdate

from events.models import Commodity, CommodityCap, TradeLine, TradeOverride
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, mo):
    client.force_login(mo)
    return mo


def test_the_board_says_who_stands_where_and_what_clashes(client, signed_in, book, amy, ben, cat, days, goods, pitches):
    book(amy, pitches[2])
    days[0].event.rules.__class__.objects.update(keep_apart=False)
    book(ben, pitches[3])
    days[0].event.rules.__class__.objects.update(keep_apart=True)
    book(cat, pitches[5])
    CommodityCap.objects.create(event=days[0].event, commodity=goods.cheese, most=1)
    page = client.get(f"/market/trade/days/{days[0].pk}/").content.decode()
    assert "is beside North side N4" in page and "is beside North side N3" in page
    assert "Over" in page and "Plants" in page
    TradeOverride.objects.give(ben.trader, days[0].event, "Both agree", by=signed_in)
    page = client.get(f"/market/trade/days/{days[0].pk}/").content.decode()
    assert "Has leave" in page and "Both agree" in page and "is beside North side N3" not in page


def test_the_board_costs_no_more_queries_for_more_traders(client, signed_in, book, amy, cat, pitches, days,
                                                          django_assert_max_num_queries):  # fmt: skip
    book(amy, pitches[0])
    with django_assert_max_num_queries(40) as few:
        client.get(f"/market/trade/days/{days[0].pk}/")
    book(cat, pitches[1])
    book(cast.trader("dan"), pitches[2])
    with django_assert_max_num_queries(len(few)):
        client.get(f"/market/trade/days/{days[0].pk}/")


def test_the_board_goes_to_a_day_and_begins_with_the_next(client, signed_in, days):
    assert client.get("/market/trade/").context["board"].occurrence == days[0]
    assert client.get(f"/market/trade/?on={days[2].day}").context["board"].occurrence == days[2]
    assert client.get("/market/trade/days/999999/").status_code == 404


def test_a_market_without_days_has_an_empty_board(client, signed_in):
    assert "There are no market days yet" in client.get("/market/trade/").content.decode()


def test_a_commodity_is_added_changed_and_taken_off_the_list(client, signed_in, goods):
    assert client.post("/market/trade/commodities/", {"name": "Toys", "group": "Gifts"}).status_code == 302
    twice = client.post("/market/trade/commodities/", {"name": "Toys", "group": "Gifts"})
    assert twice.status_code == 422 and "on the list already" in twice.content.decode()
    toys = Commodity.objects.get(name="Toys")
    client.post(f"/market/trade/commodities/{toys.pk}/", {"name": "Toys and games", "group": "Gifts"})
    for _ in range(2):
        client.post(f"/market/trade/commodities/{toys.pk}/ends/")
    toys.refresh_from_db()
    assert (toys.name, toys.ended_on) == ("Toys and games", localdate())


def test_a_line_is_recorded_once_passes_its_trial_and_ends(client, signed_in, cat, goods):
    sent = {"trader": cat.trader.pk, "commodity": goods.cheese.pk, "kind": "incidental", "from_day": localdate(),
            "trial_until": localdate()}  # fmt: skip
    for _ in range(2):
        assert client.post("/market/trade/lines/", sent).status_code == 302
    line = TradeLine.objects.get(commodity=goods.cheese)
    assert not line.key and line.trial_until
    other = client.post("/market/trade/lines/", {**sent, "kind": "key"})
    assert other.status_code == 422 and "End that line first" in other.content.decode()
    client.post(f"/market/trade/lines/{line.pk}/trials-passed/")
    for _ in range(2):
        client.post(f"/market/trade/lines/{line.pk}/ends/")
    line.refresh_from_db()
    assert (line.trial_until, line.ended_on) == (None, localdate())


def test_lines_are_found_by_trader_or_goods(client, signed_in, amy, cat):
    page = client.get("/market/trade/lines/?q=plant")
    assert [line.trader for line in page.context["page"]] == [cat.trader]
    assert "Nothing is found for" in client.get("/market/trade/lines/?q=zzz").content.decode()


def test_a_cap_is_set_set_anew_and_removed(client, signed_in, days, goods, pitches):
    sent = {"event": days[0].event.pk, "area": "", "commodity": goods.cheese.pk, "most": "2"}
    client.post("/market/trade/caps/", sent)
    client.post("/market/trade/caps/", {**sent, "most": "3"})
    client.post("/market/trade/caps/", {**sent, "area": pitches[0].area_id})
    assert sorted(CommodityCap.objects.values_list("area", "most"), key=str) == [(pitches[0].area_id, 2), (None, 3)]
    assert "Cheese" in client.get("/market/trade/caps/").content.decode()
    for _ in range(2):
        assert client.post(f"/market/trade/caps/{CommodityCap.objects.first().pk}/removals/").status_code == 302
    assert client.post("/market/trade/caps/", {**sent, "most": "-1"}).status_code == 422


def test_leave_is_given_once_with_a_reason_and_taken_back(client, signed_in, ben, days):
    sent = {"trader": ben.trader.pk, "event": days[0].event.pk, "day": days[0].day, "reason": "Both agree"}
    for _ in range(2):
        assert client.post("/market/trade/leave/", sent).status_code == 302
    leave = TradeOverride.objects.get()
    assert (leave.occurrence, leave.by) == (days[0], signed_in)
    assert "Both agree" in client.get("/market/trade/leave/").content.decode()
    assert client.post("/market/trade/leave/", {**sent, "reason": ""}).status_code == 422
    assert "not held on that day" in client.post("/market/trade/leave/", {**sent, "day": "2020-01-01"}).content.decode()
    for _ in range(2):
        client.post(f"/market/trade/leave/{leave.pk}/ends/")
    leave.refresh_from_db()
    assert leave.ended_at


@pytest.mark.parametrize("address", ["commodities/", "lines/", "caps/", "leave/", "commodities/1/ends/",
                                     "lines/1/ends/", "caps/1/removals/", "leave/1/ends/"])  # fmt: skip
def test_only_who_decides_may_change_anything(client, days, address):
    user = cast.staff("pat", "Market officers")
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="decide_market"))
    client.force_login(user)
    assert client.get("/market/trade/").status_code == 200
    assert client.post(f"/market/trade/{address}").status_code == 403
