"""Opening a till and closing it by a blind count."""

import pytest

from events.models import Booking
from invoicing.models import CounterRules, Payment, TillSession
from tests import cast

pytestmark = pytest.mark.django_db


def sell(sam, till):
    performance = cast.show()
    booking = Booking.objects.reserve_best(performance, [cast.price_type("adult")], channel="counter", by=sam)
    Payment.objects.take(booking, "cash", by=sam, till=till)


def test_a_clerk_without_a_till_is_asked_to_open_one(client, sam):
    page = client.get("/counter/", follow=True)
    assert page.redirect_chain == [("/counter/tills/", 302)]
    assert b"Open your till" in page.content


def test_a_till_is_opened_with_a_float_in_pounds(client, sam):
    cast.show()
    page = client.post("/counter/tills/", {"drawer": "Counter 1", "opening_float": "£47.50"}, follow=True)
    assert TillSession.objects.open_for(sam).opening_float == 4750
    assert b"Counter 1, open since" in page.content


@pytest.mark.parametrize("amount", ["", "fifty", "-5", "5.555"])
def test_a_float_nobody_can_read_is_refused_and_the_drawer_kept(client, sam, amount):
    page = client.post("/counter/tills/", {"drawer": "Counter 1", "opening_float": amount})
    assert page.status_code == 422
    assert b'value="Counter 1"' in page.content
    assert not TillSession.objects.exists()


def test_a_drawer_somebody_has_open_is_refused(client, sam):
    cast.till(cast.staff("max", "Managers"))
    page = client.post("/counter/tills/", {"drawer": "Counter 1", "opening_float": "50"})
    assert (page.status_code, b"Counter 1 is already open" in page.content) == (422, True)


def test_one_till_a_person(client, sam):
    cast.till(sam)
    assert client.post("/counter/tills/", {"drawer": "Counter 2", "opening_float": "50"}).status_code == 302
    assert TillSession.objects.count() == 1


def close(client, till, counted, **rest):
    """Count, then close by what the count came to."""
    address = f"/counter/tills/{till.pk}/counts/"
    page = client.post(address, {"counted": counted})
    if page.status_code == 200:
        sealed = page.context["form"]["sealed"].value()
        page = client.post(address, {"sealed": sealed, "carried": counted, **rest}, follow=True)
    return page


@pytest.fixture
def one_person():
    CounterRules.objects.create(pk=1, second_sign_off=False)


def test_what_the_drawer_should_hold_is_told_after_the_count_only(client, sam, one_person):
    till = cast.till(sam)
    sell(sam, till)
    assert "68.00" not in client.get(f"/counter/tills/{till.pk}/counts/").content.decode()
    counted = client.post(f"/counter/tills/{till.pk}/counts/", {"counted": "67.50"}).content.decode()
    assert "£68.00" in counted and "£0.50 short" in counted
    words = close(client, till, "67.50").content.decode()
    assert "Z 1" in words and "£68.00" in words and "£0.50 short" in words


def test_a_till_is_closed_once(client, sam, one_person):
    till = cast.till(sam)
    for counted in ("50", "60"):
        close(client, till, counted)
    till.refresh_from_db()
    assert (till.counted, till.variance, till.number) == (5000, 0, 1)


def test_a_basket_under_way_keeps_the_till_open(client, sam, one_person):
    till = cast.till(sam)
    performance = cast.show()
    client.post("/counter/lines/", {"performance": performance.pk, "party": "2"})
    page = close(client, till, "50")
    assert (page.status_code, b"places in your basket" in page.content) == (422, True)
    assert b'href="/counter/"' in page.content


def test_somebody_elses_till_is_nobodys_business(client, sam):
    till = cast.till(cast.staff("max", "Managers"))
    for page in ("", "counts/", "readings/", "movements/"):
        assert client.get(f"/counter/tills/{till.pk}/{page}").status_code == 404
    assert client.post(f"/counter/tills/{till.pk}/counts/", {"counted": "1"}).status_code == 404
    assert client.get("/counter/tills/99999/").status_code == 404
