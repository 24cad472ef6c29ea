"""Exchanges of what an account bears: every new seat is charged to it, and no money crosses the desk."""

import pytest

from events.models import AskedTooMuch, Booking
from invoicing.exchanging import exchange, hold_instead
from invoicing.models import Account, CreditRefused, Exchange
from tests import cast
from tests.after.conftest import broken, seats
from tests.after.test_exchanges import places, priced

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(ann):
    return Account.objects.open_for(ann, credit_limit=100_000)


@pytest.fixture
def charged(performance, account, ann, sam):
    """Ann's A1 and A2, £36.00 on her account."""
    wanted = [(performance, place, cast.price_type("adult")) for place in places(performance, 1, 2)]
    booking = Booking.objects.reserve(wanted, channel="counter", customer=ann, by=sam)
    account.charge(booking)
    return Booking.objects.get(pk=booking.pk)


@pytest.fixture
def dearer(later):
    return priced(later, 2500)


def owed(account):
    return sum(one.standing_gross for one in account.charges.all())



def page_of(client, booking, basket, **sent):
    address = f"/counter/bookings/{booking}/exchanges/{basket}/"
    lines = [line.pk for line in booking.live_lines]
    return client.post(address, {"line": lines, **sent}) if sent else client.get(address)


def test_the_page_charges_the_account_and_takes_no_cash(client, charged, account, dearer, sam, till):
    basket = hold_instead(charged, charged.live_lines, dearer, by=sam)
    words = page_of(client, charged, basket).content.decode()
    assert "Charge £14.00 to the account" in words
    assert 'value="cash"' not in words and "to pay" not in words
    refused = page_of(client, charged, basket, way="cash", tendered="20")
    assert refused.status_code == 422 and "is on account: take no money" in refused.content.decode()
    assert (Exchange.objects.count(), owed(account), till.expected()) == (0, 3600, 5000)
    assert client.post(f"/counter/bookings/{charged}/exchanges/{basket}/",
                       {"line": [line.pk for line in charged.live_lines], "way": ""}).status_code == 302  # fmt: skip
    assert (owed(account), till.expected(), broken()) == (5000, 5000, {})


def test_what_is_cheaper_is_credited_to_the_account(client, charged, account, later, sam):
    basket = hold_instead(charged, charged.live_lines, priced(later, 1000), by=sam)
    assert "Credit £16.00 to the account" in page_of(client, charged, basket).content.decode()
    for way in ("refund", "as-credit"):
        with pytest.raises(AskedTooMuch, match="is on account"):
            exchange(charged, charged.live_lines, basket, way=way, by=sam)
    exchange(charged, charged.live_lines, basket, by=sam)
    assert (owed(account), charged.payments.count(), broken()) == (2000, 0, {})


@pytest.mark.parametrize(("numbers", "comes_to"), [((5, 6, 7, 8), 10000), ((5, 6, 7), 7500), ((5,), 2500)])
def test_more_or_fewer_seats_are_charged_each(charged, account, dearer, sam, numbers, comes_to):
    basket = hold_instead(charged, charged.live_lines, dearer, places=places(dearer, *numbers), by=sam)
    done = exchange(charged, charged.live_lines, basket, by=sam)
    assert (seats(charged), done.taken, owed(account)) == ([*numbers], comes_to - 3600, comes_to)
    assert (account.balance(), broken()) == (comes_to, {})


def test_a_seat_more_has_to_be_within_the_limit(charged, account, later, sam):
    Account.objects.update(credit_limit=4000)
    basket = hold_instead(charged, charged.live_lines, later, places=places(later, 5, 6, 7), by=sam)
    with pytest.raises(CreditRefused):
        exchange(charged, charged.live_lines, basket, by=sam)
    assert (seats(charged), owed(account), broken()) == ([1, 2], 3600, {})
