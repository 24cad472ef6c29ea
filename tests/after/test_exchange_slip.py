"""A card slip pays once: for an exchange too."""

import pytest

from invoicing.exchanging import hold_instead
from invoicing.models import CounterRules, Exchange, Payment
from tests.after.conftest import seats, sell

pytestmark = pytest.mark.django_db


@pytest.fixture
def basket(booking, later, sam):
    """£2.00 for each of three tickets is to pay."""
    CounterRules.objects.create(pk=1, exchange_fee=200)
    return hold_instead(booking, booking.live_lines, later, by=sam)


def settle(client, booking, basket, slip, way="terminal"):
    sent = {"way": way, "line": [line.pk for line in booking.live_lines], "reference": slip}
    return client.post(f"/counter/bookings/{booking}/exchanges/{basket}/", sent)


def test_a_slip_used_before_is_refused_and_another_settles_it(client, booking, basket, performance):
    other = sell(performance, 9, method="terminal")
    Payment.objects.filter(booking=other).update(reference="slip 7")
    page = settle(client, booking, basket, "slip 7")
    assert (page.status_code, "Slip slip 7 was used already" in page.content.decode()) == (422, True)
    assert (seats(booking), Exchange.objects.exists()) == ([1, 2, 3], False)
    assert settle(client, booking, basket, "slip 8").status_code == 302
    assert Exchange.objects.get().taken == 600


def test_sent_twice_it_is_taken_once_and_says_so(client, booking, basket):
    for _ in "12":
        assert settle(client, booking, basket, "slip 8").status_code == 302
    assert Payment.objects.filter(method="terminal").count() == 1


def test_a_slip_typed_for_another_tender_is_let_be(client, booking, basket, performance):
    other = sell(performance, 9, method="terminal")
    Payment.objects.filter(booking=other).update(reference="slip 7")
    assert settle(client, booking, basket, "slip 7", way="cash").status_code == 302
