"""Whoever books, decides, accepts or refuses locks in one order, the account before the day: nobody waits in a ring."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from events.models import Occurrence, StandingBooking
from invoicing import pitch_endings, rolling, weather
from invoicing.deposits import take
from invoicing.pitch_awards import award
from tests import cast
from tests.apply import stage
from tests.waiting import Meanwhile, locks_taken
from tests.weather.square import CANCELLED

whole_file_locks = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite locks no rows, but the whole file")
pytestmark = [pytest.mark.django_db, whole_file_locks]
ACCOUNT, LINE, DAY = "invoicing_account", "events_bookingline", "events_occurrence"


def test_rolling_forward_locks_the_account_before_it_books_a_day(square):
    amy = cast.trader("amy")
    pitch = square.day.plan.places.first()
    standing = StandingBooking.objects.offer(amy, pitch, cast.price_type("regular"), event=square.day.event,
                                             weekdays=str(square.day.day.weekday()), starts_on=localdate())  # fmt: skip
    standing.accept()
    with locks_taken() as taken:
        rolling.roll(standing, square.days[-1].day)
    assert taken.index(ACCOUNT) < taken.index(LINE)


def test_deciding_locks_who_was_charged_while_it_waited_for_the_day_too(square, monkeypatch):
    square.on_account(cast.trader("amy"), [square.day])
    ben = cast.trader("ben")
    Meanwhile(monkeypatch, weather, lambda: square.on_account(ben, [square.day]), model=Occurrence)
    with CaptureQueriesContext(connection) as queries:
        weather.decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    asked = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
    waited, day, not_waited = (next(n for n, sql in enumerate(asked) if table in sql and how in sql)
                               for table, how in ((ACCOUNT, ""), (DAY, "OF "), (ACCOUNT, "NOWAIT")))  # fmt: skip
    assert waited < day < not_waited and ben.account.balance() == 0


def test_accepting_and_refusing_an_applicant_lock_in_one_order(db):
    market, mo = stage.christmas(), cast.staff("mo", "Market officers")
    tables, taken = [ACCOUNT, "invoicing_deposit", "events_application"], {}
    for name, verb in (("nia", lambda one: award(one, market.event.occurrences.first().plan.places.first(), by=mo)),
                       ("huw", lambda one: pitch_endings.refuse(one, "No room", by=mo))):  # fmt: skip
        application = stage.sent(name, event=market.event)
        take(application.deposit, "terminal", reference=name)
        with locks_taken() as found:
            verb(application)
        taken[name] = [table for table in found if table in tables]
    assert taken == {"nia": tables, "huw": tables}
