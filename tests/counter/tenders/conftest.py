"""A basket to be paid, the stand-in for Stripe with a reader at the till, and the books proved afterwards."""

import pytest

from invoicing.models import CardReader
from tests import cast
from tests.stripe.stand_in import everything_holds_afterwards, server, stand_in

__all__ = ["everything_holds_afterwards", "server", "stand_in"]


@pytest.fixture
def stripe(stand_in, monkeypatch):
    """The stand-in; the worker's queue is a list."""
    stand_in.sent_back = []
    monkeypatch.setattr("invoicing.supplies.async_task", lambda *what, **_: stand_in.sent_back.append(what[0]))
    return stand_in


@pytest.fixture
def reader(stripe):
    return CardReader.objects.create(name="Counter 1 reader", stripe_id="tmr_one", drawer="Counter 1")


@pytest.fixture
def basket(till, performance):
    """Two adults at £18.00 in Sam's basket."""
    return cast.basket(performance, till.opened_by)
