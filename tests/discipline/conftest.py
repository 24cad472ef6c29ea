"""Amy on her market, Mo who serves notices, and Max who decides appeals."""

import pytest

from tests import cast


@pytest.fixture
def days():
    return cast.market()


@pytest.fixture
def amy(days):
    return cast.trader("amy")


@pytest.fixture
def trader(amy):
    return amy.trader


@pytest.fixture
def mo():
    return cast.staff("mo", "Market officers")


@pytest.fixture
def max_():
    return cast.staff("max", "Managers")


@pytest.fixture
def desk(client, mo):
    """The market desk with Mo at it."""
    client.force_login(mo)
    return client
