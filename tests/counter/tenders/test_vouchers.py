"""Gift vouchers and credit: sold without VAT, spent in parts, put back, never below nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from events.models import AskedTooMuch, Customer
from invoicing.cancellation import cancel
from invoicing.models import Code, NotSpendable, Payment, Posting, StoredValue
from invoicing.stored_values import credit_customer, put_back, sell
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def voucher(till):
    return sell(5000, "cash", key="one", wording="For Jo", by=till.opened_by, till=till)


def spend(basket, stored, amount=None, **fields):
    return Payment.objects.take(basket, stored.method, stored=stored, amount=amount, **fields)


def test_a_voucher_is_sold_once_for_each_key_without_vat_or_income(till, voucher):
    assert sell(5000, "cash", key="one", wording="For Jo", by=till.opened_by, till=till) == voucher
    assert (voucher.balance(), StoredValue.objects.count(), till.expected()) == (5000, 1, 10000)
    assert list(Posting.objects.values_list("debit", "credit", "amount")) == [("CASH", "VOUCHERS", 5000)]
    assert voucher.expires_on == localdate() + timedelta(days=730)


def test_a_voucher_does_not_pay_for_nothing(basket, voucher, till):
    with pytest.raises(NotSpendable, match="Nothing is to pay"):
        spend(free(basket, till), voucher)


def free(basket, till):
    """Another basket, of one seat that costs nothing."""
    basket.lines.first().occurrence.price_list.prices.update(amount=0)
    return cast.basket(basket.lines.first().occurrence, till.opened_by, adults=1)


@pytest.mark.parametrize("pence", [0, 99, 50_001])
def test_a_voucher_for_too_little_or_too_much_is_not_sold(till, pence):
    with pytest.raises(AskedTooMuch, match="A voucher is for"):
        sell(pence, "cash", till=till)


def test_a_voucher_pays_a_booking_and_the_vat_falls_due_then(basket, voucher):
    payment = spend(basket, voucher)
    assert (voucher.balance(), payment.movement.amount, basket.status) == (1400, -3600, "confirmed")
    assert Posting.objects.balance(Code.VAT) == -600


def test_what_a_voucher_does_not_cover_is_taken_by_another_tender(basket, voucher, till, performance):
    spend(basket, voucher)
    second = cast.basket(performance, till.opened_by)
    with pytest.raises(NotSpendable, match="£14.00 left, not £36.00"):
        spend(second, voucher)
    assert not second.payments.exists()
    spend(second, voucher, 1400)
    Payment.objects.take(second, "cash", by=till.opened_by, till=till)
    second.refresh_from_db()
    assert (second.status, voucher.balance()) == ("confirmed", 0)


def test_a_cancelled_booking_goes_back_on_its_voucher(basket, voucher, till):
    spend(basket, voucher)
    cancel(basket, reason="ill", by=till.opened_by, till=till)
    assert (voucher.balance(), Posting.objects.balance(Code.VOUCHERS)) == (5000, -5000)


def test_a_stopped_voucher_pays_nothing_and_its_money_is_on_the_new_one(basket, voucher):
    spend(basket, voucher)
    newer = voucher.reissue(reason="lost", at=now())
    assert voucher.reissue(reason="lost", at=now()) == newer
    assert (voucher.balance(), newer.balance(), newer.expires_on) == (0, 1400, voucher.expires_on)
    cancel(basket, reason="ill")
    assert (voucher.balance(), newer.balance()) == (0, 5000)


def test_a_stopped_voucher_is_refused(basket, voucher):
    voucher.reissue(reason="lost", at=now())
    with pytest.raises(NotSpendable, match="was stopped: lost"):
        spend(basket, voucher)


def test_a_voucher_that_ran_out_is_refused_and_its_rest_is_posted_once(basket, voucher):
    later = now() + timedelta(days=740)
    assert [StoredValue.objects.expire(at=when) for when in (now(), later, later)] == [0, 1, 0]
    assert (voucher.balance(), Posting.objects.balance(Code.EXPIRED)) == (0, -5000)
    StoredValue.objects.filter(pk=voucher.pk).update(expires_on=localdate() - timedelta(days=1))
    with pytest.raises(NotSpendable, match="ran out on"):
        spend(basket, voucher, 100)


def test_money_back_on_a_voucher_that_ran_out_can_be_spent_for_ninety_days_more(basket, voucher):
    spend(basket, voucher)
    StoredValue.objects.filter(pk=voucher.pk).update(expires_on=localdate() - timedelta(days=1))
    cancel(basket, reason="ill")
    voucher.refresh_from_db()
    assert voucher.expires_on == localdate() + timedelta(days=90)


def test_a_code_is_read_however_it_is_typed(voucher):
    assert StoredValue.objects.with_code(f" {voucher.code.lower().replace('-', ' ')} ") == voucher
    for wrong in ("", "ABCD", "ABCD-EFGH-JKLM-2"):
        with pytest.raises(NotSpendable, match="no voucher of that code"):
            StoredValue.objects.with_code(wrong)


def test_credit_pays_for_its_own_customer_only(performance, till):
    jo, al = (Customer.objects.create(name=name) for name in ("Jo", "Al"))
    sold = cast.basket(performance, till.opened_by, customer=jo)
    cash = Payment.objects.take(sold, "cash", by=till.opened_by, till=till)
    cancelled = cancel_to_credit(sold, cash, jo)
    assert (cancelled.balance(), Posting.objects.balance(Code.CREDITS)) == (3600, -3600)
    with pytest.raises(NotSpendable, match="Jo's and pays for their own"):
        spend(cast.basket(performance, till.opened_by, customer=al), cancelled)
    assert spend(cast.basket(performance, till.opened_by, customer=jo), cancelled).method == "credit"
    assert cancelled.balance() == 0


def cancel_to_credit(booking, payment, customer):
    """As the refund page does it: the income is turned back, and the money goes on the customer's credit."""
    from invoicing.supplies import earned, supply

    before = supply(booking)
    booking.cancel(reason="ill")
    Posting.objects.post("refund", earned(before, []), at=now(), booking=booking)
    credit = StoredValue.objects.credit_of(customer, at=now())
    put_back(credit, payment.amount, payment)
    with pytest.raises(AskedTooMuch, match="£0.00 of this payment is left"):
        put_back(credit, 1, payment)
    return credit


def test_credit_out_of_a_code_is_posted(db):
    jo = Customer.objects.create(name="Jo")
    for _ in range(2):
        credit_customer(jo, 500, "late start", out_of=Code.DONATIONS)
    assert StoredValue.objects.get().balance() == 1000
    with pytest.raises(AskedTooMuch):
        credit_customer(jo, 0, "nothing")


@pytest.mark.parametrize("method", ["voucher", "credit"])
def test_the_database_lets_no_voucher_buy_a_voucher(voucher, method):
    with pytest.raises(IntegrityError, match="stored_value_pays_bookings"), transaction.atomic():
        Payment.objects.create(buys=voucher, method=method, amount=2000)
