"""The stand-in itself: it must refuse what Stripe refuses, or the other tests prove nothing."""

import json
import urllib.request
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest
import stripe as library

from invoicing import stripe_checkout
from tests.stripe.buyer import choose
from tools.stripe_fake.contract import RefundCreateParams, SessionCreateParams, checked
from tools.stripe_fake.errors import ApiError
from tools.stripe_fake.form import nested

GOOD = {"mode": "payment", "success_url": "http://a.example/", "line_items": [
    {"quantity": "1", "price_data": {"currency": "gbp", "unit_amount": "2600", "product_data": {"name": "Pitch"}}}]}
LINE = GOOD["line_items"][0]
BROKEN = [
    ({"line_item": []}, "unknown"),
    ({"payment_method_types": ["card"]}, "unknown"),
    ({"mode": "pay"}, "Invalid value"),
    ({"ui_mode": "hosted"}, "Invalid value"),
    ({"line_items": [{**LINE, "quantity": "one"}]}, "Invalid integer"),
    ({"line_items": [{**LINE, "price_data": {**LINE["price_data"], "curency": "gbp"}}]}, "unknown"),
    ({"line_items": [{**LINE, "price_data": {**LINE["price_data"], "unit_amount": "26.00"}}]}, "Invalid integer"),
    ({"line_items": [{**LINE, "price_data": {**LINE["price_data"], "product_data": {}}}]}, "Missing"),
    ({"line_items": "one"}, "Invalid array"),
    ({"payment_intent_data": {"capture": "manual"}}, "unknown"),
    ({"automatic_tax": {"enabled": "yes"}}, "Invalid boolean"),
]


@pytest.mark.parametrize(("change", "what"), BROKEN)
def test_a_breach_of_the_contract_is_refused(change, what):
    with pytest.raises(ApiError, match=what):
        checked(SessionCreateParams, {**GOOD, **change})


def test_what_keeps_the_contract_passes_with_its_types():
    assert checked(SessionCreateParams, GOOD)["line_items"][0]["price_data"]["unit_amount"] == 2600
    assert checked(RefundCreateParams, {"payment_intent": "pi_1", "amount": "5"})["amount"] == 5


def test_forms_are_read_as_stripes_library_writes_them():
    assert nested("a[0][b]=1&a[1][b]=2&c[d]=x%26y&e=") == {"a": [{"b": "1"}, {"b": "2"}], "c": {"d": "x&y"}, "e": ""}


def call(server, path, data=None, key="", bearer="sk_test_x"):
    headers = {"Authorization": f"Bearer {bearer}", **({"Idempotency-Key": key} if key else {})}
    body = urlencode(data).encode() if data is not None else None
    try:
        answer = urllib.request.urlopen(urllib.request.Request(server.url + path, body, headers))
    except HTTPError as error:
        answer = error
    return answer.status, json.loads(answer.read()), answer.headers


FORM = {"mode": "payment", "success_url": "http://a.example/", "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "gbp", "line_items[0][price_data][unit_amount]": "2600",
        "line_items[0][price_data][product_data][name]": "Pitch"}  # fmt: skip


def test_a_breach_over_the_wire_is_a_400_that_the_library_understands(stripe):
    client = library.StripeClient("sk_test_x", base_addresses={"api": stripe.url})
    with pytest.raises(library.InvalidRequestError, match="unknown parameter"):
        client.v1.checkout.sessions.create({"mode": "payment", "line_item": [{"quantity": 1}]})


def test_it_takes_test_keys_only(stripe):
    for bearer in ("sk_live_real", "", "pk_test_x"):
        assert call(stripe, "/v1/checkout/sessions", FORM, bearer=bearer)[0] == 401


def test_the_same_key_gives_the_same_answer_and_says_so(stripe):
    first, again = (call(stripe, "/v1/checkout/sessions", FORM, key="replay") for _ in range(2))
    assert first[1] == again[1]
    assert first[2]["Idempotent-Replayed"] is None and again[2]["Idempotent-Replayed"] == "true"


def test_the_same_key_for_something_else_is_refused(stripe):
    call(stripe, "/v1/checkout/sessions", FORM, key="mixed")
    status, answer, _ = call(stripe, "/v1/checkout/sessions", {**FORM, "mode": "setup"}, key="mixed")
    assert (status, answer["error"]["type"]) == (400, "idempotency_error")


def test_a_key_still_at_work_is_a_409(stripe):
    stripe.keys.first("busy", ("POST", "/v1/checkout/sessions", urlencode(FORM)))
    assert call(stripe, "/v1/checkout/sessions", FORM, key="busy")[0] == 409


def test_a_refused_request_leaves_its_key_free(stripe):
    assert call(stripe, "/v1/checkout/sessions", {"mode": "payment"}, key="free")[0] == 400
    assert call(stripe, "/v1/checkout/sessions", FORM, key="free")[0] == 200


def test_a_session_is_paid_once(stripe):
    session = call(stripe, "/v1/checkout/sessions", FORM)[1]
    assert choose(session["url"], "pay")[0] == 303
    assert "This payment is done" in choose(session["url"], "pay")[1]
    with pytest.raises(ApiError, match="complete"):
        stripe.books.pay(session["id"])


def test_an_expired_session_cannot_be_paid(stripe):
    session = call(stripe, "/v1/checkout/sessions", FORM)[1]
    assert call(stripe, f"/v1/checkout/sessions/{session['id']}/expire", {})[1]["status"] == "expired"
    assert "expired" in choose(session["url"], "pay")[1]


def test_its_page_says_that_no_money_moves_and_asks_for_no_card(stripe):
    session = call(stripe, "/v1/checkout/sessions", FORM)[1]
    page = choose(session["url"], "")[1]
    assert "This is a stand-in for Stripe. No money moves." in page and "£26.00" in page
    assert page.count("<input") == page.count('type="radio"') == 4


def test_an_unknown_page_and_an_unknown_address_are_not_found(stripe):
    assert choose(f"{stripe.url}/pay/cs_test_nothing", "pay")[0] == 404
    assert call(stripe, "/v1/customers", {})[0] == 404


def test_webhooks_can_be_held_copied_and_turned_round(stripe):
    posted = []
    stripe.courier.post = lambda event: posted.append(event["type"]) or True
    try:
        session = call(stripe, "/v1/checkout/sessions", FORM)[1]
        stripe.books.pay(session["id"])
        assert posted == []
        stripe.courier.release(backwards=True)
        assert posted == ["checkout.session.completed", "payment_intent.succeeded"]
    finally:
        del stripe.courier.post


def test_control_is_for_who_knows_the_secret(stripe):
    wanted = json.dumps({"faults": [{"status": 500}]}).encode()
    for bearer, status in (("wrong", 404), (stripe.secret, 200)):
        request = urllib.request.Request(f"{stripe.url}/control", wanted, {"Authorization": f"Bearer {bearer}"})
        try:
            assert urllib.request.urlopen(request).status == status
        except HTTPError as error:
            assert error.status == status
    assert [fault.status for fault in stripe.faults.waiting] == [500]


def test_what_the_demo_town_was_paid_can_be_given_back(stripe):
    """The town's payments were made before the stand-in began."""
    given = stripe_checkout.refund("pi_demo_K7QF2MX", 1250, "town-refund")
    assert given.startswith("re_") and given == stripe_checkout.refund("pi_demo_K7QF2MX", 1250, "town-refund")
