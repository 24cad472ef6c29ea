"""What every page carries, and a form from somewhere else."""

import pytest
from django.test import Client

from boxoffice.desks import DESKS
from tests import cast
from tests.access.people import named

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("desk", DESKS, ids=named)
def test_every_desk_carries_the_security_headers(client, desk):
    user = cast.trader().user if desk.prefix == "portal" else cast.staff("max", "Managers")
    client.force_login(user)
    answer = client.get(desk.url, follow=True)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/accessibility/", "/nothing/"])
def test_so_does_every_public_page(client, path):
    answer = client.get(path)
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-out/", "/door/performances/1/admissions/",
                                  "/market/days/1/arrivals/", "/programme/occurrences/1/holds/"])  # fmt: skip
def test_refuses_a_form_without_its_token(path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.staff("max", "Managers"))
    assert client.post(path, {"code": "x"}).status_code == 403


def test_signing_out_is_never_a_link(client):
    client.force_login(cast.staff("sam", "Box office"))
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/counter/").status_code == 302
