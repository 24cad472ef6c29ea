"""Who stands at the counter, and what is on."""

import pytest

from tests import cast


@pytest.fixture
def performance():
    return cast.show()


@pytest.fixture
def sam(client):
    sam = cast.staff("sam", "Box office")
    client.force_login(sam)
    return sam


@pytest.fixture
def till(sam):
    return cast.till(sam)
