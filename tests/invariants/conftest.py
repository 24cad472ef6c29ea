"""The stage, set anew for each test."""

import pytest

from tests.invariants.stage import Books


@pytest.fixture
def books(db):
    return Books()
