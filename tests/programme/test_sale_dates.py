"""Pat sets when something goes on sale."""

from datetime import timedelta

import pytest

from events.models import Booking, NotOnSale
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def performance(client):
    client.force_login(cast.staff("pat", "Programme"))
    return cast.show()


def set_date(client, performance, text):
    answer = client.post(f"/programme/occurrences/{performance.pk}/sale-dates/", {"on_sale_from": text})
    performance.refresh_from_db()
    return answer


def test_nobody_buys_before_it(client, performance):
    moment = performance.starts_at - timedelta(hours=1)
    assert set_date(client, performance, f"{moment:%Y-%m-%dT%H:%M}").status_code == 302
    assert performance.on_sale_from == moment
    with pytest.raises(NotOnSale):
        Booking.objects.reserve_best(performance, [cast.price_type("adult")], channel="shop")


def test_the_page_shows_what_is_set(client, performance):
    moment = performance.starts_at - timedelta(hours=1)
    set_date(client, performance, f"{moment:%Y-%m-%dT%H:%M}")
    page = client.get(f"/programme/occurrences/{performance.pk}/").content.decode()
    assert f"value=\"{moment:%Y-%m-%dT%H:%M}\"" in page


def test_empty_sells_at_once(client, performance):
    set_date(client, performance, f"{performance.starts_at:%Y-%m-%dT%H:%M}")
    set_date(client, performance, "")
    assert performance.on_sale_from is None


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-40T10:00"])
def test_what_is_no_time_is_refused(client, performance, text):
    answer = set_date(client, performance, text)
    assert answer.status_code == 422 and "Enter a date and a time." in answer.content.decode()


def test_after_its_end_is_refused_with_the_reason(client, performance):
    answer = set_date(client, performance, f"{performance.ends_at + timedelta(days=1):%Y-%m-%dT%H:%M}")
    assert answer.status_code == 422 and "is over by then" in answer.content.decode()
    assert performance.on_sale_from is None
