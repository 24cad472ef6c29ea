"""Every address is a desk's or on the public list, whoever adds it; none slips past the door."""

import pytest

from boxoffice.desks import desk_at, is_public
from boxoffice.middleware import without_nul
from tests import cast
from tests.access.addresses import addresses, filled, plain_addresses

DESK_ADDRESSES = [address for address in addresses() if desk_at(address)]
PLAIN = [address for address in plain_addresses() if desk_at(address)]


@pytest.mark.parametrize("address", addresses())
def test_belongs_to_a_desk_or_to_the_public(address):
    assert desk_at(address) or is_public(address)


def test_every_desk_has_addresses():
    assert {desk_at(address).prefix for address in DESK_ADDRESSES} >= {"market", "door", "programme", "reports"}


@pytest.mark.parametrize("asked", ["q=%00a", "q=%0%000a", "q=%%0000a"])
def test_no_address_asks_a_database_for_nul(rf, asked):
    request = rf.get(f"/counter/?{asked}")
    without_nul(lambda request: None)(request)
    assert "\0" not in request.GET["q"]


@pytest.mark.django_db
def test_nobody_is_sent_to_sign_in_from_every_desk_address(client):
    for address in DESK_ADDRESSES:
        for method in (client.get, client.post):
            answer = method(filled(address))
            assert answer.status_code in (302, 404), address
            if answer.status_code == 302:
                assert answer["Location"].startswith("/sign-in/"), address


@pytest.mark.django_db
@pytest.mark.parametrize("address", PLAIN)
def test_nobody_is_sent_to_sign_in(client, address):
    assert client.get(address)["Location"] == f"/sign-in/?next={address}"


@pytest.mark.django_db
def test_somebody_without_a_role_is_refused_at_every_desk_address(client):
    client.force_login(cast.staff("nat"))
    for address in DESK_ADDRESSES:
        for method in (client.get, client.post):
            assert method(filled(address)).status_code in (403, 404), address
    for address in PLAIN:
        assert client.get(address).status_code == 403, address


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nothing/", "/counter/nothing/here/", "/market/days/x/", "/plan/../finance/"])
def test_an_unknown_address_is_not_found_even_for_a_manager(client, address):
    client.force_login(cast.staff("max", "Managers"))
    assert client.get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/Market/", "/%2fmarket/", "/market//", "/%6darket/"])
def test_a_spelling_of_a_desk_opens_nothing_to_nobody(client, path):
    assert client.get(path).status_code in (302, 404)


@pytest.mark.django_db
def test_a_sign_that_no_database_keeps_is_looked_for_without_it(client):
    client.force_login(cast.staff("max", "Managers"))
    for address in ["/market/traders/", "/market/badges/", "/market/papers/traders/", "/market/discipline/"]:
        assert client.get(address, query_params={"q": "a\0my"}).status_code == 200, address
