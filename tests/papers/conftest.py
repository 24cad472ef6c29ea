"""Amy without any paper, a market that wants insurance, and Mo who checks."""

import pytest

from tests import cast


@pytest.fixture
def days():
    return cast.market()


@pytest.fixture
def amy(days):
    """Amy, approved, who has sent nothing."""
    return cast.trader("amy", insured=False)


@pytest.fixture
def trader(amy):
    return amy.trader


@pytest.fixture
def mo():
    return cast.staff("mo", "Market officers")
