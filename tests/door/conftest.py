"""The door opens before curtain-up, whatever the hour at which the tests are run."""

import pytest

from tests import cast


@pytest.fixture(autouse=True)
def evening():
    with cast.before_curtain_up():
        yield
