"""I10: what is given back is at most what was paid and is free, by the tender it came with, decided by two people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.models import AskedTooMuch
from invoicing.models import Approval, ApprovalRefused, Payment
from tests.invariants.stage import broken, examples, undone


@examples(12)
@given(price=st.integers(1, 5_000), paid=st.integers(1, 10_000), refunds=st.lists(st.integers(1, 6_000), max_size=5))
def test_refunds_never_exceed_what_is_free_of_the_payment(books, price, paid, refunds):
    with undone():
        invoice = books.invoice((price, "net", "E"))
        payment = books.receive(paid, invoice=invoice)
        free = paid - min(paid, price)
        for amount in refunds:
            if amount > free:
                with pytest.raises(AskedTooMuch, match="free to refund"):
                    Approval.objects.ask_refund(payment, amount, reason="Paid twice", by=books.fay)
                with pytest.raises(AskedTooMuch, match="settles nothing"):
                    Payment.objects.refund_credit(payment, amount, by=books.fay)
            else:
                Approval.objects.ask_refund(payment, amount, reason="Paid twice", by=books.fay).decide(
                    True, by=books.max)  # fmt: skip
                free -= amount
            assert payment.unallocated() == free
        assert set(Payment.objects.values_list("method", flat=True)) == {"bacs"}
        assert -payment.refunds.total() <= payment.amount
        assert broken() == {}


def test_what_somebody_asked_to_give_back_cannot_be_asked_for_again(books):
    payment = books.receive(1000)
    Approval.objects.ask_refund(payment, 600, reason="Twice", by=books.fay).decide(False, by=books.max)
    asked = Approval.objects.ask_refund(payment, 600, reason="Twice", by=books.fay)
    with pytest.raises(AskedTooMuch, match="£4.00 of this payment is free"):
        Approval.objects.ask_refund(payment, 401, reason="Twice", by=books.fay)
    asked.decide(True, by=books.max)
    assert payment.unallocated() == 400 and broken() == {}


def test_money_that_settles_an_invoice_by_the_time_of_the_decision_is_not_given_back(books):
    payment, invoice = books.receive(1000), books.invoice((1000, "net", "E"))
    asked = Approval.objects.ask_refund(payment, 1000, reason="Twice", by=books.fay)
    books.account.allocate(payment, [(invoice, 1000)], by=books.fay)
    with pytest.raises(AskedTooMuch, match="settles nothing"):
        asked.decide(True, by=books.max)
    asked.refresh_from_db()
    assert asked.decided_at is None and not payment.refunds.exists()
    assert broken() == {}


def test_money_that_settles_an_invoice_is_released_before_it_is_given_back(books):
    invoice = books.invoice((1000, "net", "E"))
    payment = books.receive(1000, invoice=invoice)
    with pytest.raises(AskedTooMuch):
        Approval.objects.ask_refund(payment, 1000, reason="Wrong payer", by=books.fay)
    books.account.release(payment.allocations.get(), by=books.fay)
    Approval.objects.ask_refund(payment, 1000, reason="Wrong payer", by=books.fay).decide(True, by=books.max)
    assert (invoice.owing_total(), books.account.owed()) == (1000, 1000)
    assert broken() == {}


def test_nobody_decides_on_what_they_asked_for_and_nothing_is_decided_twice(books):
    invoice = books.invoice((1000, "net", "E"))
    asked = Approval.objects.ask_write_off(invoice, 400, reason="Gone away", by=books.fay)
    with pytest.raises(ApprovalRefused, match="Somebody else"):
        asked.decide(True, by=books.fay)
    asked.decide(True, by=books.max)
    with pytest.raises(ApprovalRefused, match="decided already"):
        asked.decide(False, by=books.max)
    assert (invoice.owing_total(), invoice.settled_total(), books.account.owed()) == (600, 400, 600)
    assert broken() == {}
