"""What every test shares: the database's vendor, one hypothesis profile, and no browser tests without a browser."""

import pytest
from django.db import connection
from hypothesis import settings

from tools.environment import chromium

settings.register_profile("ci", deadline=None, derandomize=False, print_blob=True)
settings.load_profile("ci")


def pytest_collection_modifyitems(items):
    if chromium():
        return
    skip = pytest.mark.skip(reason="no Chromium on this machine")
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(skip)


@pytest.fixture
def vendor():
    """`sqlite` or `postgresql`."""
    return connection.vendor
