"""A market of six pitches on Thursday, its queue, and its officer; the hours of its morning."""

from datetime import datetime, time

import pytest

from events.models import Draw, WaitingListEntry
from tests import cast
from tests.draw import people


@pytest.fixture
def days():
    return cast.market()


@pytest.fixture
def day(days):
    return days[0]


@pytest.fixture
def pitches(day):
    """The six pitches, the first one first."""
    return list(day.plan.places)


@pytest.fixture
def rules(day):
    """Change the market's rules: rules(most_pitches=2)."""
    def change(**fields):
        for name, value in fields.items():
            setattr(day.event.rules, name, value)
        day.event.rules.save()

    return change


@pytest.fixture
def mo():
    return cast.staff("mo", "Market officers")


@pytest.fixture
def clock(day):
    """A time of the market morning: clock(8, 5)."""
    return lambda hour, minute=0: datetime.combine(day.day, time(hour, minute), cast.LONDON)


@pytest.fixture
def before(clock):
    """The evening before: the queue is open, and draws can be promised."""
    return clock(5)


@pytest.fixture
def promised(day, mo, before):
    return Draw.objects.promise(day, by=mo, at=before)


@pytest.fixture
def join(day, mo, before):
    """Put a name down: join("gwen", places=2)."""
    def put_down(name, at=None, **needs):
        customer = people.trader(name) if isinstance(name, str) else name
        return WaitingListEntry.objects.join(day, customer, by=mo, at=at or before, **needs)

    return put_down
