"""Signing in by an e-mailed link: for traders alone, once, within half an hour, and telling nobody who is known."""

import re

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django_q.models import OrmQ

from boxoffice.roles import ROLES
from boxoffice.sign_in_link import send_link, token_for
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def amy():
    return cast.trader("amy").user


def work():
    """What the worker does."""
    for queued in OrmQ.objects.order_by("pk"):
        assert queued.task["func"] == "boxoffice.sign_in_link.send_link"
        send_link(*queued.task["args"])
    OrmQ.objects.all().delete()


def ask(client, email="amy@alderbrook.example"):
    answer = client.post("/sign-in/links/", {"email": email})
    work()
    return answer


def link():
    """The link in the last e-mail, without the site."""
    return re.search(r"https?://[^/]+(/sign-in/links/\S+)", mail.outbox[-1].body)[1]


def signed_in(client):
    return client.get("/portal/").status_code == 200


def test_a_trader_asks_opens_and_is_in(client, amy):
    assert "If we know this address, a link is on its way." in ask(client).content.decode()
    assert mail.outbox[0].to == [amy.email]
    page = client.get(link())
    assert page.status_code == 200 and "amy@alderbrook.example" in page.content.decode()
    assert client.post(link())["Location"] == "/home/"
    assert signed_in(client)


def test_looking_at_a_link_uses_nothing_up(client, amy):
    ask(client)
    for _ in range(3):
        assert client.get(link()).status_code == 200
    assert not signed_in(client)
    assert client.post(link()).status_code == 302


def test_a_link_works_once(client, amy):
    ask(client)
    client.post(link())
    client.post("/sign-out/")
    again = client.post(link())
    assert again.status_code == 422 and "This link does not work any more" in again.content.decode()
    assert not signed_in(client)


def test_of_two_links_the_second_ends_with_the_first(client, amy):
    ask(client)
    first = link()
    ask(client)
    client.post(link())
    client.post("/sign-out/")
    assert client.post(first).status_code == 422


def test_a_link_is_good_for_half_an_hour(client, amy):
    with time_machine.travel("2026-12-01 10:00Z", tick=False) as clock:
        ask(client)
        clock.shift(30 * 60)
        assert client.get(link()).status_code == 200
        clock.shift(1)
        assert client.get(link()).status_code == client.post(link()).status_code == 422


def test_signing_in_with_a_password_ends_it_and_so_does_a_new_password(client, amy):
    ask(client)
    client.post("/sign-in/", {"username": amy.email, "password": cast.PASSWORD})
    client.post("/sign-out/")
    assert client.get(link()).status_code == 422
    ask(client)
    amy.refresh_from_db()
    amy.set_password("another quiet seat")
    amy.save()
    assert client.get(link()).status_code == 422


@pytest.mark.parametrize("role", [role for role in ROLES if role != "Traders"])
def test_staff_keep_their_passwords(client, role):
    user = cast.staff("robin", role)
    ask(client, user.email)
    assert not mail.outbox
    assert client.post(f"/sign-in/links/{token_for(user)}/").status_code == 422


def test_neither_somebody_without_a_role_nor_one_who_is_both_nor_a_closed_account_gets_one(client, amy):
    cast.staff("nat")
    cast.staff("bea", "Traders", "Market officers")
    amy.is_active = False
    amy.save()
    for name in ("nat", "bea", "amy"):
        ask(client, f"{name}@alderbrook.example")
    assert not mail.outbox


def test_a_superuser_gets_none(client):
    user = cast.staff("root", "Traders")
    user.is_superuser = user.is_staff = True
    user.save()
    ask(client, user.email)
    assert not mail.outbox


def test_the_answer_is_the_same_for_an_address_we_do_not_know(client, amy):
    pages = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", ask(client, email).content.decode())
             for email in ("amy@alderbrook.example", "nobody@alderbrook.example")]  # fmt: skip
    assert pages[0] == pages[1] and len(mail.outbox) == 1


def test_the_address_may_be_in_capitals_and_with_spaces(client, amy):
    ask(client, " AMY@Alderbrook.example ")
    assert mail.outbox


@pytest.mark.parametrize("email", ["", "amy", "amy@", "a@b@c"])
def test_what_is_no_address_is_said(client, email):
    assert ask(client, email).status_code == 422


def test_ten_links_and_then_a_pause_that_closes_no_password(client, amy):
    with time_machine.travel("2026-12-01 10:00Z", tick=False) as clock:
        for _ in range(10):
            assert ask(client).status_code == 200
        assert ask(client).status_code == ask(client, "AMY@alderbrook.example").status_code == 429
        assert len(mail.outbox) == 10
        assert client.post("/sign-in/", {"username": amy.email, "password": cast.PASSWORD}).status_code == 302
        clock.shift(15 * 60 + 1)
        assert ask(client).status_code == 200


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "é"])
def test_a_token_that_is_none(client, token):
    assert client.get(f"/sign-in/links/{token}/").status_code == 422
    assert client.post(f"/sign-in/links/{token}/").status_code == 422


def test_a_changed_token_is_none(client, amy):
    ask(client)
    assert client.post(link()[:-5] + "xxxx/").status_code == 422


def test_no_cache_keeps_the_page_and_the_sign_in_page_leads_there(client, amy):
    ask(client)
    assert "no-store" in client.get(link())["Cache-Control"]
    assert "/sign-in/links/" in client.get("/sign-in/").content.decode()
