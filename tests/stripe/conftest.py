"""The stand-in for Stripe in this very process, and Amy's invoice of £88.20 with its link."""

import threading

import pytest
from django.test import Client

from invoicing import stripe_checkout
from invoicing.models import BillingRun
from invoicing.proofs.every import PROOFS
from tests import cast
from tests.finance import desk
from tools.stripe_fake.server import StandIn

SECRET = "whsec_of_these_tests"


@pytest.fixture(autouse=True)
def everything_holds_afterwards(db):
    yield
    assert {title: broken for title, check in PROOFS if (broken := check())} == {}


@pytest.fixture(scope="session")
def server():
    """One server for all these tests; its webhooks are held, for the tests to deliver."""
    with StandIn(secret=SECRET) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def stripe(server, settings, monkeypatch):
    """The stand-in, as if nobody had asked it anything, and the settings that lead to it. It answers in a second."""
    server.asked.clear()
    server.faults.waiting.clear()
    server.courier.held.clear()
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_of_these_tests", SECRET
    settings.STRIPE_API_BASE = settings.STRIPE_PAGES = server.url
    monkeypatch.setattr(stripe_checkout, "TIMEOUT", 1)
    return server


@pytest.fixture
def invoice(db):
    """Amy's invoice of £88.20."""
    fay, days = cast.staff("fay", "Finance"), cast.market(weeks=3, vat=("S", 2000))
    desk.charged(cast.trader(), days)
    return BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)[0]


@pytest.fixture
def deliver(stripe):
    """deliver() posts every held event to our webhook, in order; the list of what it answered."""

    def deliver(events=None, body=None, signature=None, at=None):
        answers = []
        for event in stripe.courier.held if events is None else events:
            sealed, signed = stripe.courier.sealed(event, at)
            answers.append(Client(enforce_csrf_checks=True).post(
                "/api/stripe/webhook", body or sealed, "application/json",
                headers={"Stripe-Signature": signed if signature is None else signature}))  # fmt: skip
        return answers

    return deliver
