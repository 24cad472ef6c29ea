"""What every test shares: the database's vendor, one hypothesis profile, and no browser tests without a browser."""

import pytest
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import settings

from tools.environment import chromium

settings.register_profile("ci", deadline=None, derandomize=False, print_blob=True)
settings.load_profile("ci")


def pytest_configure():
    """People are made by the hundred here, so their passwords are hashed in no time."""
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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
