"""A page that was open when its till was closed takes no money any more, by any tender."""

import pytest

from events.models import Booking
from invoicing.exchanging import hold_instead
from invoicing.models import BillingRun, CardAttempt, Exchange, Payment, StoredValue
from tests import cast
from tests.after.conftest import another, sell
from tests.counter.clerk import hold
from tests.finance import desk

pytestmark = pytest.mark.django_db
SENTENCE = b"Open your till first"


@pytest.fixture
def sam(client):
    sam = cast.staff("sam", "Box office")
    client.force_login(sam)
    return sam


@pytest.fixture
def performance(sam):
    return cast.show()


@pytest.mark.parametrize("method", ["cash", "terminal"])
def test_a_basket_is_not_sold(client, performance, method):
    hold(client, performance, "2")
    booking = Booking.objects.get()
    sent = {"method": method, "performance": performance.pk}
    page = client.post(f"/counter/bookings/{booking}/payments/", sent, headers={"HX-Request": "true"})
    assert (page.status_code, SENTENCE in page.content) == (422, True)
    assert not Payment.objects.exists() and Booking.objects.get().status == "reserved"


@pytest.mark.parametrize("way", ["reader", "link"])
def test_no_card_is_asked_for(client, performance, monkeypatch, way):
    monkeypatch.setattr("boxoffice.counter.tenders.attempts.takes_cards", lambda: True)
    hold(client, performance, "2")
    page = client.post(f"/counter/bookings/{Booking.objects.get()}/attempts/", {"way": way, "key": "one"})
    assert (page.status_code, SENTENCE in page.content) == (422, True)
    assert not CardAttempt.objects.exists()


def test_no_voucher_is_sold(client, sam):
    page = client.post("/counter/vouchers/", {"amount": "20", "method": "terminal", "key": "one"})
    assert (page.status_code, SENTENCE in page.content) == (422, True)
    assert not StoredValue.objects.exists()


def test_no_difference_of_an_exchange_is_taken_but_an_even_one_is_made(client, performance, sam):
    till = cast.till(sam)
    booking = sell(performance, 1, till=till, by=sam)
    dearer = another(performance, 1)
    till.close(counted=till.expected(), by=sam)
    basket = hold_instead(booking, booking.live_lines, dearer, by=sam)
    address = f"/counter/bookings/{booking}/exchanges/{basket}/"
    line = booking.live_lines.get().pk
    page = client.post(address, {"line": line, "way": "terminal"})
    assert (page.status_code, SENTENCE in page.content) == (422, True)
    assert client.post(address, {"line": line, "way": ""}).status_code == 302
    assert Exchange.objects.get().taken == 0


def test_no_invoice_is_paid(client, sam):
    fay = cast.staff("fay", "Finance")
    desk.charged(cast.trader(), cast.market(vat=("S", 2000))[:3])
    invoice, = BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    page = client.post(f"/counter/invoices/{invoice.number}/payments/", {"method": "terminal", "amount": "40"})
    assert (page.status_code, SENTENCE in page.content) == (422, True)
    assert not Payment.objects.exists()
