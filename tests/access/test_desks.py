"""Each role stands at its own desks and at no other; nobody stands at any."""

import pytest
from django.urls import reverse

from boxoffice.desks import DESKS
from tests import cast
from tests.access.people import named, pairs, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "desk"), pairs(own=False), ids=named)
def test_refuses_the_wrong_person(client, role, desk):
    client.force_login(person(role))
    answer = client.get(desk.url)
    assert answer.status_code == 403
    assert desk.title in answer.content.decode()


@pytest.mark.parametrize(("role", "desk"), pairs(own=True), ids=named)
def test_lets_the_right_person_in(client, role, desk):
    client.force_login(person(role))
    assert client.get(desk.url, follow=True).status_code == 200


@pytest.mark.parametrize("desk", DESKS, ids=named)
def test_asks_nobody_to_sign_in_first(client, desk):
    answer = client.get(desk.url)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('sign-in')}?next={desk.url}"


@pytest.mark.parametrize("desk", DESKS, ids=named)
def test_refuses_somebody_without_a_role(client, desk):
    client.force_login(cast.staff("nat"))
    assert client.get(desk.url).status_code == 403


@pytest.mark.parametrize("desk", DESKS, ids=named)
def test_refuses_somebody_whose_account_is_closed(client, desk):
    user = cast.staff("sam", "Managers")
    client.force_login(user)
    user.is_active = False
    user.save()
    assert client.get(desk.url).status_code == 302


@pytest.mark.parametrize("role", ["Box office", "Programme", "Traders", "Market officers", "Finance", "Door"])
def test_home_is_the_first_desk_of_ones_own(client, role):
    client.force_login(person(role))
    (first, *_) = [desk.url for its_role, desk in pairs(own=True) if its_role == role]
    assert client.get(reverse("home"))["Location"] == first


def test_the_way_home_is_to_sign_in_for_nobody(client):
    assert client.get(reverse("home"))["Location"] == reverse("sign-in")
