"""Who changed what the counter sells by is written down, once for each change, and shown."""

import pytest
from django.contrib.admin.models import LogEntry
from django.utils.timezone import localdate

from events.models import Extra, Offer, SalesCap
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def performance(client):
    client.force_login(cast.staff("pat", "Programme"))
    cast.determination("fee", "S", 2000)
    return cast.show()


def told():
    return [(one.user.first_name, one.action_flag, one.change_message) for one in LogEntry.objects.order_by("pk")]


def text(client, address):
    return " ".join(client.get(address).content.decode().split())


def test_an_offer_says_who_made_changed_and_ended_it(client, performance):
    ten = {"name": "Ten off", "percent_off": "10", "position": "1"}
    for _ in range(2):
        client.post("/programme/offers/new/", ten)
    pk = Offer.objects.get().pk
    for _ in range(2):
        client.post(f"/programme/offers/{pk}/", {**ten, "percent_off": "15"})
    client.post(f"/programme/offers/{pk}/ends/")
    assert [(who, words.split(" off")[0]) for who, _, words in told()] == [
        ("Pat", "10%"), ("Pat", "15%"), ("Pat", "15%")]  # fmt: skip
    page = text(client, f"/programme/offers/{pk}/")
    assert "Changes" in page and "Pat" in page and "until " in told()[-1][2]
    client.post(f"/programme/offers/{pk}/removals/")
    assert told()[-1][1] == 3 and not Offer.objects.exists()


def test_an_extra_tells_what_it_was_before(client, performance):
    data = {"name": "Ice", "price": "3.00", "basis": "gross", "stock": "10", "most_each": "4", "charge_type": "fee",
            "budget_code": "THE-4100", "offered": "on"}  # fmt: skip
    client.post(f"/programme/events/{performance.event_id}/extras/", data)
    pk = Extra.objects.get().pk
    for _ in range(2):
        client.post(f"/programme/events/extras/{pk}/", {**data, "price": "3.50", "stock": ""})
    assert told()[1:] == [("Pat", 2, "price: £3.00, now £3.50; stock: 10, now none")]
    assert "price: £3.00, now £3.50" in text(client, f"/programme/events/extras/{pk}/")


def test_a_cap_is_noted_once_for_each_number(client, performance):
    for most in (3, 3, 5):
        client.post(f"/programme/events/{performance.event_id}/caps/", {"most": most, "each": "occurrence"})
    pk = SalesCap.objects.get().pk
    assert [words for *_, words in told()] == ["At most 3 at each performance", "At most 5 at each performance"]
    assert "At most 3 at each performance" in text(client, f"/programme/events/caps/{pk}/")
    client.post(f"/programme/events/caps/{pk}/removals/")
    assert told()[-1][:2] == ("Pat", 3)


def test_words_are_noted_with_who_wrote_and_stopped_them(client, performance):
    today = localdate()
    data = {"organisation": "Playhouse", "purpose": "News", "channel": "email", "text": "May we e-mail you?",
            "from_day_0": today.day, "from_day_1": today.month, "from_day_2": today.year}  # fmt: skip
    for _ in range(2):
        answer = client.post("/programme/wordings/new/", data)
    client.post(f"{answer['Location']}stops/")
    assert [words.split(": ")[-1] for *_, words in told()] == ["May we e-mail you?", "yes, now no"]
    assert "May we e-mail you?" in text(client, answer["Location"])
