"""Amy on the Thursday market of six weeks, with a licence for pitch N1; rules with two holidays and a policy."""

import pytest
from django.utils.timezone import localdate

from events.models import ChargePolicy, StandingBooking
from invoicing import rolling
from tests import cast

POLICY = {"holiday": 0, "notified": 50, "late-notice": 100, "sick": 0, "no-show": 100}


@pytest.fixture
def days(db):
    days = cast.market()
    set_rules(days[0].event, concession_days=2)
    return days


def set_rules(event, **rules):
    for name, value in rules.items():
        setattr(event.rules, name, value)
    event.rules.save()
    ChargePolicy.objects.bulk_create(ChargePolicy(event=event, presence=state, percent=percent)
                                     for state, percent in POLICY.items())  # fmt: skip


@pytest.fixture
def amy(days):
    return cast.trader("amy")


@pytest.fixture
def mo(db):
    return cast.staff("mo", "Market officers")


def pitch(day, number=1):
    return day.plan.places.select_related("area").get(number=str(number))


def weekday(day):
    return str(day.day.weekday())


def offer(days, customer, number=1, **fields):
    fields = {"starts_on": localdate(), "weekdays": weekday(days[0]), **fields}
    return StandingBooking.objects.offer(customer, pitch(days[0], number), days[0].event.rules.regular_price_type,
                                         event=days[0].event, **fields)  # fmt: skip


def running(days, customer, number=1, **fields):
    """A licence that was accepted; nothing is rolled forward yet."""
    standing = offer(days, customer, number, **fields)
    standing.accept()
    return standing


@pytest.fixture
def licence(days, amy):
    return running(days, amy)


@pytest.fixture
def rolled(days, licence):
    """Amy's licence with all six days booked and charged: £147.00."""
    rolling.roll(licence, days[-1].day)
    return licence
