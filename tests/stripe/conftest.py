"""The stand-in for Stripe in this very process, and Amy's invoice of £88.20 with its link."""

import pytest
from django.test import Client

from invoicing.models import BillingRun
from tests import cast
from tests.finance import desk
from tests.stripe.stand_in import SECRET, everything_holds_afterwards, server, stand_in

__all__ = ["SECRET", "everything_holds_afterwards", "server", "stand_in"]


@pytest.fixture
def stripe(stand_in):
    return stand_in


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
