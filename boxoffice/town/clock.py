"""Days and hours of the demo town, in local time."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

LONDON = ZoneInfo("Europe/London")


def moment(day, hour, minute=0):
    """A time on a day, in London."""
    return datetime.combine(day, time(hour, minute), LONDON)


def random_moment(rnd, day, first, last):
    """Some minute of a day from the `first` hour up to the `last`."""
    return moment(day, first) + timedelta(minutes=rnd.randrange((last - first) * 60), seconds=rnd.randrange(60))


def first_of_month(day, months=0):
    """The first of the month so many months after the one `day` is in."""
    count = day.year * 12 + day.month - 1 + months
    return day.replace(year=count // 12, month=count % 12 + 1, day=1)


def before(at, latest):
    """`at`, or a little before `latest` where `at` is not earlier."""
    return at if at < latest else latest - timedelta(minutes=1)


def day_of(at):
    return localdate(at)
