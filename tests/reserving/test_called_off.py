"""Reservations for a performance that is called off or moved: told at once, asked for no money any more."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from events.models import Booking, Customer, Occurrence, Reservation
from invoicing import reserving
from invoicing.call_off_tasks import tell
from invoicing.calling_off import call_off
from invoicing.models import Payment
from tests import cast
from tests.invariants.stage import broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(client):
    sam = cast.staff("sam", "Box office")
    client.force_login(sam)
    return sam


@pytest.fixture
def school():
    return Customer.objects.create(name="Hill School", email="office@hill.example")


@pytest.fixture
def show():
    return cast.show(days=30)


@pytest.fixture
def reservation(show, school, sam):
    adult = cast.price_type("adult")
    basket = Booking.objects.reserve_best(show, [adult] * 4, channel="phone", customer=school, by=sam)
    return reserving.reserve(basket, decide_by=now() + timedelta(days=7), deposit=2000, deposit_by=localdate(), by=sam)


def off(show, by, **fields):
    fields = {"choices": ["refund"], "default": "refund", "answer_by": localdate() + timedelta(days=14),
              "wording": "We are sorry.", "reason": "Flood", **fields}  # fmt: skip
    made = call_off(show, by=by, **fields)
    for _ in range(2):
        tell(made.pk)
    return made


def letters(customer):
    return customer.messages.filter(topic="called off")


def test_unpaid_it_ends_and_its_customer_is_told_once(reservation, show, school, sam):
    off(show, sam)
    letter = letters(school).get()
    assert "We are sorry." in letter.body and "Nothing is to pay" in letter.body and "choose" not in letter.body
    booking = Booking.objects.get()
    assert (booking.status, booking.live_lines.count()) == ("cancelled", 0)
    assert reserving.every_minute() == (0, 0, 0)


def test_paid_in_part_it_waits_for_whoever_gives_the_money_back(client, reservation, show, school, sam):
    Payment.objects.take(reservation.booking, "terminal", amount=2000, by=sam)
    off(show, sam)
    assert "£20.00 that you paid" in letters(school).get().body
    page = client.get("/counter/reservations/")
    assert "Called off: give back what was paid" in page.content.decode()
    assert reserving.remind(reservation.remind_at) == 0
    reserving.give_up(reservation, by=sam)
    assert Payment.objects.total() == 0 and broken() == {}


def test_it_is_not_reminded_of_what_is_called_off(reservation, show, sam):
    Occurrence.objects.filter(pk=show.pk).update(cancelled_at=now())
    assert reserving.remind(reservation.remind_at) == 0


def test_with_places_elsewhere_the_others_stand(show, school, sam):
    later = Occurrence.objects.create(event=show.event, plan=show.plan, price_list=show.price_list,
                                      starts_at=show.starts_at + timedelta(days=1),
                                      ends_at=show.ends_at + timedelta(days=1))  # fmt: skip
    place, adult = show.plan.places.get(number="9"), cast.price_type("adult")
    booking = Booking.objects.reserve([(show, place, adult), (later, place, adult)], channel="phone", customer=school)
    reserving.reserve(booking, decide_by=now() + timedelta(days=7), by=sam)
    off(show, sam)
    booking.refresh_from_db()
    assert booking.status == "reserved"
    assert [line.occurrence for line in booking.live_lines] == [later]
    assert "other places stand" in letters(school).get().body


def test_moved_it_stands_for_the_new_time(reservation, show, school, sam):
    off(show, sam, moved_to=show.starts_at + timedelta(days=2), choices=["keep", "refund"], default="keep")
    letter = letters(school).get()
    assert "stands for the new time" in letter.body
    assert Reservation.objects.open().get() == reservation
    assert reserving.remind(reservation.remind_at) == 1
