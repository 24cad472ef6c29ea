"""An invoice paid at the counter, in cash or by card terminal."""

import re

import pytest

from invoicing.models import BillingRun, Payment
from tests import cast
from tests.finance import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(db):
    """Amy's invoice of £88.20."""
    fay = cast.staff("fay", "Finance")
    desk.charged(cast.trader(), cast.market(vat=("S", 2000))[:3])
    return BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)[0]


def pay(client, invoice, **data):
    sent = {"method": "terminal", "amount": "88.20", "reference": "slip 7", "tendered": "", **data}
    return client.post(f"/counter/invoices/{invoice.number}/payments/", sent, follow=True)


@pytest.mark.parametrize("words", ["INV-", "amy", "70000"])
def test_an_open_invoice_is_found_by_number_trader_or_reference(client, sam, invoice, words):
    query = {"INV-": invoice.number, "amy": "Amy", "70000": invoice.account.reference}[words]
    page = client.get("/counter/bookings/", {"q": query}, follow=True)
    assert f"/counter/invoices/{invoice.number}/" in desk.words(page)


def test_cash_goes_in_the_till_and_change_comes_back(client, sam, invoice):
    till = cast.till(sam)
    page = desk.words(pay(client, invoice, method="cash", tendered="90"))
    assert "Change £1.80" in page and "Nothing is owed on it" in page
    payment = Payment.objects.get()
    assert (payment.amount, payment.till, invoice.owing_total()) == (8820, till, 0)


def test_without_a_till_there_is_no_cash(client, sam, invoice):
    answer = pay(client, invoice, method="cash")
    assert answer.status_code == 422 and "Open your till first" in desk.words(answer)
    assert not Payment.objects.exists()


def test_part_of_it_by_card_leaves_the_rest(client, till, invoice):
    pay(client, invoice, amount="40")
    assert invoice.owing_total() == 4820


@pytest.mark.parametrize(("data", "words"), [
    ({"amount": "88.21"}, "£88.20 is owed"), ({"amount": "0"}, "£88.20 is owed"), ({"amount": "x"}, "Write an amount"),
    ({"method": "cash", "tendered": "5"}, "does not cover"), ({"method": "cheque"}, "Select a valid choice"),
])  # fmt: skip
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(client, sam, invoice, data, words):
    cast.till(sam)
    answer = pay(client, invoice, **data)
    assert answer.status_code == 422 and words in desk.words(answer)
    assert not Payment.objects.exists()


def test_a_slip_is_used_once(client, till, invoice):
    pay(client, invoice, amount="40")
    assert "was used already" in desk.words(pay(client, invoice, amount="40"))
    assert Payment.objects.count() == 1


def test_a_paid_invoice_is_not_found_and_a_wrong_number_is_no_page(client, till, invoice):
    pay(client, invoice)
    assert "/counter/invoices/" not in desk.words(client.get("/counter/bookings/", {"q": invoice.number}))
    assert client.get("/counter/invoices/INV-1999-00001/").status_code == 404


def test_pressed_twice_a_part_is_taken_once(client, till, invoice):
    page = client.get(f"/counter/invoices/{invoice.number}/").content.decode()
    key, = re.findall(r'name="key" value="(\w{32})"', page)
    pages = [desk.words(pay(client, invoice, amount="40", key=key)) for _ in "12"]
    assert all("Taken: Card terminal £40.00" in page for page in pages)
    assert (Payment.objects.get().amount, invoice.owing_total()) == (4000, 4820)


def test_paid_in_full_and_pressed_twice_says_so_twice(client, till, invoice):
    pages = [desk.words(pay(client, invoice, method="cash", tendered="90", key="one")) for _ in "12"]
    assert all("Change £1.80" in page and "Nothing is owed on it" in page for page in pages)
    assert Payment.objects.get().amount == 8820


def test_two_pages_are_two_payments(client, till, invoice):
    for key in ("one", "two"):
        pay(client, invoice, amount="40", key=key, reference=f"slip {key}")
    assert (Payment.objects.count(), invoice.owing_total()) == (2, 820)
