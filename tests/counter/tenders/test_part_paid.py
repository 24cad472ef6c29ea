"""A basket with a part paid: emptied it says what went back, taken up it does not push another basket off the desk."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from events.models import Booking
from invoicing.models import CounterRules, Payment
from tests import cast
from tests.counter.clerk import hold, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def part_paid(client, till, performance):
    """Two adults in the basket of the browser, £20.00 of £36.00 paid in cash."""
    hold(client, performance, "2")
    booking = Booking.objects.get()
    pay(client, booking, key="one", amount="20", panel="split")
    return booking


def empty(client, booking, **fields):
    sent = {"reason": "basket emptied", **fields}
    return client.post(f"/counter/bookings/{booking}/cancellations/", sent, follow=True)


def test_emptied_it_says_what_went_back(client, part_paid):
    button = client.get("/counter/").content.decode()
    assert "Empty the basket and give £20.00 back" in button
    page = empty(client, part_paid).content.decode()
    assert f"{part_paid} is cancelled: Cash \N{MINUS SIGN}£20.00." in page
    assert (Payment.objects.total(), "basket" in client.session) == (0, False)


def test_emptied_with_nothing_paid_it_says_nothing_and_goes_by_fetch(client, till, performance):
    hold(client, performance, "2")
    before = client.get("/counter/").content.decode()
    emptying = before.partition("cancellations/")[2].partition(">")[0]
    assert "data-send" in emptying
    assert b"is cancelled" not in empty(client, Booking.objects.get()).content


def test_above_the_limit_the_page_asks_for_the_pin_and_then_says_what_went_back(client, part_paid):
    CounterRules.objects.create(pk=1, refund_pin_over=1000)
    max_ = cast.staff("max", "Managers")
    max_.set_pin("4826")
    max_.save()
    before = client.get("/counter/").content.decode()
    emptying = before.partition("cancellations/")[2].partition(">")[0]
    assert "data-send" not in emptying  # a whole page comes back, which the desk's script cannot put in place
    page = empty(client, part_paid)
    assert (page.status_code, b'name="pin"' in page.content) == (422, True)
    assert "£20.00 is more than £10.00" in page.content.decode()
    page = empty(client, part_paid, authoriser="max", pin="4826")
    assert f"{part_paid} is cancelled" in page.content.decode()


def forget(client):
    """Somebody else stands at this desk by now."""
    session = client.session
    del session["basket"]
    session.save()


def take_up(client, booking):
    return client.post(f"/counter/unfinished-payments/{booking}/revivals/", follow=True)


def test_taking_the_rest_parks_what_was_in_the_basket(client, part_paid, performance):
    forget(client)
    Booking.objects.lapse(at=now() + timedelta(minutes=11))
    hold(client, performance, "", 9)
    current = Booking.objects.exclude(pk=part_paid.pk).get()
    take_up(client, part_paid)
    assert client.session["basket"] == part_paid.reference
    assert list(Booking.objects.parked()) == [current]


def test_what_is_paid_in_full_is_sold_and_the_basket_stays(client, till, performance):
    hold(client, performance, "2")
    paid = Booking.objects.get()
    pay(client, paid, key="one", amount="18", panel="split")
    paid.release([paid.live_lines.first()], reason="taken out")
    forget(client)
    hold(client, performance, "1")
    current = client.session["basket"]
    take_up(client, paid)
    assert (Booking.objects.get(pk=paid.pk).status, client.session["basket"]) == ("confirmed", current)


def test_a_basket_whose_time_is_up_is_not_in_the_way(client, part_paid, performance):
    forget(client)
    hold(client, performance, "1")
    Booking.objects.lapse(at=now() + timedelta(minutes=11))
    take_up(client, part_paid)
    assert client.session["basket"] == part_paid.reference
