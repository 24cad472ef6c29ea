"""Back from Stripe's page: the payment is recorded at once where Stripe can be asked, and waited for where not."""

import pytest
from django.test import Client

from invoicing.models import Payment
from tests.stripe.buyer import go_to_stripe, link, pay, words

pytestmark = pytest.mark.django_db


def test_the_payment_is_recorded_before_the_webhook_comes(client, stripe, invoice):
    shown = words(client.get(pay(client, invoice)))
    assert "We have your payment" in shown and "£88.20 by card" in shown
    payment = Payment.objects.get()
    assert (payment.amount, payment.method, payment.invoice) == (8820, "stripe", invoice)
    assert payment.reference.startswith("pi_") and invoice.owing_total() == 0


def test_the_webhook_and_reloading_add_nothing(client, stripe, invoice, deliver):
    back = pay(client, invoice)
    for _ in range(2):
        assert "We have your payment" in words(client.get(back))
        assert {answer.status_code for answer in deliver()} == {200}
    assert Payment.objects.count() == 1


def test_the_webhook_may_come_first(client, stripe, invoice, deliver):
    back = pay(client, invoice)
    deliver()
    assert "We have your payment" in words(client.get(back))
    assert Payment.objects.count() == 1


def test_while_stripe_does_not_answer_the_page_waits_and_asks_the_database_only(client, stripe, invoice, deliver):
    back = pay(client, invoice)
    stripe.faults.add(path="/v1/checkout/sessions/", status=500)
    shown = words(client.get(back))
    assert "Your payment is being confirmed" in shown and 'http-equiv="refresh" content="3;' in shown
    asked = len(stripe.asked)
    assert "being confirmed" in words(client.get(f"{back}&look=1"))
    deliver()
    assert "We have your payment" in words(client.get(f"{back}&look=2"))
    assert len(stripe.asked) == asked


def test_after_a_minute_it_stops_looking_by_itself(client, stripe, invoice):
    back = pay(client, invoice)
    shown = words(client.get(f"{back}&look=20"))
    assert "still being confirmed" in shown and "please do not pay again" in shown
    assert "http-equiv" not in shown and "hx-trigger" not in shown


def test_coming_back_without_having_paid_is_back_to_the_invoice(client, stripe, invoice):
    identity = go_to_stripe(client, invoice)["Location"].rpartition("/")[2]
    for asked in ("", f"?session={identity}", "?session=cs_test_nothing", "?session=%2e%2e%2fcharges", "?look=x"):
        answer = client.get(f"{link(invoice)}done/{asked}")
        assert answer.status_code == 302 and answer["Location"] == link(invoice)
    assert not Payment.objects.exists()


def test_a_session_of_another_invoice_pays_nothing_here(client, stripe, invoice):
    identity = pay(client, invoice).rpartition("=")[2]
    token, invoice.pay_token = invoice.pay_token, "another"
    stripe.books.sessions[identity]["metadata"] = {"reference": "another"}
    assert Client().get(f"/pay/{token}/done/?session={identity}").status_code == 302
    assert not Payment.objects.exists()
