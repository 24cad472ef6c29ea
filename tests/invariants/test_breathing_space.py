"""I17: no reminder is dated inside a breathing space, and the debt keeps its amount throughout it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from invoicing.models import RecoveryHold, Reminder, ReminderStep
from tests.invariants.stage import broken, examples, undone

LONDON = ZoneInfo("Europe/London")
LATE = 100  # days ago that the debt fell due


def day(n):
    return localdate() - timedelta(days=LATE - n)


def noon(n):
    return datetime.combine(day(n), datetime.min.time(), LONDON) + timedelta(hours=12)


@pytest.fixture
def debt(books):
    """£24 due a hundred days ago, and a ladder of three steps."""
    for late, title in ((7, "Reminder"), (21, "Second reminder"), (42, "Final reminder")):
        ReminderStep.objects.update_or_create(days_late=late, defaults={"title": title, "text": "{total} is owed."})
    books.account.terms_days = 0
    books.account.save()
    return books.invoice(books.charge(2000, "net", "S20", at=noon(0)), at=noon(0))


@examples(4)
@given(begins=st.integers(0, LATE), lasts=st.none() | st.integers(0, 60), whole=st.booleans(),
       cause=st.sampled_from(["breathing", "dispute", "deceased", "insolvent"]))  # fmt: skip
def test_nobody_is_chased_inside_a_hold(books, debt, begins, lasts, whole, cause):
    with undone():
        ends = None if lasts is None else day(begins + lasts)
        RecoveryHold.objects.create(account=books.account, invoice=None if whole else debt, cause=cause, reason="Told",
                                    begins_on=day(begins), ends_on=ends, placed_at=noon(0))  # fmt: skip
        for n in range(0, LATE + 1, 4):
            sent = Reminder.objects.remind(books.account, day=day(n), at=noon(n))
            assert sent is None or not day(begins) <= sent.on <= (ends or localdate())
        stopped_from_the_first = begins <= 8 and ends is None  # the first is asked for on day 8
        assert Reminder.objects.exists() or stopped_from_the_first or begins + (lasts or 0) >= LATE - 4
        assert debt.owing_total() == books.account.owed() == 2400  # no interest, no fee
        assert broken() == {}


def test_after_it_is_lifted_reminders_go_on(books, debt):
    hold = RecoveryHold.objects.create(account=books.account, cause="breathing", reason="Told", begins_on=day(0),
                                       placed_at=noon(0))  # fmt: skip
    assert Reminder.objects.remind(books.account) is None
    hold.lift(by=books.fay)
    assert Reminder.objects.remind(books.account).title == "Final reminder"
    assert Reminder.objects.remind(books.account) is None
    assert broken() == {}
