"""Mo opens a drawer, takes money through the morning, counts it, says why it differs, and banks it in a bag."""

import pytest

from invoicing.models import Posting, TillSession
from tests import cast
from tests.register.taps import letting, numbers, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, mo):
    client.force_login(mo)
    return client


@pytest.fixture
def till(desk, mo):
    desk.post("/market/cash/", {"drawer": "Market", "opening_float": "50"})
    return TillSession.objects.get()


@pytest.fixture
def sold(day, mo, place, till):
    send(day, mo, letting(place(2), cast.trader("ben").trader, numbers(mo)))


def test_a_drawer_is_opened_with_its_float(desk, till):
    assert (till.drawer, till.opening_float) == ("Market", 5000)
    assert "£50.00" in desk.get("/market/cash/").content.decode()


def test_two_officers_have_a_drawer_each(client, till, max_):
    client.force_login(max_)
    assert 'value="Market 2"' in client.get("/market/cash/").content.decode()
    answer = client.post("/market/cash/", {"drawer": "Market", "opening_float": "50"})
    assert answer.status_code == 422 and "already open" in answer.content.decode()


def test_a_right_count_closes_at_once_with_the_bag(desk, till, sold):
    answer = desk.post(f"/market/cash/{till.pk}/counts/", {"counted": "80", "bag": "B-4711"}, follow=True)
    till.refresh_from_db()
    assert (till.counted, till.variance, till.bag, till.number) == (8000, 0, "B-4711", 1)
    page = answer.content.decode()
    assert "right to the penny" in page and "B-4711" in page and "£30.00" in page


def test_a_wrong_count_is_told_only_after_counting_and_asks_why(desk, till, sold):
    assert "80.00" not in desk.get(f"/market/cash/{till.pk}/counts/").content.decode()
    answer = desk.post(f"/market/cash/{till.pk}/counts/", {"counted": "78", "bag": "B1"})
    till.refresh_from_db()
    assert till.closed_at is None and "short" in answer.content.decode()
    sealed = answer.context["form"].initial["sealed"]
    desk.post(f"/market/cash/{till.pk}/counts/", {"sealed": sealed, "bag": "B1", "reason": ""})
    assert TillSession.objects.get().closed_at is None
    desk.post(f"/market/cash/{till.pk}/counts/", {"sealed": sealed, "bag": "B1", "reason": "Wrong change given"})
    till.refresh_from_db()
    assert (till.counted, till.variance, till.variance_reason) == (7800, -200, "Wrong change given")
    assert Posting.objects.get(reason="variance").amount == 200


def test_a_count_cannot_be_made_to_fit(desk, till, sold):
    answer = desk.post(f"/market/cash/{till.pk}/counts/", {"sealed": f"{till.pk}:8000:x", "reason": "?"})
    assert answer.status_code == 422 and TillSession.objects.get().closed_at is None


def test_money_not_booked_is_decided_before_counting(desk, day, mo, till, place, book):
    book(cast.trader("cat"), 2)
    send(day, mo, letting(place(2), cast.trader("ben").trader, numbers(mo)))
    answer = desk.post(f"/market/cash/{till.pk}/counts/", {"counted": "80"})
    assert answer.status_code == 422 and "not booked yet" in answer.content.decode()


def test_nobody_counts_anothers_drawer(client, till, max_):
    client.force_login(max_)
    assert client.get(f"/market/cash/{till.pk}/counts/").status_code == 404
    assert client.get(f"/market/cash/{till.pk}/").status_code == 404
