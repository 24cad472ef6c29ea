"""Goods on the list, a Thursday market to trade on, and an officer."""

import pytest

from tests import cast
from tests.apply import stage


@pytest.fixture
def thursday(db):
    """A weekly market for insured traders."""
    stage.goods()
    return cast.market()


@pytest.fixture
def mo(db):
    return cast.staff("mo", "Market officers")


@pytest.fixture
def max_(db):
    return cast.staff("max", "Managers")


@pytest.fixture
def fay(db):
    return cast.staff("fay", "Finance")


@pytest.fixture
def market(db):
    """A Christmas market of nine days."""
    return stage.christmas()
