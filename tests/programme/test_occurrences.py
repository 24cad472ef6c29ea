"""Pat sees what is coming and how it sells."""

import pytest

from events.models import Booking, HoldType
from invoicing.models import Payment
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def pat(client):
    client.force_login(cast.staff("pat", "Programme"))


def test_an_empty_programme_says_so(client, pat):
    assert "Nothing is to come" in client.get("/programme/").content.decode()


def test_counts_what_is_sold_held_and_left_and_what_it_comes_to(client, pat):
    performance = cast.show()
    booking = Booking.objects.reserve_best(performance, [cast.price_type("adult")] * 3, channel="counter")
    Payment.objects.take(booking, "terminal")
    Booking.objects.reserve_best(performance, [cast.price_type("adult")], channel="counter")
    free = performance.plan.places.exclude(lines__occurrence=performance)
    performance.hold(free[:2], HoldType.objects.create(name="House"))
    (row,) = client.get("/programme/").context["rows"]
    sales = row.sales
    assert (sales.sold, sales.held, sales.left, sales.capacity, sales.value) == (3, 2, 6, 12, 5400)
    assert row.state == ("ok", "On sale")


def test_net_prices_count_with_their_vat(client, pat):
    day = cast.market(vat=("S", 2000))[0]
    customer = cast.trader()
    booking = Booking.objects.reserve_best(day, [cast.price_type("regular")] * 2, channel="portal", customer=customer)
    customer.account.charge(booking)
    row = client.get("/programme/").context["rows"][0]
    assert row.sales.value == 2 * 2940


def test_markets_stand_beside_shows_and_can_be_found_by_name(client, pat):
    cast.show()
    cast.market()
    assert len(client.get("/programme/").context["rows"]) == 7
    assert len(client.get("/programme/?q=blithe").context["rows"]) == 1
    assert "Nothing to come has that name" in client.get("/programme/?q=hamlet").content.decode()


def test_what_is_over_and_not_on_sale_yet_is_said(client, pat):
    performance = cast.show()
    performance.sell_from(performance.starts_at)
    assert client.get("/programme/").context["rows"][0].state[1].startswith("From ")
    over = cast.market()[0]
    over.starts_at, over.ends_at = over.starts_at.replace(year=2020), over.ends_at.replace(year=2020)
    over.save()
    assert client.get(f"/programme/occurrences/{over.pk}/").context["row"].state[1] == "Over"


def test_many_market_days_cost_no_more_queries(client, pat, django_assert_max_num_queries):
    cast.show()
    client.get("/programme/")
    with django_assert_max_num_queries(14) as first:
        client.get("/programme/")
    most = len(first)
    cast.market(weeks=30)
    client.get("/programme/")
    with django_assert_max_num_queries(most):
        client.get("/programme/")


def test_pages_are_forty_long(client, pat):
    cast.market(weeks=50)
    assert len(client.get("/programme/").context["rows"]) == 40
    assert len(client.get("/programme/?page=2").context["rows"]) == 10
