"""Rolling forward: each occurrence that a standing booking claims is booked and charged once, or noted why not.

Locks, in this order: customer, standing booking, account, then what reserving takes. Any number of these may run at
once, and each may be cut off and begun again.
"""

import logging
from collections import Counter
from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.utils.timezone import localdate, now

from events.dates import day as in_words
from events.models import (
    Booking,
    BookingLine,
    Customer,
    DayOff,
    Hold,
    Message,
    Refused,
    StandingBooking,
    StandingDay,
    Wanted,
)
from events.models.transactions import retried
from invoicing.models import Account

log = logging.getLogger(__name__)
BOOKED, DAY_OFF, REFUSED = StandingDay.Outcome.BOOKED, StandingDay.Outcome.DAY_OFF, StandingDay.Outcome.REFUSED
TRIES = 5


def horizon(day):
    """How far ahead days are booked: to the end of the month after this one, so that bills are for whole months."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def roll_forward(until=None, *, by=None, at=None):
    """Roll every running standing booking forward to a day. Returns how many days got which outcome.

    One that breaks is logged and left for the next time; the others go on.
    """
    at, total = at or now(), Counter()
    for standing in StandingBooking.objects.running().order_by("pk"):
        try:
            total += roll(standing, until, by=by, at=at)
        except Exception:
            log.exception("Standing booking %s could not be rolled forward.", standing.pk)
            total["failed"] += 1
    return total


@retried
def roll(standing, until=None, *, by=None, at=None):
    """Book and charge each day up to `until` that one standing booking wants and has not got, in one transaction.

    A season ticket is booked through to its series' end. Days refused before are tried again while they lie ahead.
    Returns how many days got which outcome.
    """
    at = at or now()
    standing = locked(standing)
    if standing.status != StandingBooking.Status.RUNNING:
        return Counter()
    days = wanted(standing, None if standing.series_id else until or horizon(localdate(at)), at)
    off = set(DayOff.objects.live().filter(customer=standing.customer, occurrence__in=days)
              .values_list("occurrence", flat=True))  # fmt: skip
    own = booked_by_themselves(standing, days)
    outcomes = {day: (DAY_OFF, None, "") for day in days if day.pk in off}
    outcomes |= {day: (BOOKED, own[day.pk], "") for day in days if day.pk in own}
    for group in groups(standing, [day for day in days if day not in outcomes]):
        outcomes |= book(standing, group, by, at)
    told_before = note(standing, outcomes, at)
    tell(standing, {day: words for day, (outcome, _, words) in outcomes.items() if outcome == REFUSED}, told_before, at)
    return Counter(str(outcome) for outcome, _, _ in outcomes.values())


def locked(standing):
    """The standing booking as it is now; whoever rolls it or reports an absence of its customer takes turns.

    Their account is locked with it, before any day is: whoever decides about a day locks it in that order too.
    """
    Customer.objects.select_for_update(no_key=True).get(pk=standing.customer_id)
    StandingBooking.objects.select_for_update().get(pk=standing.pk)
    Account.objects.select_for_update().filter(customer=standing.customer_id).first()
    rows = StandingBooking.objects.select_related("customer__trader", "place__area", "price_type", "event", "series")
    return rows.get(pk=standing.pk)


def wanted(standing, until, at):
    """The occurrences still to be booked: ahead, on sale by now, without an outcome or refused before."""
    done = standing.days.exclude(outcome=REFUSED).values_list("occurrence", flat=True)
    done, days = set(done), standing.occurrences(localdate(at), until)
    return [day for day in days
            if day.pk not in done and day.starts_at > at and (day.on_sale_from is None or day.on_sale_from <= at)]


def booked_by_themselves(standing, days):
    """{occurrence id: line} of the days on which the customer has booked the very place already."""
    lines = BookingLine.objects.live().filter(occurrence__in=days, place=standing.place, standing_day=None,
                                              booking__customer=standing.customer,
                                              booking__status="confirmed")  # fmt: skip
    return {line.occurrence_id: line for line in lines}


def groups(standing, days):
    """What is booked together: a month on account, so that bills read well; a whole series; else each day by itself."""
    if standing.series_id:
        return [days] if days else []
    if account_of(standing) is None:
        return [[day] for day in days]
    return [list(month) for _, month in groupby(days, key=lambda day: (day.day.year, day.day.month))]


def account_of(standing):
    return Account.objects.filter(customer=standing.customer_id).first()


def book(standing, days, by, at):
    """Book days together; those that are refused are left out, each with its words: {day: (outcome, line, words)}."""
    refused = {}
    for _ in range(TRIES):
        if not days:
            break
        try:
            with transaction.atomic():
                booking = take(standing, days, by, at)
        except Refused:
            days, words = sift(standing, days, by, at)
            refused |= words
            continue
        lines = {line.occurrence_id: line for line in booking.lines.all()}
        return {day: (BOOKED, lines[day.pk], "") for day in days} | spoken(refused)
    return spoken(refused | dict.fromkeys(days, "Too many were booking at the same moment. It is tried again."))


def spoken(refused):
    return {day: (REFUSED, None, words) for day, words in refused.items()}


def sift(standing, days, by, at):
    """Those of the days that can be booked together, and why not the others. Tries each, and keeps nothing."""
    fitting, refused = [], {}
    for day in days:
        try:
            with transaction.atomic():
                take(standing, [*fitting, day], by, at)
                transaction.set_rollback(True)
            fitting.append(day)
        except Refused as refusal:
            refused[day] = refusal.message
    return fitting, refused


def take(standing, days, by, at):
    """One booking of these days, through the holds that keep the place; charged to the account, or reserved unpaid.

    Raises a Refused: the place is somebody else's, papers are missing, the credit limit is reached.
    """
    kept = Hold.objects.filter(place=standing.place, occurrence__in=days, hold_type__for_regulars=True)
    kept.filter(hold_type__kill=False).give_back(reason=f"booked for {standing.customer}", by=by, at=at)
    account = account_of(standing)
    until = days[0].ends_at if standing.event_id else standing.series.reserved_until(at)
    booking = Booking.objects.reserve(
        [Wanted(day, standing.place, standing.price_type) for day in days], customer=standing.customer, by=by, at=at,
        channel=Booking.Channel.MARKET if standing.event_id else Booking.Channel.COUNTER,
        minutes=10 if account else -(-(until - at).total_seconds() // 60),
    )  # fmt: skip
    if account:
        account.charge(booking, by=by, at=at)
    return booking


def note(standing, outcomes, at):
    """Write down what became of each day. Returns the ids of those that had been refused before."""
    before = {one.occurrence_id: one for one in standing.days.filter(occurrence__in=outcomes)}
    for day, (outcome, line, words) in outcomes.items():
        one = before.get(day.pk) or StandingDay(standing=standing, occurrence=day)
        one.outcome, one.line, one.words, one.at = outcome, line, words[:300], at
        one.save()
    return set(before)


def tell(standing, refused, told_before, at):
    """Write to the customer about days that could not be booked; about each day once."""
    new = {day: words for day, words in refused.items() if day.pk not in told_before}
    if not new:
        return
    days = "\n\n".join(f"{in_words(day.starts_at)}: {words}" for day, words in new.items())
    first = next(iter(new))
    Message.objects.tell(
        standing.customer, topic="licence", subject=f"Not booked: {standing.place}, {in_words(first.starts_at)}",
        body=f"We could not book {standing.place} for you at {standing.what}.\n\n{days}\n\nWe try again every day "
             "until then. Put right what is missing, or telephone us.",
        occurrence=first, once=f"not booked {standing.pk} {first.pk}", at=at,
    )  # fmt: skip


def accept(standing, *, by=None, at=None):
    """Accept an offer and book what it brings up to the horizon. Returns how many days got which outcome."""
    at = at or now()
    standing.accept(by=by, at=at)
    return roll(standing, by=by, at=at)


@retried
def sell(series, customer, place, price_type, *, by=None, at=None):
    """Sell a season ticket: the seat at every performance still to come. Raises PlaceClaimed, and Refused where the
    seat is not free at all of them. Returns the standing booking.
    """
    at = at or now()
    first = max(series.first_day or localdate(at), localdate(at))
    standing = series.standing_bookings.offer(customer, place, price_type, series=series, starts_on=first, by=by,
                                              at=at)  # fmt: skip
    accept(standing, by=by, at=at)
    refused = standing.days.filter(outcome=REFUSED).select_related("occurrence").first()
    if refused:
        raise Refused(f"{in_words(refused.occurrence.starts_at)}: {refused.words} Nothing was sold.")
    return standing
