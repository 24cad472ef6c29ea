"""Reservations at the counter: from the basket, through the list, to a decision."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from events.models import Booking, Customer, Reservation
from invoicing import reserving
from invoicing.models import Account, CounterRules, Payment, StoredValue
from tests import cast

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
def basket(sam, school):
    show = cast.show(days=30)
    return Booking.objects.reserve_best(show, [cast.price_type("adult")] * 4, channel="phone", customer=school, by=sam)


@pytest.fixture
def reservation(basket, sam):
    return reserving.reserve(basket, decide_by=now() + timedelta(days=7), deposit=2000, deposit_by=localdate(), by=sam,
                             sort="group", group_name="Year 6")  # fmt: skip


def day(name, when):
    return {f"{name}_0": when.day, f"{name}_1": when.month, f"{name}_2": when.year}


def of(one, what=""):
    return f"/counter/reservations/{one.booking}/{what}"


def test_a_basket_is_reserved_and_the_desk_is_ready_again(client, basket):
    session = client.session
    session["basket"] = basket.reference
    session.save()
    address = f"/counter/bookings/{basket}/reservation/"
    assert b"Reserve for Hill School" in client.get(address).content
    until = day("decide_by", localdate() + timedelta(days=9))
    said = {"sort": "group", "group_name": "Year 6", "deposit": "20", **until}
    for _ in range(2):
        assert client.post(address, said).status_code == 302
    one = Reservation.objects.get()
    assert (one.name, one.deposit, one.deposit_by) == ("Year 6", 2000, localdate() + timedelta(days=9))
    assert "basket" not in client.session


PAST = {"decide_by_0": "1", "decide_by_1": "1", "decide_by_2": "2020"}


@pytest.mark.parametrize("said", [{}, {"sort": "group"}, {"sort": "gold", "decide_by_0": "1"},
                                  {"sort": "option", **PAST}])  # fmt: skip
def test_what_does_not_fit_is_said_and_kept(client, basket, said):
    page = client.post(f"/counter/bookings/{basket}/reservation/", {"note": "By the aisle", **said})
    assert (page.status_code, b"By the aisle" in page.content) == (422, True)


def test_the_list_says_which_deposits_are_due(client, reservation):
    words = client.get("/counter/reservations/").content.decode()
    assert "Deposits to come" in words and "Year 6" in words and "72.00" in words
    Payment.objects.take(reservation.booking, "terminal", amount=2000)
    assert "Deposits to come" not in client.get("/counter/reservations/").content.decode()


def test_what_was_paid_for_and_is_over_is_on_the_list_to_decide(client, reservation, sam):
    Payment.objects.take(reservation.booking, "terminal", amount=2000)
    reserving.keep_part_paid()
    Reservation.objects.update(decide_by=now() - timedelta(hours=1))
    assert "To decide" in client.get("/counter/reservations/").content.decode()
    assert "did not lapse by itself" in client.get(of(reservation)).content.decode()
    refused = client.post(of(reservation, "kept-deposits/"))
    assert (refused.status_code, Booking.objects.get().status) == (422, "reserved")
    assert "Somebody who may authorise it enters their PIN" in refused.content.decode()
    max_ = cast.staff("max", "Managers")
    max_.set_pin("4826")
    max_.save()
    assert client.post(of(reservation, "kept-deposits/"), {"pin": "9999"}).status_code == 422
    client.post(of(reservation, "kept-deposits/"), {"authoriser": "max", "pin": "4826"})
    assert Booking.objects.get().status == "cancelled"


def test_it_is_extended_and_reduced(client, reservation):
    client.post(of(reservation, "extensions/"), day("until", localdate() + timedelta(days=20)))
    reservation.refresh_from_db()
    assert localdate(reservation.decide_by) == localdate() + timedelta(days=20)
    late = day("until", localdate() + timedelta(days=60))
    assert client.post(of(reservation, "extensions/"), late).status_code == 422
    lines = list(reservation.booking.lines.live())
    client.post(of(reservation, "reductions/"), {"line": [line.pk for line in lines[:2]]})
    assert reservation.booking.lines.live().count() == 2
    page = client.post(of(reservation, "reductions/"), {"line": [line.pk for line in lines]})
    assert (page.status_code, b"Nothing would be left" in page.content) == (422, True)


def test_it_is_invoiced_to_the_account_or_says_what_is_missing(client, reservation, school):
    page = client.post(of(reservation, "charges/"))
    assert (page.status_code, b"no account" in page.content) == (422, True)
    Account.objects.open_for(school, credit_limit=50_000)
    client.post(of(reservation, "charges/"))
    assert Booking.objects.get().status == "confirmed"


def test_it_is_cancelled_and_the_money_given_back(client, reservation):
    Payment.objects.take(reservation.booking, "terminal", amount=2000)
    for _ in range(2):
        client.post(of(reservation, "cancellations/"))
    assert (Booking.objects.get().status, Payment.objects.total()) == ("cancelled", 0)


def test_more_cash_than_a_drawer_gives_back_goes_on_credit_without_a_pin(client, reservation, school, sam):
    CounterRules.objects.update_or_create(defaults={"cash_refund_most": 1000})
    Payment.objects.take(reservation.booking, "cash", amount=2000, by=sam, till=cast.till(sam))
    assert b"credit instead" in client.get(of(reservation)).content
    refused = client.post(of(reservation, "cancellations/"))
    assert (refused.status_code, b"more than the \xc2\xa310.00" in refused.content) == (422, True)
    assert Booking.objects.get().status == "reserved"
    client.post(of(reservation, "cancellations/"), {"as_credit": "on"})
    assert (Booking.objects.get().status, StoredValue.objects.get(customer=school).balance()) == ("cancelled", 2000)


def test_what_is_not_there_is_not_found(client, sam):
    for address in ("/counter/reservations/NOTHERE/", "/counter/bookings/NOTHERE/reservation/"):
        assert client.get(address).status_code == 404
    assert client.post("/counter/reservations/NOTHERE/reductions/").status_code == 404
