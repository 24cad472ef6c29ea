"""Changing person by PIN at a shared till, the locked screen, and what a PIN does not open."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from boxoffice import pin_sign_in
from invoicing.models import Payment
from tests import cast
from tests.counter.clerk import basket, hold, pay
from tests.till.conftest import with_pin

pytestmark = pytest.mark.django_db
PEOPLE = "/counter/people/"


@pytest.fixture
def at_till(client, till):
    """Sam's browser, signed in in full, with a till open."""
    client.get("/counter/rules/")  # a page without a till changes nothing
    client.get(f"/counter/tills/{till.pk}/readings/")
    client.get(PEOPLE)
    return client


def change(client, who="max", pin="8305"):
    return client.post(PEOPLE, {"authoriser": who, "pin": pin})


def who(client):
    return int(client.session["_auth_user_id"])


def test_the_till_and_its_basket_stay_and_the_sale_is_the_new_persons(at_till, max, till):
    client, performance = at_till, cast.show()
    hold(client, performance, "2")
    booking, before = basket(client), client.session.session_key
    assert change(client)["Location"] == "/counter/"
    assert (who(client), basket(client)) == (max.pk, booking)
    assert client.session.session_key != before
    pay(client, booking, key="k1")
    payment = Payment.objects.get()
    assert (payment.taken_by, payment.till, payment.till.opened_by.first_name) == (max, till, "Sam")


def test_the_old_session_opens_nothing_any_more(at_till, max):
    thief = Client()
    thief.cookies["sessionid"] = at_till.session.session_key
    change(at_till)
    assert "/sign-in/" in thief.get("/counter/")["Location"]


@pytest.mark.parametrize(("name", "pin", "says"), [
    ("max", "1111", "not the PIN"), ("dee", "6142", "Nobody of that name"), ("", "8305", "Say who"),
])  # fmt: skip
def test_who_is_not_of_the_counter_or_has_another_pin_stays_outside(at_till, sam, max, name, pin, says):
    with_pin("dee", "Door", "6142")
    page = change(at_till, name, pin)
    assert (page.status_code, says in page.content.decode(), who(at_till)) == (422, True, sam.pk)


def test_a_pin_works_only_where_a_till_was_opened_after_a_full_sign_in(client, sam, max):
    page = change(client)
    assert (page.status_code, who(client)) == (422, sam.pk)
    assert "opened here after signing in" in page.content.decode()
    assert "/sign-in/" in change(Client())["Location"]


def test_a_pin_opens_the_counter_and_nothing_else(at_till, max):
    max.is_staff = max.is_superuser = True
    max.save()
    change(at_till)
    for address in ("/finance/", "/market/", "/reports/", "/admin/", "/counter/rules/"):
        assert at_till.get(address).status_code == 403, address
    page = at_till.get(PEOPLE).content.decode()
    assert "/finance/" not in page
    assert at_till.get("/").status_code == 200


def test_twelve_hours_after_the_full_sign_in_it_takes_a_full_one_again(at_till, max, monkeypatch):
    change(at_till)
    late = now() + timedelta(hours=12, minutes=1)
    monkeypatch.setattr(pin_sign_in, "now", lambda: late)
    assert "/sign-in/" in at_till.get("/counter/bookings/")["Location"]
    assert "_auth_user_id" not in at_till.session


def test_changing_again_and_again_makes_it_no_longer(at_till, sam, max):
    until = at_till.session[pin_sign_in.UNTIL]
    change(at_till), change(at_till, "sam", "4719")
    assert (at_till.session[pin_sign_in.UNTIL], who(at_till)) == (until, sam.pk)
    assert at_till.session[pin_sign_in.BY_PIN]


def test_a_locked_screen_leads_everywhere_to_the_pin(at_till, sam, max):
    hold(at_till, cast.show(), "2")
    booking = basket(at_till)
    at_till.post("/counter/locks/")
    for address in ("/counter/", "/counter/bookings/", "/door/", "/admin/", f"/counter/bookings/{booking}/"):
        assert at_till.get(address)["Location"] == PEOPLE
    assert at_till.post("/counter/lines/", {"party": "2"})["Location"] == PEOPLE
    assert "This till is locked" in at_till.get(PEOPLE).content.decode()
    change(at_till, "sam", "4719")
    assert at_till.get("/counter/bookings/").status_code == 200
    assert basket(at_till) == booking


def test_a_locked_screen_can_be_signed_out_of_and_the_till_stays_open(at_till, sam, till):
    at_till.post("/counter/locks/")
    at_till.post("/sign-out/")
    at_till.force_login(sam)
    assert at_till.get("/counter/bookings/").status_code == 200
    till.refresh_from_db()
    assert till.closed_at is None


def test_what_nobody_could_unlock_is_not_locked(client, sam):
    client.post("/counter/locks/")
    assert client.get("/counter/bookings/").status_code == 200


def test_a_pin_is_chosen_with_the_password(client):
    user = cast.staff("kim", "Box office")
    client.force_login(user)
    data = {"password": cast.PASSWORD, "pin": "6142", "again": "6142"}
    for wrong, says in [({"password": "x"}, "not your password"), ({"again": "6143"}, "differ"),
                        ({"pin": "1234", "again": "1234"}, "guessed too easily")]:  # fmt: skip
        page = client.post("/counter/pins/", data | wrong)
        assert page.status_code == 422 and says in page.content.decode()
    assert client.post("/counter/pins/", data).status_code == 302
    user.refresh_from_db()
    assert user.check_pin("6142")


