"""The square, set anew for each test."""

import pytest

from tests.weather.square import Square


@pytest.fixture
def square(db):
    return Square.make(vat=("S", 2000))
