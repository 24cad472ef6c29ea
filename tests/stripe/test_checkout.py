"""The module that talks to Stripe: asks again under one key, keeps to the contract, gives money back once."""

import pytest

from events.models import Refused
from invoicing.stripe_checkout import CardRefused, CardsUnavailable, open_session, read_session, refund

ASKED = {"amount": 2600, "description": "Invoice 1", "reference": "ref", "success_url": "http://a.example/done",
         "cancel_url": "http://a.example/"}  # fmt: skip
# A key is good for a day at Stripe and for all these tests here.
KEYS = iter(range(1000))


@pytest.fixture
def key(request):
    return f"{request.node.name}-{next(KEYS)}"


def test_a_session_carries_our_reference(stripe, key):
    session = open_session(**ASKED, idempotency_key=key)
    assert (session.amount, session.reference, session.is_paid) == (2600, "ref", False)
    assert read_session(session.id) == session


def test_it_is_read_as_paid_once_it_is(stripe, key):
    session = open_session(**ASKED, idempotency_key=key)
    stripe.books.pay(session.id)
    after = read_session(session.id)
    assert after.is_paid and after.payment_intent.startswith("pi_")


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 503}, {"silence": 1.3}, {"silence": 1.3, "after": True}])
def test_it_asks_again_under_the_same_key_and_there_is_one_session(stripe, key, fault):
    before = len(stripe.books.sessions)
    stripe.faults.add(path="/v1/checkout/sessions", **fault)
    session = open_session(**ASKED, idempotency_key=key)
    assert [asked[3] for asked in stripe.asked] == [key, key]
    assert len(stripe.books.sessions) == before + 1 and session.id in stripe.books.sessions


def test_an_overloaded_stripe_is_said_at_once(stripe, key):
    stripe.faults.add(path="/v1/checkout/sessions", status=429)
    with pytest.raises(CardsUnavailable, match="Nothing was taken"):
        open_session(**ASKED, idempotency_key=key)


def test_reading_is_tried_once_because_somebody_waits(stripe):
    stripe.faults.add(path="/v1/checkout/sessions/", status=500)
    with pytest.raises(CardsUnavailable):
        read_session("cs_test_1")
    assert len(stripe.asked) == 1


def test_the_same_key_for_another_amount_is_refused(stripe, key):
    open_session(**ASKED, idempotency_key=key)
    with pytest.raises(CardRefused):
        open_session(**{**ASKED, "amount": 1}, idempotency_key=key)


@pytest.mark.parametrize("change", [{"amount": 29}, {"amount": 100_000_000}, {"amount": "12.50"}, {"success_url": ""}])
def test_what_stripe_would_refuse_is_refused_in_words(stripe, key, change):
    with pytest.raises(CardRefused, match="Stripe refused this: .+ Nothing was changed."):
        open_session(**{**ASKED, **change}, idempotency_key=key)


def test_an_unknown_session_is_refused(stripe):
    with pytest.raises(CardRefused, match="No such"):
        read_session("cs_test_nothing")


@pytest.fixture
def paid(stripe, key):
    """The payment intent of £26.00 that a card paid."""
    session = open_session(**ASKED, idempotency_key=key)
    stripe.books.pay(session.id)
    return read_session(session.id).payment_intent


def test_money_goes_back_once_for_one_key(stripe, paid):
    stripe.faults.add(path="/v1/refunds", silence=1.3, after=True)
    first = refund(paid, 1000, f"{paid}-1")
    assert first == refund(paid, 1000, f"{paid}-1")
    assert [one["amount"] for one in stripe.books.refunds.values() if one["payment_intent"] == paid] == [1000]


def test_more_than_is_left_is_refused(stripe, paid):
    refund(paid, 2000, f"{paid}-1")
    with pytest.raises(CardRefused, match="greater than unrefunded"):
        refund(paid, 601, f"{paid}-2")
    assert refund(paid, 600, f"{paid}-3").startswith("re_")
    with pytest.raises(CardRefused, match="already been refunded"):
        refund(paid, 1, f"{paid}-4")


def test_a_refund_without_an_answer_says_that_it_is_open(stripe, paid):
    stripe.faults.add(path="/v1/refunds", status=500, times=3)
    with pytest.raises(CardsUnavailable, match="may or may not have been made"):
        refund(paid, 100, f"{paid}-1")


def test_every_refusal_is_one_a_page_can_show():
    assert issubclass(CardsUnavailable, Refused) and issubclass(CardRefused, Refused)
