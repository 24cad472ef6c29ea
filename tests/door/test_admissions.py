"""Dee admits people: green, red and amber, in words."""

from datetime import timedelta

import pytest

from events.models import Booking, CheckIn
from invoicing.models import Payment
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def tonight(client):
    client.force_login(cast.staff("dee", "Door"))
    return cast.show(days=0)


def sell(occurrence, tickets=1, paid=True, **fields):
    adult = [cast.price_type("adult")] * tickets
    booking = Booking.objects.reserve_best(occurrence, adult, channel="counter", **fields)
    if paid:
        Payment.objects.take(booking, "terminal")
    return booking


def check(client, occurrence, code, **more):
    return client.post(f"/door/performances/{occurrence.pk}/admissions/", {"code": code}, **more)


def test_a_ticket_comes_in_and_the_seat_is_named(client, tonight):
    line = sell(tonight).new_lines[0]
    page = check(client, tonight, line.token, follow=True).content.decode()
    assert "Come in" in page and f"Stalls A{line.place.number}" in page and "✓" in page
    assert "<b>1</b> in · <b>0</b> to come" in page
    assert CheckIn.objects.get().by.email == "dee@alderbrook.example"


def test_looking_again_admits_nobody_again(client, tonight):
    answer = check(client, tonight, sell(tonight).new_lines[0].token)
    for _ in range(2):
        assert "Come in" in client.get(answer["Location"]).content.decode()
    assert CheckIn.objects.count() == 1


def test_the_same_ticket_again_is_refused_with_the_time(client, tonight):
    token = sell(tonight).new_lines[0].token
    check(client, tonight, token)
    answer = check(client, tonight, token)
    assert answer.status_code == 422
    assert answer.context["verdict"].title == "Already used" and answer.context["verdict"].tone == "bad"
    assert "Already used at" in answer.content.decode()


def test_a_ticket_for_another_performance_is_amber_and_stays_good(client, tonight):
    other = type(tonight).objects.create(event=tonight.event, plan=tonight.plan, price_list=tonight.price_list,
                                         starts_at=tonight.ends_at,
                                         ends_at=tonight.ends_at + timedelta(hours=1))  # fmt: skip
    token = sell(other).new_lines[0].token
    answer = check(client, tonight, token)
    assert answer.status_code == 422 and answer.context["verdict"].tone == "warn"
    assert answer.context["verdict"].title == "Wrong performance"
    assert "This ticket is for Blithe Spirit. Send them to the box office." in answer.content.decode()
    assert not CheckIn.objects.exists()
    assert check(client, other, token).status_code == 302


@pytest.mark.parametrize(("paid", "title", "tone"), [(False, "Not paid", "warn"), (True, "Cancelled", "bad")])
def test_unpaid_and_cancelled_tickets_are_refused(client, tonight, paid, title, tone):
    booking = sell(tonight, paid=paid)
    if paid:
        booking.cancel(reason="Asked for")
    verdict = check(client, tonight, booking.new_lines[0].token).context["verdict"]
    assert (verdict.title, verdict.tone) == (title, tone)
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("code", ["nonsense", "x" * 60, "😀", "' OR 1=1"])
def test_a_code_that_is_not_ours_is_red(client, tonight, code):
    answer = check(client, tonight, code)
    assert answer.status_code == 422 and answer.context["verdict"].title == "Not known"


def test_an_empty_box_asks_for_a_code(client, tonight):
    answer = check(client, tonight, " ")
    assert answer.status_code == 422 and "Scan a ticket, or type its code." in answer.content.decode()


def test_the_first_eight_characters_can_be_typed(client, tonight):
    token = sell(tonight).new_lines[0].token
    assert check(client, tonight, f"{token[:4]} {token[4:8]}").status_code == 302


def test_a_reference_finds_its_tickets(client, tonight):
    booking = sell(tonight, 2)
    page = check(client, tonight, booking.reference.lower(), follow=True)
    assert [line.booking for line in page.context["people"]] == [booking, booking]


def test_a_performance_that_is_none_is_not_found(client, tonight):
    assert client.get("/door/performances/999/").status_code == 404
    assert client.get(f"/door/performances/{cast.market()[0].pk}/").status_code == 404
