"""Ending a standing booking with its days and money: notice, an officer's reason, another pitch, a successor."""

from datetime import timedelta

from django.utils.timezone import localdate, now

from events.dates import day as in_words
from events.models import AskedTooMuch, Booking, Message, StandingBooking, StandingDay
from events.models.attendance import moved_on
from events.models.transactions import retried
from invoicing.cancellation import uncharge
from invoicing.models import CreditNote
from invoicing.rolling import locked, roll

DAY = timedelta(days=1)
BOOKED, REFUSED = StandingDay.Outcome.BOOKED, StandingDay.Outcome.REFUSED


@retried
def give_notice(standing, *, by=None, at=None):
    """The holder gives notice: charges go on until the last day the market's rules allow. Twice is once.

    Returns the standing booking with its last day. Raises AskedTooMuch where it does not run.
    """
    at = at or now()
    standing = locked(standing)
    if standing.notice_given_on:
        return standing
    standing.end_on(standing.last_day_by_notice(at), "Notice given by the holder", notice_on=localdate(at))
    give_days_back(standing, by=by, at=at)
    confirm_end(standing, by, at)
    return standing


@retried
def end(standing, last_day, reason, *, by=None, at=None):
    """An officer ends it for a reason; days booked after the last day are given back and credited.

    Raises AskedTooMuch without a reason, or for a day that is past.
    """
    at = at or now()
    standing = locked(standing)
    if last_day < localdate(at) - DAY:
        raise AskedTooMuch("What is past cannot be taken back. Choose yesterday or later as the last day.")
    standing.end_on(last_day, reason)
    give_days_back(standing, by=by, at=at)
    confirm_end(standing, by, at)
    return standing


@retried
def transfer(standing, place, on, *, by=None, at=None):
    """Move the holder to another pitch from a day on. Seniority belongs to the pitch, so it starts again there."""
    at = at or now()
    standing = locked(standing)
    leave(standing, on, f"Moved to {place}", by, at)
    moved = StandingBooking.objects.offer(
        standing.customer, place, standing.price_type, event=standing.event, weekdays=standing.weekdays,
        starts_on=on, renews=standing, by=by, at=at,
    )  # fmt: skip
    moved.accept(by=by, at=at)
    roll(moved, by=by, at=at)
    return moved


@retried
def take_over(standing, on, *, by=None, at=None):
    """Offer the pitch to the nominated successor from a day on, for the same goods; the holder leaves the day before.

    The new holder's seniority is their own. Twelve months of the same goods is Chorley's rule (App. 5).
    """
    at = at or now()
    standing = locked(standing)
    if standing.successor is None:
        raise AskedTooMuch("Nobody is named as successor. Name somebody first.")
    leave(standing, on, f"Taken over by {standing.successor}", by, at)
    goods = getattr(getattr(standing.customer, "trader", None), "goods", "")
    return StandingBooking.objects.offer(
        standing.successor, standing.place, standing.price_type, event=standing.event, weekdays=standing.weekdays,
        starts_on=on, renews=standing, held_on=f"The same goods until {in_words(on + 365 * DAY)}: {goods}"[:200],
        by=by, at=at,
    )  # fmt: skip


def leave(standing, on, reason, by, at):
    """End the old one the day before the new one begins, or leave it to end sooner than that."""
    if on <= localdate(at):
        raise AskedTooMuch("Choose a first day that is still to come.")
    if standing.status != standing.Status.RUNNING:
        raise AskedTooMuch("Only a licence that runs can be handed on. Offer the pitch as a vacant one instead.")
    if standing.followed_by:
        raise AskedTooMuch("It has been handed on already. Look at the one that follows it.")
    if standing.ends_on is None or on - DAY <= standing.ends_on:
        standing.end_on(on - DAY, reason)
    give_days_back(standing, by=by, at=at)


def give_days_back(standing, *, by=None, at):
    """Release and uncharge what is booked after its last day, and let its place go. Twice is once.

    Whoever calls has it and its holder's account `locked`.
    """
    after = standing.ends_on if standing.status == standing.Status.RUNNING else standing.starts_on - DAY
    days = standing.days.filter(outcome=BOOKED, occurrence__starts_at__date__gt=after, occurrence__starts_at__gt=at)
    lines = [moved_on(one.line) for one in days.select_related("line__booking", "occurrence")]
    live = [line for line in lines if line.released_at is None]
    words = f"{standing.place} ends on {in_words(after)}"
    check_unpaid(live)
    uncharge(live, reason=CreditNote.Reason.LICENCE, text=words, by=by, at=at)
    for booking in Booking.objects.filter(lines__in=live).distinct().order_by("pk"):
        booking.release([line for line in live if line.booking_id == booking.pk], reason=words[:100], by=by, at=at)
        if not booking.lines.live().exists():
            booking.cancel(reason=words, by=by, at=at)
    days.update(outcome=REFUSED, line=None, words=words[:300], at=at)
    standing.let_go(after + DAY)


def check_unpaid(lines):
    """Raise AskedTooMuch where a day to be given back was paid for: that money goes back where it was taken."""
    paid = [line for line in lines if line.booking.payments.exists()]
    if paid:
        raise AskedTooMuch(f"{in_words(paid[0].occurrence.starts_at)} is paid for already (booking "
                           f"{paid[0].booking}). Cancel and refund that booking first.")  # fmt: skip


def confirm_end(standing, by, at):
    Message.objects.tell(
        standing.customer, topic="licence", subject=f"Your last day on {standing.place}", by=by, at=at,
        once=f"standing ends {standing.pk} {standing.ends_on}",
        body=f"Your licence for {standing.place} at {standing.what} ends: {standing.end_reason}.\n\nYour last day is "
             f"{in_words(standing.ends_on)}. Days until then are charged as before; nothing is charged after it.",
    )  # fmt: skip
