"""Fixtures for every folder that pays by card: the stand-in for Stripe in this very process, and the books proved."""

import threading

import pytest

from invoicing import stripe_checkout
from invoicing.proofs.every import PROOFS
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
def stand_in(server, settings, monkeypatch):
    """The stand-in, as if nobody had asked it anything, and the settings that lead to it. It answers in a second."""
    server.asked.clear()
    server.faults.waiting.clear()
    server.courier.held.clear()
    server.readers.readers.clear()
    server.keys.answers.clear()
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_of_these_tests", SECRET
    settings.STRIPE_API_BASE = settings.STRIPE_PAGES = server.url
    monkeypatch.setattr(stripe_checkout, "TIMEOUT", 1)
    return server
