"""Signing in: the right way, the wrong way, and too often."""

import pytest
import time_machine
from django.core.cache import cache

from boxoffice import sign_in, town
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def sam():
    return cast.staff("sam", "Box office")


def attempt(client, email="sam@alderbrook.example", password=cast.PASSWORD, **more):
    return client.post("/sign-in/", {"username": email, "password": password, **more})


def test_sam_signs_in_and_goes_home(client, sam):
    assert attempt(client)["Location"] == "/home/"


def test_the_address_may_be_in_capitals(client, sam):
    assert attempt(client, "SAM@Alderbrook.example").status_code == 302


def test_sam_goes_on_to_the_page_that_was_asked_for(client, sam):
    assert attempt(client, next="/counter/?day=2")["Location"] == "/counter/?day=2"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_never_goes_on_to_another_site(client, sam, elsewhere):
    assert attempt(client, next=elsewhere)["Location"] == "/home/"


def test_a_wrong_password_is_said_plainly_and_the_address_kept(client, sam):
    answer = attempt(client, password="wrong")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "That e-mail address and password do not go together. Check both and try again." in page
    assert 'value="sam@alderbrook.example"' in page
    assert 'value="wrong"' not in page


def test_an_unknown_address_gets_the_same_answer(client, sam):
    assert attempt(client, "nobody@alderbrook.example").context["form"].errors == attempt(
        client, password="wrong").context["form"].errors  # fmt: skip


def test_ten_failures_close_the_address_for_fifteen_minutes(client, sam):
    with time_machine.travel("2026-12-01 10:00Z", tick=False) as clock:
        for _ in range(10):
            assert attempt(client, password="wrong").status_code == 422
        answer = attempt(client)
        assert answer.status_code == 429
        assert "Too many tries. Wait 15 minutes, or ask a manager." in answer.content.decode()
        assert attempt(client, " SAM@alderbrook.example").status_code == 429
        clock.shift(15 * 60 + 1)
        assert attempt(client).status_code == 302


def test_somebody_else_may_still_sign_in(client, sam):
    cast.staff("fay", "Finance")
    for _ in range(10):
        attempt(client, password="wrong")
    assert attempt(client, "fay@alderbrook.example").status_code == 302


def test_signing_in_forgets_the_failures(client, sam):
    for _ in range(9):
        attempt(client, password="wrong")
    attempt(client)
    client.logout()
    assert attempt(client, password="wrong").status_code == 422
    assert attempt(client).status_code == 302


def test_no_demo_people_are_named_without_the_demo_town(client):
    assert not client.get("/sign-in/").context["demo_people"]


def test_the_demo_people_are_named_while_the_demo_town_is_loaded(client, monkeypatch, settings):
    monkeypatch.setattr(sign_in.town, "is_loaded", lambda: True)
    page = client.get("/sign-in/").content.decode()
    assert town.PEOPLE[0].email in page and town.PASSWORD in page
    settings.SHOW_DEMO_PEOPLE = False
    assert town.PASSWORD not in client.get("/sign-in/").content.decode()


def test_the_accessibility_statement_is_public(client):
    answer = client.get("/accessibility/")
    assert answer.status_code == 200 and "Accessibility statement" in answer.content.decode()
