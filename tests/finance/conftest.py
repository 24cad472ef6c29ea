"""Fay at the finance desk, Amy with pitches on account, and proofs that the books are in order afterwards."""

import pytest
from django.core.cache import cache
from django.core.signals import request_started

from invoicing.models import BillingRun
from invoicing.proofs.every import PROOFS
from tests import cast
from tests.finance import desk


@pytest.fixture(autouse=True)
def everything_holds_afterwards(db, vendor):
    """Proved where something was done, not only read; on PostgreSQL tests/invariants proves every act beneath."""
    methods = []

    def note(environ, **sent):
        methods.append(environ["REQUEST_METHOD"])

    request_started.connect(note)
    yield
    request_started.disconnect(note)
    if vendor == "sqlite" and set(methods) != {"GET"}:
        assert broken() == {}


def broken():
    return {title: found for title, check in PROOFS if (found := check())}


@pytest.fixture(autouse=True)
def nothing_remembered():
    """The list remembers two counts until rows are added; here rows are taken back, too."""
    cache.clear()


@pytest.fixture
def fay(client):
    fay = cast.staff("fay", "Finance")
    client.force_login(fay)
    return fay


@pytest.fixture
def days(db):
    return cast.market(weeks=6, vat=("S", 2000))


@pytest.fixture
def amy(days):
    """Amy's Cheese, three days on account: £73.50 and VAT of £14.70."""
    return desk.charged(cast.trader(), days[:3])


@pytest.fixture
def invoice(fay, amy):
    """Amy's invoice of £88.20."""
    run = BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay)
    return run.issue(by=fay)[0]


@pytest.fixture
def ben(days):
    """Ben, who trades without an address."""
    ben = desk.charged(cast.trader("ben"), days[:2], number="2")
    ben.address = ben.postcode = ""
    ben.save()
    return ben
