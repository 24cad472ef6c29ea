"""Stripe's messages: believed only where signed, counted once however often and in whatever order they come."""

import json
import time

import pytest
from django.db import IntegrityError, transaction

from invoicing import card_payments
from invoicing.card_payments import UnknownReference, settle
from invoicing.models import Payment, Posting
from tests.stripe.buyer import go_to_stripe, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(client, stripe, invoice):
    """Amy's invoice, paid at Stripe; nobody has told us yet."""
    pay(client, invoice)
    return invoice


def test_a_payment_settles_the_invoice_and_is_posted(paid, deliver):
    assert [answer.status_code for answer in deliver()] == [200, 200]
    payment = Payment.objects.get()
    assert (payment.amount, payment.method, payment.invoice) == (8820, "stripe", paid)
    assert paid.owing_total() == 0 and paid.account.owed() == 0
    posting = Posting.objects.get(payment=payment)
    assert (posting.debit, posting.credit, posting.amount) == ("CARD-STRIPE", "DEBTORS", 8820)


def test_the_day_is_the_day_it_was_paid_at_stripe(paid, stripe, deliver):
    stripe.courier.held[-1]["created"] = 1_767_225_600  # midnight, 1 January 2026
    deliver()
    assert f"{Payment.objects.get().taken_at:%Y-%m-%d %H:%M}" == "2026-01-01 00:00"


def test_duplicates_and_disorder_count_once(paid, stripe, deliver):
    backwards = stripe.courier.held[::-1]
    assert {answer.status_code for answer in deliver(backwards * 3)} == {200}
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("signature", ["", "nonsense", "t=1,v1=00", "t={now},v1=00", "t={now}", "t=x,v1=é"])
def test_a_wrong_signature_is_refused(paid, deliver, signature):
    signature = signature.replace("{now}", str(int(time.time())))
    assert {answer.status_code for answer in deliver(signature=signature)} == {400}
    assert not Payment.objects.exists()


def test_a_changed_body_is_refused(paid, stripe, deliver):
    event = stripe.courier.held[-1]
    changed = json.dumps(event).replace("8820", "1").encode()
    assert {answer.status_code for answer in deliver([event], body=changed)} == {400}


def test_an_old_message_is_refused(paid, deliver):
    assert {answer.status_code for answer in deliver(at=time.time() - 400)} == {400}


def test_without_a_secret_everything_is_refused(paid, stripe, deliver, settings):
    settings.STRIPE_WEBHOOK_SECRET = stripe.courier.secret = ""
    try:
        assert {answer.status_code for answer in deliver()} == {400}
    finally:
        stripe.courier.secret = stripe.secret


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe", b"null"])
def test_nonsense_is_refused(stripe, client, body):
    answer = client.post("/api/stripe/webhook", body, "application/json", headers={"Stripe-Signature": "t=1,v1=a"})
    assert answer.status_code == 400


def test_it_cannot_be_read(client):
    assert client.get("/api/stripe/webhook").status_code == 405


@pytest.mark.parametrize("change", [{"payment_status": "unpaid"}, {"metadata": {}}, {"currency": "eur"}])
def test_what_does_not_concern_us_is_taken_and_left(paid, stripe, deliver, change):
    event = stripe.courier.held[-1]
    event["data"]["object"].update(change)
    assert [answer.status_code for answer in deliver([event])] == [200]
    assert not Payment.objects.exists()


def test_money_for_an_unknown_invoice_is_not_swallowed(paid, stripe, deliver):
    event = stripe.courier.held[-1]
    event["data"]["object"]["metadata"]["reference"] = "gone"
    assert [answer.status_code for answer in deliver([event])] == [404]


def test_money_for_a_paid_invoice_becomes_credit(client, paid, stripe, deliver):
    Payment.objects.receive(paid.account, "bacs", 8820, invoice=paid, reference="line 1")
    deliver()
    assert Payment.objects.count() == 2
    assert paid.owing_total() == 0 and paid.account.owed() == -8820
    assert Payment.objects.get(method="stripe").unallocated() == 8820


def test_more_than_is_owed_leaves_the_rest_as_credit(paid, deliver):
    Payment.objects.receive(paid.account, "bacs", 3000, invoice=paid, reference="line 1")
    deliver()
    assert paid.owing_total() == 0 and Payment.objects.get(method="stripe").unallocated() == 3000


def test_two_deliveries_at_once_are_one_payment(invoice, monkeypatch):
    """The second looked before the first was written; the database stops it, and it finds the first one's payment."""
    first = settle(invoice.pay_token, 8820, "pi_1")
    seen = iter([None, first])
    monkeypatch.setattr(card_payments, "recorded", lambda intent: next(seen))
    assert settle(invoice.pay_token, 8820, "pi_1") == first
    assert Payment.objects.count() == 1


def test_another_breach_of_the_rules_is_not_hidden(invoice, monkeypatch):
    def breach(*_, **__):
        raise IntegrityError("some other constraint")

    monkeypatch.setattr(Payment.objects, "receive", breach)
    with pytest.raises(IntegrityError), transaction.atomic():
        settle(invoice.pay_token, 8820, "pi_1")


@pytest.mark.parametrize("reference", ["", None, "nothing"])
def test_a_reference_that_is_nobodys_is_refused(invoice, reference):
    with pytest.raises(UnknownReference):
        settle(reference, 8820, "pi_1")


def test_two_windows_cannot_pay_twice(client, stripe, invoice, deliver):
    """The second window is led to the same session, which is done."""
    pay(client, invoice)
    again = go_to_stripe(client, invoice)["Location"]
    assert again.rpartition("/")[2] in stripe.books.sessions
    assert stripe.books.session(again.rpartition("/")[2])["status"] == "complete"
