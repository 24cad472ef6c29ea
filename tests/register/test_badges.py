"""Mo prints a trader's badge and replaces a lost one."""

import pytest

from boxoffice.market.badges.code import svg_path
from events.models import Trader
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, mo):
    client.force_login(mo)
    return client


def test_a_badge_has_the_code_that_the_register_reads(desk):
    trader = cast.trader("ben").trader
    page = desk.get(f"/market/badges/{trader.pk}/").content.decode()
    assert trader.badge in page and svg_path(trader.badge)[1] in page
    assert "Ben&#x27;s Cheese" in desk.get("/market/badges/?q=ben").content.decode()


def test_a_lost_badge_is_replaced_once_however_often_it_is_pressed(desk):
    trader = cast.trader("ben").trader
    before = trader.badge
    for _ in range(2):
        desk.post(f"/market/badges/{trader.pk}/replacements/", {"version": "1"})
    trader.refresh_from_db()
    assert trader.badge_version == 2 and trader.badge != before


@pytest.mark.parametrize("trader", ["0", "999"])
def test_nobody_has_no_badge(desk, trader):
    assert desk.get(f"/market/badges/{trader}/").status_code == 404
    assert desk.post(f"/market/badges/{trader}/replacements/", {"version": "x"}).status_code == 404


def test_who_is_not_approved_has_none(desk):
    trader = cast.trader("ben").trader
    Trader.objects.update(approved_on=None)
    assert desk.get(f"/market/badges/{trader.pk}/").status_code == 404
