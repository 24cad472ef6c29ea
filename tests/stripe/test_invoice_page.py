"""The page behind an invoice's link: what it says, who may see it, what it says when a card cannot be taken."""

import pytest

from events.money import pounds
from invoicing.models import Payment
from tests.stripe.buyer import choose, go_to_stripe, link, pay, words

pytestmark = pytest.mark.django_db


def test_it_shows_the_invoice_and_every_way_to_pay(client, stripe, invoice):
    shown = words(client.get(link(invoice)))
    for said in (invoice.number, "Amy&#x27;s Cheese", "Pay £88.20 by card", "By bank transfer", "By telephone",
                 "By post", "At the counter", invoice.account.reference, "14.70", "73.50", "00-00-00"):
        assert said in shown
    assert shown.count("Thursday market, pitch") == 3


def test_no_cache_keeps_it_and_no_search_engine_finds_it(client, stripe, invoice):
    answer = client.get(link(invoice))
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"] and 'content="noindex' in words(answer)
    assert answer["Referrer-Policy"] == "same-origin"


def test_only_its_forms_may_lead_to_stripe(client, stripe, invoice):
    assert f"form-action 'self' {stripe.url}" in client.get(link(invoice))["Content-Security-Policy"]
    assert stripe.url not in client.get("/")["Content-Security-Policy"]


@pytest.mark.parametrize("token", ["x", "INV-2026-00001", "None", "0" * 22])
def test_nothing_is_found_without_the_link(client, invoice, token):
    for address in (f"/pay/{token}/", f"/pay/{token}/done/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/pay/{token}/card-payments/").status_code == 404


def test_every_invoice_has_a_link_nobody_can_guess(invoice):
    assert len(invoice.pay_token) == 22


def test_the_button_leads_to_stripe_with_the_amount_and_our_reference(client, stripe, invoice):
    answer = go_to_stripe(client, invoice)
    assert answer.status_code == 302 and answer["Location"].startswith(f"{stripe.url}/pay/cs_test_")
    method, path, asked, key = stripe.asked[-1]
    assert (method, path) == ("POST", "/v1/checkout/sessions") and key.startswith("invoice-")
    assert asked["metadata"] == {"reference": invoice.pay_token}
    assert asked["line_items"][0]["price_data"]["unit_amount"] == "8820"
    assert asked["customer_email"] == "amy@alderbrook.example"


def test_a_double_click_opens_one_session(client, stripe, invoice):
    before = len(stripe.books.sessions)
    places = {go_to_stripe(client, invoice)["Location"] for _ in range(3)}
    assert len(places) == 1 and len(stripe.books.sessions) == before + 1


def test_what_is_left_after_a_part_payment_is_asked_for(client, stripe, invoice):
    first = go_to_stripe(client, invoice)["Location"]
    Payment.objects.receive(invoice.account, "bacs", 5000, invoice=invoice, reference="line 1")
    assert "Pay £38.20 by card" in words(client.get(link(invoice)))
    second = go_to_stripe(client, invoice)["Location"]
    assert second != first and stripe.asked[-1][2]["line_items"][0]["price_data"]["unit_amount"] == "3820"


@pytest.mark.parametrize("left", [0, 29])
def test_nothing_and_pennies_are_not_paid_by_card(client, stripe, invoice, left):
    Payment.objects.receive(invoice.account, "bacs", invoice.gross - left, invoice=invoice, reference="line 1")
    assert "by card</button>" not in words(client.get(link(invoice)))
    answer = go_to_stripe(client, invoice)
    assert answer.status_code == 422 and stripe.asked == []
    assert ("Nothing is owed" if left == 0 else "£0.29 is too little to pay by card") in words(answer)


def test_a_paid_invoice_says_so_and_shows_no_other_ways(client, stripe, invoice):
    Payment.objects.receive(invoice.account, "bacs", invoice.gross, invoice=invoice, reference="line 1")
    shown = words(client.get(link(invoice)))
    assert "nothing is owed on it" in shown and "Other ways to pay" not in shown and "By bank transfer" not in shown


def test_who_leaves_is_told_that_nothing_was_taken(client, stripe, invoice):
    back = pay(client, invoice, "leave")
    assert back == f"{link(invoice)}?left=1"
    assert "nothing was taken" in words(client.get(back))
    assert not Payment.objects.exists()


def test_a_declined_card_is_said_at_stripe_and_another_may_be_tried(client, stripe, invoice, deliver):
    url = go_to_stripe(client, invoice)["Location"]
    status, said, _ = choose(url, "insufficient_funds")
    assert status == 200 and "insufficient funds" in said and "Nothing was taken" in said
    assert {answer.status_code for answer in deliver()} == {200} and not Payment.objects.exists()
    assert choose(url, "pay")[0] == 303
    deliver()
    assert Payment.objects.get().amount == 8820


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 429}, {"silence": 1.3}, {"silence": 1.3, "after": True}])
def test_without_an_answer_the_page_says_so_and_nothing_is_kept(client, stripe, invoice, fault):
    stripe.faults.add(path="/v1/checkout/sessions", times=3, **fault)
    answer = go_to_stripe(client, invoice)
    assert answer.status_code == 422
    assert "does not answer. Nothing was taken. Try again in a few minutes, or pay another way." in words(answer)
    assert "By bank transfer" in words(answer) and not Payment.objects.exists()


def test_it_says_so_when_stripe_is_not_there_at_all(client, stripe, invoice, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    assert "does not answer" in words(go_to_stripe(client, invoice))


def test_it_says_so_when_stripe_does_not_take_our_key(client, stripe, invoice, settings):
    settings.STRIPE_SECRET_KEY = "sk_live_wrong"
    assert "Card payment is not set up as it should be" in words(go_to_stripe(client, invoice))


def test_without_stripe_no_cards_are_offered(client, invoice, settings):
    settings.STRIPE_SECRET_KEY = settings.STRIPE_API_BASE = ""
    settings.STRIPE_FAKE = False
    shown = words(client.get(link(invoice)))
    assert "How to pay" in shown and "by card</button>" not in shown
    assert go_to_stripe(client, invoice).status_code == 422


def test_the_stand_in_is_named_and_serves_the_demo_town_alone(client, stripe, invoice, settings, monkeypatch):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_FAKE = "", True
    assert "by card</button>" not in words(client.get(link(invoice)))
    assert go_to_stripe(client, invoice).status_code == 422 and stripe.asked == []
    monkeypatch.setattr("boxoffice.town.is_loaded", lambda: True)
    assert "stand-in for Stripe, and no money moves" in words(client.get(link(invoice)))
    assert go_to_stripe(client, invoice).status_code == 302


def test_the_total_on_the_page_is_the_invoices(client, stripe, invoice):
    assert f"Pay {pounds(invoice.gross)} by card" in words(client.get(link(invoice)))
