"""A gift voucher on the reader or by pay link: issued when the money is there, and once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.timezone import now

from events.models import AskedTooMuch
from invoicing import card_readers, pay_links
from invoicing.card_purposes import ask_for_voucher
from invoicing.card_tasks import email_bought, look_at_attempts
from invoicing.models import CardAttempt, Code, Payment, Posting, StoredValue
from invoicing.proofs.stored_values import attempts_agree, card_vouchers_once
from invoicing.stored_values import sell
from invoicing.stripe_checkout import CardsUnavailable
from tests.waiting import locks_taken

pytestmark = pytest.mark.django_db


def ask(**fields):
    return ask_for_voucher(5000, **{"key": uuid4().hex, "wording": "For Jo", **fields})


def test_nothing_is_issued_before_the_card_pays_and_then_once(stripe, reader, till):
    attempt = ask(reader=reader, by=till.opened_by, till=till)
    assert (attempt.what, StoredValue.objects.count()) == ("a gift voucher", 0)
    stripe.readers.present("tmr_one")
    for _ in range(2):
        attempt = card_readers.look(attempt)
        look_at_attempts()
    voucher = StoredValue.objects.get()
    assert (voucher.balance(), voucher.wording, attempt.payment.buys, attempt.payment.till) == (
        5000, "For Jo", voucher, till)  # fmt: skip
    assert list(Posting.objects.values_list("debit", "credit", "amount")) == [("CARD-STRIPE", Code.VOUCHERS, 5000)]


@pytest.mark.parametrize("end", ["declined", "cancelled", "expired"])
def test_a_card_that_does_not_pay_buys_no_voucher(stripe, reader, till, end):
    attempt = ask(reader=reader)
    if end == "declined":
        stripe.readers.present("tmr_one", "insufficient_funds")
    attempt = card_readers.cancel(attempt) if end == "cancelled" else card_readers.look(
        attempt, at=now() + timedelta(minutes=6 if end == "expired" else 0))  # fmt: skip
    assert (attempt.payment, StoredValue.objects.count()) == (None, 0)


def test_the_same_key_is_one_voucher_and_not_sold_for_cash_meanwhile(stripe, reader, till):
    assert ask(reader=reader, key="one") == ask(reader=reader, key="one")
    with pytest.raises(AskedTooMuch, match="being charged for this voucher"):
        sell(5000, "cash", key="one", till=till)


def test_a_key_that_bought_a_voucher_one_way_buys_none_another_way(stripe, reader, till):
    attempt = ask(reader=reader, key="card")
    stripe.readers.present("tmr_one")
    bought = card_readers.look(attempt).payment.buys
    assert sell(5000, "cash", key="card", till=till) == bought
    sell(5000, "cash", key="cash", till=till)
    with pytest.raises(AskedTooMuch, match="was sold already: Cash £50.00"):
        ask(key="cash")
    assert StoredValue.objects.count() == 2


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite locks no rows, but the whole file")
def test_two_tills_that_ask_one_reader_take_turns(stripe, reader, till):
    with locks_taken() as taken:
        ask(reader=reader, till=till)
    assert "invoicing_cardreader" in taken


def test_a_link_that_is_paid_sends_the_voucher(stripe, mailoutbox, monkeypatch, django_capture_on_commit_callbacks):
    queued = []
    monkeypatch.setattr("invoicing.card_attempts.async_task", lambda *what: queued.append(what))
    attempt = ask(sent_to="jo@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        first, again = (pay_links.settle(f"link-{attempt.link}", 5000, "pi_voucher") for _ in range(2))
    assert first == again and queued == [("invoicing.card_tasks.email_bought", attempt.pk)]
    email_bought(attempt.pk)
    sent, voucher = mail.outbox[0], StoredValue.objects.get()
    assert sent.to == ["jo@example.org"] and voucher.code in sent.body
    assert sent.attachments[0][1].startswith(b"%PDF")


def test_a_voucher_for_too_little_is_not_asked_for(stripe, reader):
    with pytest.raises(AskedTooMuch, match="A voucher is for"):
        ask_for_voucher(99, key="one", reader=reader)


def test_the_proofs_see_a_payment_of_something_else_and_a_voucher_that_was_not_issued(stripe, basket, till):
    attempt = ask()
    pay_links.settle(f"link-{attempt.link}", 5000, "pi_voucher")
    with transaction.atomic():
        attempt.refresh_from_db()
        CardAttempt.objects.filter(pk=attempt.pk).update(booking=basket, wording="")
        assert attempts_agree() == [f"card payment {attempt.pk}"]
        CardAttempt.objects.filter(pk=attempt.pk).update(booking=None)
        assert attempts_agree() == card_vouchers_once() == []
        again = Payment.objects.create(buys=attempt.payment.buys, method="stripe", amount=5000)
        CardAttempt.objects.filter(pk=ask().pk).update(state="paid", payment=again)
        assert f"voucher {again.buys_id}" in card_vouchers_once()
        transaction.set_rollback(True)


def test_an_open_voucher_payment_keeps_the_till_open(client, stripe, reader, till):
    ask(reader=reader, till=till)
    page = client.get(reverse("counter:counts", args=[till.pk])).content.decode()
    assert "A gift voucher waits for card reader for £50.00." in page


def test_the_database_keeps_words_for_vouchers(basket):
    with pytest.raises(IntegrityError, match="card_attempt_words"), transaction.atomic():
        CardAttempt.objects.create(booking=basket, wording="For Jo", key="one", way="link", amount=1, made_at=now(),
                                   expires_at=now())  # fmt: skip


# ---- At the counter ------------------------------------------------------------------------------------------


def test_the_page_asks_the_reader_and_leads_to_the_voucher(client, stripe, reader, till):
    assert 'value="reader"' in client.get("/counter/vouchers/").content.decode()
    sent = {"amount": "50", "wording": "For Jo", "method": "reader", "key": uuid4().hex}
    answers = [client.post("/counter/vouchers/", sent) for _ in range(2)]
    attempt = CardAttempt.objects.get()
    assert {answer.url for answer in answers} == {reverse("counter:attempt", args=[attempt.pk])}
    assert "Card payment for a gift voucher" in client.get(answers[0].url).content.decode()
    assert "A gift voucher" in client.get("/counter/unfinished-payments/").content.decode()
    assert client.post(reverse("counter:asides", args=[attempt.pk])).status_code == 302
    stripe.readers.present("tmr_one")
    over = client.post(reverse("counter:looks", args=[attempt.pk]), follow=True)
    assert over.redirect_chain[-1][0] == reverse("counter:voucher", args=[StoredValue.objects.get().code])
    assert "is sold: Card reader £50.00" in over.content.decode()


def test_a_reader_that_is_off_says_so_and_another_try_is_another_key(client, stripe, reader, till):
    stripe.readers.reader("tmr_one")["status"] = "offline"
    answer = client.post("/counter/vouchers/", {"amount": "50", "method": "reader", "key": "one"})
    assert answer.status_code == 422 and "offline" in answer.content.decode()
    assert answer.context["form"]["key"].value() != "one" and answer.context["form"]["amount"].value() == "50"


def test_where_nobody_knows_whether_the_reader_asks_the_page_waits_for_it(client, stripe, reader, till, monkeypatch):
    def silent(*_):
        raise CardsUnavailable("Stripe does not answer.")

    monkeypatch.setattr("invoicing.card_readers.stripe_checkout.process_on", silent)
    answer = client.post("/counter/vouchers/", {"amount": "50", "method": "reader", "key": "one"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("counter:attempt", args=[CardAttempt.objects.get().pk])
    assert "Stripe does not answer." in answer.content.decode()


def test_the_customer_sees_what_the_link_buys(client, stripe, till):
    client.post("/counter/vouchers/", {"amount": "50", "wording": "For Jo", "method": "link"})
    attempt = CardAttempt.objects.get()
    assert "For Jo" in client.get(f"/pay/b/{attempt.link}/").content.decode()
    pay_links.settle(f"link-{attempt.link}", 5000, "pi_voucher")
    assert "The box office has the voucher for you" in client.get(f"/pay/b/{attempt.link}/").content.decode()


def test_without_stripe_neither_is_offered(client, till):
    page = client.get("/counter/vouchers/").content.decode()
    assert 'value="reader"' not in page and 'name="sent_to"' not in page
    answer = client.post("/counter/vouchers/", {"amount": "50", "method": "link"})
    assert answer.status_code == 422 and not CardAttempt.objects.exists()
