"""A reservation is not reduced below what was paid, and what is kept of it is what is said."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from events.models import AskedTooMuch, Booking, Customer, ReservationLapsed
from events.tasks import lapse_overdue
from invoicing import reserving
from invoicing.models import Code, Payment, Posting
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(client):
    sam = cast.staff("sam", "Box office")
    client.force_login(sam)
    return sam


@pytest.fixture
def reservation(sam):
    """Four places at £18.00 for a school, with a deposit asked for."""
    school = Customer.objects.create(name="Hill School", email="office@hill.example")
    show = cast.show(days=30)
    adults = [cast.price_type("adult")] * 4
    basket = Booking.objects.reserve_best(show, adults, channel="phone", customer=school)
    return reserving.reserve(basket, decide_by=now() + timedelta(days=7), deposit=2000, deposit_by=localdate(), by=sam)


def paid(reservation, pence):
    Payment.objects.take(reservation.booking, "terminal", amount=pence)


def reductions(client, reservation, count):
    lines = reservation.booking.lines.all()[:count]
    address = f"/counter/reservations/{reservation.booking}/reductions/"
    return client.post(address, {"line": [line.pk for line in lines]})


def test_fewer_than_are_paid_for_is_refused_and_nothing_given_back(client, reservation):
    paid(reservation, 4000)
    page = reductions(client, reservation, 2)
    words = page.content.decode()
    assert (page.status_code, "£40.00 is paid, and the places that stay come to £36.00" in words) == (422, True)
    assert reservation.booking.lines.live().count() == 4
    assert reductions(client, reservation, 1).status_code == 302
    assert reservation.booking.lines.live().count() == 3


def test_as_many_as_are_paid_for_are_confirmed_without_more(client, reservation):
    paid(reservation, 3600)
    reductions(client, reservation, 2)
    page = client.get(f"/counter/reservations/{reservation.booking}/").content.decode()
    assert "Confirm, nothing to pay" in page
    client.post(f"/counter/bookings/{reservation.booking}/payments/", {"method": "none"})
    assert Booking.objects.get().status == "confirmed"


def test_an_old_page_says_that_it_lapsed(client, reservation):
    gone = now() - timedelta(minutes=1)
    Booking.objects.update(reserved_until=gone)
    lapse_overdue()
    page = reductions(client, reservation, 1)
    assert (page.status_code, b"Time ran out" in page.content) == (422, True)


def test_an_old_page_says_that_it_is_paid(client, reservation):
    paid(reservation, 7200)
    page = reductions(client, reservation, 1)
    assert (page.status_code, b"paid or charged by now" in page.content) == (422, True)
    assert reservation.booking.lines.live().count() == 4


def test_what_is_paid_above_the_places_is_not_kept(reservation):
    paid(reservation, 4000)
    reservation.reduce(list(reservation.booking.lines.live()[:2]))
    max_ = cast.staff("max", "Managers")
    with pytest.raises(AskedTooMuch, match="£40.00 is paid, and its places come to £36.00"):
        reserving.keep_deposit(reservation, authorised_by=max_)
    reserving.give_up(reservation)
    assert (Payment.objects.total(), Posting.objects.balance(Code.BOOKINGS)) == (0, 0)
    assert reserving.keep_deposit(reservation, authorised_by=max_) == 0


@pytest.mark.parametrize(("pence", "refusal"), [(7200, AskedTooMuch), (0, ReservationLapsed)])
def test_what_is_paid_or_lapsed_is_not_called_cancelled(reservation, pence, refusal):
    if pence:
        paid(reservation, pence)
    Booking.objects.update(reserved_until=now() - timedelta(minutes=1))
    lapse_overdue()
    with pytest.raises(refusal):
        reserving.keep_deposit(reservation, authorised_by=cast.staff("max", "Managers"))
