"""What the worker does each day for standing bookings: roll forward, withdraw, end, keep places, warn."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

from django.utils.timezone import localdate, now

from events.absence_counts import warn, watched
from events.dates import day as in_words
from events.models import AskedTooMuch, Event, Hold, Message, StandingBooking, StandingDay
from events.models.transactions import retried
from invoicing.rolling import roll_forward

DAY = timedelta(days=1)


def every_day(at=None):
    """All of it, in the order in which one makes way for the next. Doing it twice a day does nothing twice."""
    at = at or now()
    done = Counter(withdrawn=withdraw_unanswered(at), ended=end_past(at))
    done += roll_forward(at=at)
    done["kept"] = StandingBooking.objects.keep(list(StandingBooking.objects.claiming().order_by("pk")), at)
    done["let go"] = let_go_of_refused(at)
    done["warned"] = warn_absent(at)
    return dict(done)


def withdraw_unanswered(at):
    """Take back the offers nobody accepted in time (Great Yarmouth 6.5: seven days), and say so. Returns how many."""
    late = StandingBooking.objects.filter(status=StandingBooking.Status.OFFERED, accept_by__lt=localdate(at))
    count = 0
    for one in late.select_related("customer", "place__area", "event", "series").order_by("pk"):
        with suppress(AskedTooMuch):  # accepted meanwhile
            withdraw_one(one, at)
            count += 1
    return count


@retried
def withdraw_one(one, at):
    """Take back one offer that nobody accepted in time, and say so. Raises AskedTooMuch where somebody did."""
    one.decline(reason=f"Not accepted by {in_words(one.accept_by)}", at=at)
    Message.objects.tell(
        one.customer, topic="licence", subject=f"Our offer of {one.place} has ended", at=at,
        once=f"offer withdrawn {one.pk}",
        body=f"You had until {in_words(one.accept_by)} to accept {one.place} at {one.what}. The offer has ended "
             "and the place may go to somebody else. If you still want it, telephone us.",
    )  # fmt: skip


def end_past(at):
    """Those whose last day, or whose series, is past are ended. Returns how many."""
    today, running = localdate(at), StandingBooking.objects.filter(status=StandingBooking.Status.RUNNING)
    count = running.filter(ends_on__lt=today).exclude(end_reason="").update(status=StandingBooking.Status.ENDED)
    for one in running.filter(series__isnull=False).select_related("series"):
        if one.series.over(at):
            last = max((each.day for each in one.occurrences()), default=one.starts_on)
            count += running.filter(pk=one.pk).update(status=StandingBooking.Status.ENDED, ends_on=last,
                                                      end_reason="The series is over")  # fmt: skip
    return count


def let_go_of_refused(at):
    """Places kept for days that could still not be booked go back to everybody the day before. Returns how many."""
    near = StandingDay.objects.filter(outcome=StandingDay.Outcome.REFUSED, occurrence__starts_at__gt=at,
                                      occurrence__starts_at__date__lte=localdate(at) + DAY)  # fmt: skip
    held = [(day.occurrence_id, day.standing.place_id) for day in near.select_related("standing")]
    kept = Hold.objects.filter(hold_type__for_regulars=True)
    return sum(kept.filter(occurrence=occurrence, place=place).give_back(reason="It could not be booked", at=at)
               for occurrence, place in held)  # fmt: skip


def warn_absent(at):
    """Write to the licence holders whose absences are many, the register's no-shows among them. Returns how many."""
    yesterday = localdate(at) - DAY
    events = Event.objects.filter(rules__isnull=False, occurrences__starts_at__date__range=(yesterday, localdate(at)))
    rows = [row for event in events.select_related("rules").distinct() for row in watched(event, at)]
    return sum(warn(one.customer, one.event, at=at) is not None for one, _ in rows)
