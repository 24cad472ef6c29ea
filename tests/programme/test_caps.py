"""Pat caps what may be sold, and sees how far each cap is reached."""

import pytest

from events.models import CapReached, Customer, SalesCap
from tests import cast
from tests.selling.conftest import reserve

pytestmark = pytest.mark.django_db


@pytest.fixture
def performance(client):
    client.force_login(cast.staff("pat", "Programme"))
    return cast.show()


def put(client, performance, most, each="occurrence", **fields):
    return client.post(f"/programme/events/{performance.event_id}/caps/", {"most": most, "each": each, **fields})


def event_page(client, performance):
    return " ".join(client.get(f"/programme/events/{performance.event_id}/").content.decode().split())


def test_a_cap_is_set_once_and_the_counter_keeps_it(client, performance):
    child = cast.price_type("child")
    for most in (1, 2):
        assert put(client, performance, most, price_type=child.pk).status_code == 302
    assert (SalesCap.objects.get().most, SalesCap.objects.get().price_type) == (2, child)
    reserve(performance, [1], [2, 3])
    with pytest.raises(CapReached):
        reserve(performance, [4], [5])
    assert "At most 2 Child at each performance" in event_page(client, performance)
    assert "Reached" in event_page(client, performance) and "2 of 2 on " in event_page(client, performance)


def test_a_cap_below_what_is_sold_is_set_and_says_so(client, performance):
    reserve(performance, [1, 2, 3])
    answer = client.post(f"/programme/events/{performance.event_id}/caps/", {"most": 2, "each": "occurrence"},
                         follow=True)  # fmt: skip
    words = " ".join(answer.content.decode().split())
    assert "3 are sold already on " in words and "more than 2. They stay sold" in words
    assert SalesCap.objects.get().most == 2


def test_the_customer_with_the_most_is_named(client, performance):
    ann = Customer.objects.create(name="Ann Archer")
    namesake = Customer.objects.create(name="Ann Archer")
    put(client, performance, 4, each="customer")
    put(client, performance, 8, each="run")
    assert "None yet" in event_page(client, performance)
    for customer, places in ((ann, [1, 2]), (ann, [3]), (namesake, [4]), (None, [5, 6])):
        reserve(performance, places, customer=customer)
    page = event_page(client, performance)
    assert "3 of 4 to Ann Archer" in page and "3 of 8 to Ann Archer" in page


@pytest.mark.parametrize(("data", "words"), [
    ({"most": ""}, "Enter how many may be sold at most."), ({"most": "-1"}, "greater than or equal to 0"),
    ({"most": "99999999999"}, "less than or equal to"), ({"each": "day"}, "day is not one of the available"),
    ({"price_type": "999999"}, "Select a valid choice"),
])  # fmt: skip
def test_what_cannot_be_is_refused(client, performance, data, words):
    answer = put(client, performance, **{"most": 3, **data})
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not SalesCap.objects.exists()


def test_the_run_is_not_one_performance(client, performance):
    answer = put(client, performance, 3, each="run", occurrence=performance.pk)
    assert answer.status_code == 422 and "The whole run is all of them." in answer.content.decode()


def test_a_cap_is_changed_and_taken_away(client, performance):
    put(client, performance, 3, occurrence=performance.pk)
    pk = SalesCap.objects.get().pk
    assert client.post(f"/programme/events/caps/{pk}/", {"most": 5}).status_code == 302
    assert SalesCap.objects.get().most == 5
    assert client.post(f"/programme/events/caps/{pk}/", {"most": "many"}).status_code == 422
    for _ in range(2):
        assert client.post(f"/programme/events/caps/{pk}/removals/").status_code == 302
    assert not SalesCap.objects.exists()
    assert client.get(f"/programme/events/caps/{pk}/").status_code == 404
