"""What every test shares: an hour, the database's vendor, one hypothesis profile, a browser or no browser tests."""

import os
from datetime import UTC, datetime, time

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import HealthCheck, settings

from boxoffice.roles import write_roles
from events import guards
from invoicing.guards import ALL_GUARDS
from tests import cast
from tests.browser import tally
from tools.environment import chromium

HOUR = time.fromisoformat(os.environ.get("TEST_HOUR", "10:30"))  # TEST_HOUR=23:52 tries the end of the day
STARTED = datetime.now(UTC)
AHEAD = datetime.combine(STARTED.astimezone(cast.LONDON), HOUR, cast.LONDON) - STARTED

settings.register_profile("ci", deadline=None, derandomize=False, print_blob=True, max_examples=30,
                          suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])  # fmt: skip
settings.register_profile("brief", settings.get_profile("ci"), max_examples=12)  # a rule's second database
settings.register_profile("thorough", settings.get_profile("ci"), max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_configure(config):
    """People are made by the hundred here, so their passwords are hashed in no time.

    So are clients: none of them reads the whole list of static files first, as the one server of the browsers does.
    """
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.WHITENOISE_AUTOREFRESH = config.option.markexpr != "browser"


def pytest_sessionfinish(session):
    """A worker hands in what it tallied of keys and clicks."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["tally"] = tally.TABLE


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    tally.TABLE.extend(getattr(node, "workeroutput", {}).get("tally", []))


def pytest_terminal_summary(terminalreporter):
    """What each flow at the counter costs, in keys and clicks, beside its budget."""
    if tally.TABLE:
        terminalreporter.section("keys and clicks")
        for line in tally.lines():
            terminalreporter.write_line(line)


def pytest_collection_modifyitems(items):
    """Races first: they take longest, and beside a short test at the end a core would stand idle."""
    items.sort(key=lambda item: "race" not in item.keywords)
    if chromium():
        return
    skip = pytest.mark.skip(reason="no Chromium on this machine")
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(skip)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Tests begin at one hour of today, so that none of them passes in the morning only; its clock goes on.

    What runs in several processes, a browser's server among them, keeps to the clock of the machine.
    """
    if "race" in item.keywords or "browser" in item.keywords:
        return (yield)
    with time_machine.travel(datetime.now(UTC) + AHEAD):
        return (yield)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tables are made from the models, in seconds; test_upgrade and test_setup migrate. The roles are there."""
    with django_db_blocker.unblock():
        guards.install(connection, ALL_GUARDS)
        write_roles()


@pytest.fixture
def vendor():
    """`sqlite` or `postgresql`."""
    return connection.vendor
