"""Taking the money at the counter, once."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from events.models import Booking
from invoicing.models import Payment
from tests.counter.clerk import basket, hold, pay, seats

pytestmark = pytest.mark.django_db


def test_cash_shows_the_change_and_the_desk_is_ready_again(client, till, performance):
    hold(client, performance, "2")
    booking = basket(client)
    page = pay(client, booking, tendered="40")
    booking.refresh_from_db()
    assert booking.status == "confirmed"
    assert "Last sale 2 places £36.00, <b>change £4.00</b>" in page.content.decode()
    assert f"/counter/bookings/{booking}/tickets.pdf" in page.content.decode()
    assert "basket" not in client.session
    assert till.expected() == 5000 + 3600


def test_a_double_click_takes_the_money_once_and_shows_the_same(client, till, performance):
    hold(client, performance, "2")
    booking = basket(client)
    first, second = (pay(client, booking, tendered="40") for _ in range(2))
    assert Payment.objects.count() == 1
    for page in (first, second):
        assert page.status_code == 200
        assert "change £4.00" in page.content.decode()


def test_nothing_typed_is_exact(client, till, performance):
    hold(client, performance, "1")
    assert "change £0.00" in pay(client, basket(client), tendered="").content.decode()


def test_too_little_cash_is_refused_and_kept_on_the_form(client, till, performance):
    hold(client, performance, "2")
    page = pay(client, basket(client), tendered="£20")
    assert page.status_code == 422
    assert "£20.00 does not cover £36.00" in page.content.decode()
    assert 'value="£20"' in page.content.decode()
    assert (basket(client).status, Payment.objects.count()) == ("reserved", 0)


def test_an_amount_nobody_can_read_is_refused(client, till, performance):
    hold(client, performance, "2")
    page = pay(client, basket(client), tendered="forty")
    assert (page.status_code, "Write an amount in pounds" in page.content.decode()) == (422, True)


def test_the_card_terminal_keeps_its_slip_number(client, till, performance):
    hold(client, performance, "2")
    pay(client, basket(client), method="terminal", reference="0042")
    payment = Payment.objects.get()
    assert (payment.method, payment.reference, payment.amount) == ("terminal", "0042", 3600)


def test_a_slip_number_is_used_once(client, till, performance):
    hold(client, performance, "1")
    pay(client, basket(client), method="terminal", reference="0042")
    hold(client, performance, "1")
    page = pay(client, basket(client), method="terminal", reference="0042")
    assert (page.status_code, "Slip 0042 was used" in page.content.decode()) == (422, True)
    assert basket(client).status == "reserved"


def test_cash_with_no_till_open_says_so_with_the_way_to_open_one(client, sam, performance):
    hold(client, performance, "2")
    page = pay(client, basket(client))
    assert page.status_code == 422
    assert "Open your till" in page.content.decode()
    assert (Payment.objects.count(), seats(basket(client))) == (0, [5, 6])


def test_a_lapsed_basket_is_said_emptied_and_not_charged(client, till, performance):
    hold(client, performance, "2")
    booking = basket(client)
    Booking.objects.filter(pk=booking.pk).update(reserved_until=now() - timedelta(minutes=1))
    Booking.objects.lapse()
    page = pay(client, booking)
    assert page.status_code == 422
    assert "Nothing was charged" in page.content.decode()
    assert (Payment.objects.count(), "basket" in client.session) == (0, False)


def test_a_lapsed_basket_is_said_on_the_next_look_too(client, till, performance):
    hold(client, performance, "2")
    Booking.objects.lapse(at=now() + timedelta(minutes=11))
    assert "Time ran out" in client.get("/counter/").content.decode()
    assert "Time ran out" not in client.get("/counter/").content.decode()


def test_an_empty_basket_is_not_sold(client, till, performance):
    hold(client, performance, "", 1)
    booking = basket(client)
    booking.release(booking.lines.all(), reason="taken out")
    page = pay(client, booking)
    assert (page.status_code, Payment.objects.count()) == (422, 0)
