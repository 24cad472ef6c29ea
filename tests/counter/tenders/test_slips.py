"""One slip number in two windows in the same moment: each form finds it unused, the database takes it once."""

import pytest

from boxoffice.counter.changes.forms import Settle
from boxoffice.counter.tenders.forms import SellVoucher, TakePayment
from events.models import Booking
from invoicing.exchanging import hold_instead
from invoicing.models import CounterRules, Exchange, Payment, StoredValue
from tests.after.conftest import another, sell
from tests.counter.clerk import hold, pay

pytestmark = pytest.mark.django_db
SAID = "Slip 7 was recorded already. Look for the booking that has it."


@pytest.fixture
def other(performance):
    """Somebody else's sale with slip 7, not seen by the forms that ask."""
    booking = sell(performance, 9, method="terminal")
    Payment.objects.filter(booking=booking).update(reference="7")
    return booking


def test_a_sale(client, till, performance, other, monkeypatch):
    monkeypatch.setattr(TakePayment, "check_slip", lambda *_: None)
    hold(client, performance, "2")
    basket = Booking.objects.latest("pk")
    page = pay(client, basket, method="terminal", reference="7", key="one")
    assert SAID in page.content.decode()
    basket.refresh_from_db()
    assert (basket.status, basket.payments.count()) == ("reserved", 0)


def test_a_voucher(client, till, other, monkeypatch):
    monkeypatch.setattr(SellVoucher, "clean_reference", lambda form: form.cleaned_data["reference"])
    page = client.post("/counter/vouchers/", {"amount": "50", "method": "terminal", "reference": "7", "key": "one"})
    assert (page.status_code, SAID in page.content.decode()) == (422, True)
    assert not StoredValue.objects.exists()


def test_an_exchange(client, till, performance, other, monkeypatch):
    monkeypatch.setattr(Settle, "clean_reference", lambda form: form.cleaned_data["reference"])
    CounterRules.objects.create(pk=1, exchange_fee=200)
    booking = sell(performance, 3, method="terminal")
    later = another(performance, 1)
    basket = hold_instead(booking, booking.live_lines, later, by=till.opened_by)
    sent = {"way": "terminal", "line": [line.pk for line in booking.live_lines], "reference": "7"}
    page = client.post(f"/counter/bookings/{booking}/exchanges/{basket}/", sent)
    assert (page.status_code, SAID in page.content.decode()) == (422, True)
    assert not Exchange.objects.exists()
