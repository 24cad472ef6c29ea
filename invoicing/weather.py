"""Deciding whether a market day goes ahead, with all that follows: credits, refunds, the register, and messages."""

from datetime import datetime

from django.db.models import Q
from django.utils.timezone import get_current_timezone, localtime, now

from events.dates import day_clock
from events.models import (
    AskedTooMuch,
    Attendance,
    Booking,
    BookingLine,
    DayDecision,
    MarketRules,
    Occurrence,
    Presence,
    Refused,
)
from events.models.transactions import retried
from invoicing import day_refunds
from invoicing.day_notices import tell_decided, tell_reversed
from invoicing.lessening import lessen, restore
from invoicing.models import Account, Charge, CreditNote, DecisionCredit
from invoicing.supplies import DUE

State, Restriction = DayDecision.State, DayDecision.Restriction
ANY = object()


class DecidedAlready(Refused):
    """Somebody else has decided meanwhile, or the same was decided before; `decision` is what stands."""

    code = "decided_already"

    def __init__(self, decision):
        self.decision = decision
        who = f" by {decision.decided_by}" if decision and decision.decided_by else ""
        if decision is None:
            super().__init__("The decision that you saw was reversed meanwhile. Look at the day, then decide.")
        else:
            when = day_clock(localtime(decision.decided_at))
            super().__init__(f"This day was decided already, on {when}{who}: {decision.words.lower()}. "
                             "That decision stands, and nothing was done twice.")  # fmt: skip


@retried
def decide(occurrence, state, restriction="", reason="", *, forecast="", forecast_at=None, gust_mph=None, by=None,
           at=None, seen=ANY, ground=CreditNote.Reason.WEATHER):  # fmt: skip
    """Decide how a market day goes ahead, or that it does not; the DayDecision. All of it follows, or none.

    Cancelled, what was charged is credited by the market's policy, what was paid goes back, nobody is expected, and
    everybody booked or waiting is told. A later decision replaces an earlier one, whose credits are charged again
    first. `seen` is the id of the decision that somebody saw standing, or None; `ground` is what credit notes are for.
    Raises DecidedAlready, AskedTooMuch.
    """
    at = at or now()
    check(occurrence, state, restriction, reason, at)
    occurrence = locked(occurrence)
    earlier = occurrence.decisions.standing().first()
    if seen is not ANY and seen != (earlier.pk if earlier else None):
        raise DecidedAlready(earlier)
    if earlier and (earlier.state, earlier.restriction) == (state, restriction):
        raise DecidedAlready(earlier)
    if earlier:
        stamp(earlier, f"Replaced: {State(state).label.lower()}, {reason}", by, at)
        undo(earlier, by=by, at=at)
    decision = DayDecision.objects.create(
        occurrence=occurrence, state=state, restriction=restriction, reason=reason[:200], forecast=forecast,
        forecast_at=forecast_at, gust_mph=gust_mph, decided_at=at, decided_by=by,
        credit_percent=percent_at(occurrence, at) if state == State.CANCELLED else 0,
    )  # fmt: skip
    mark(occurrence, at if state == State.CANCELLED else None)
    if state == State.CANCELLED:
        cancel_day(decision, ground, by=by, at=at)
    tell_decided(decision, earlier, by=by, at=at)
    return decision


@retried
def reverse(decision, *, reason, by=None, at=None):
    """Take a decision back: the day is as before, and what was credited is charged again, exactly. Once.

    Money that went back to a card does not come back by itself: `DayRefund.objects.to_pay_again()` lists it.
    """
    at = at or now()
    if not reason.strip():
        raise AskedTooMuch("Say why the decision is reversed.")
    occurrence = locked(decision.occurrence)
    if not stamp(decision, reason, by, at):
        return decision
    undo(decision, by=by, at=at)
    mark(occurrence, None)
    tell_reversed(decision, by=by, at=at)
    return decision


@retried
def stay_away(line, *, by=None, at=None):
    """A trader who does not come to a day of vehicles only: not charged, and not expected. Telling twice is once.

    Raises AskedTooMuch where the day's restriction does not let them, or they are there already.
    """
    at = at or now()
    occurrence = locked(line.occurrence)
    decision = occurrence.decisions.standing().first()
    if decision is None or not decision.lets_stay_away:
        raise AskedTooMuch("This day is not restricted to vehicles, so a trader who stays away is absent. Report that.")
    attendance = Attendance.objects.filter(line=line).first()
    if attendance and attendance.presence == Presence.NOT_REQUIRED:
        return
    if attendance and attendance.presence != Presence.EXPECTED:
        raise AskedTooMuch(f"The register says: {attendance.get_presence_display().lower()}. Change that first.")
    credit(decision, of_day(occurrence).filter(line=line), 100, by=by, at=at)
    if line.booking.status == Booking.Status.CONFIRMED and line.booking.payments.exists():
        beside = list(line.booking.extra_lines.live().filter(occurrence=occurrence, place=line.place))
        give_back(decision, line.booking, [line, *beside], 100, by, at)
    not_required(BookingLine.objects.filter(pk=line.pk), by, at)


def check(occurrence, state, restriction, reason, at):
    """Raise AskedTooMuch where this cannot be decided."""
    if not reason.strip():
        raise AskedTooMuch("Say why: it is printed on the credit notes and told to the traders.")
    if (state == State.RESTRICTED) is not bool(restriction):
        raise AskedTooMuch("Choose what the day is restricted to: flat trading, vehicles only, or gazebos.")
    if occurrence.ends_at <= at:
        raise AskedTooMuch(f"{occurrence} is over. Finance can credit it, under Credit notes, market days.")


def locked(occurrence):
    """The occurrence, its row locked, and before it those of the accounts and bookings that it is charged to.

    Who was charged or paid in between is locked out of order, and so not waited for: where somebody else holds them,
    all of it is done again from the start.
    """
    lock_payers(occurrence)
    found = Occurrence.objects.select_for_update(of=["self"]).with_parts().get(pk=occurrence.pk)
    lock_payers(occurrence, nowait=True)
    return found


def lock_payers(occurrence, *, nowait=False):
    """Lock the accounts charged for an occurrence and the bookings of it that anything was paid for."""
    accounts = of_day(occurrence).order_by().values("account")
    list(Account.objects.select_for_update(nowait=nowait).filter(pk__in=accounts).order_by("pk"))
    paid = Booking.objects.filter(lines__occurrence=occurrence, payments__isnull=False).values("pk")
    list(Booking.objects.select_for_update(nowait=nowait).filter(pk__in=paid).order_by("pk"))


def mark(occurrence, moment):
    occurrence.cancelled_at = moment
    occurrence.save(update_fields=["cancelled_at"])


def stamp(decision, reason, by, at):
    """Say that a decision stands no more. False where that was said before."""
    rows = DayDecision.objects.standing().filter(pk=decision.pk)
    changed = rows.update(reversed_at=at, reversed_by=by, reversal_reason=reason[:200])
    decision.refresh_from_db()
    return bool(changed)


def rules_of(event):
    """The market's rules; the usual ones where it has made none."""
    return getattr(event, "rules", None) or MarketRules(event=event)


def percent_at(occurrence, at):
    """What share of each charge is credited where the day is cancelled at this moment."""
    rules = rules_of(occurrence.event)
    until = datetime.combine(occurrence.day, rules.weather_credit_until, get_current_timezone())
    return 100 if at < until else rules.weather_late_percent


def of_day(occurrence):
    """The charges that stand for an occurrence: of its places, and of its extras."""
    places = Q(line__occurrence=occurrence, extra_line=None)
    return Charge.objects.filter(places | Q(extra_line__occurrence=occurrence), reverses=None, reversal=None)


def paid_bookings(occurrence):
    """Confirmed bookings of the day that were paid on the spot or by card."""
    lines = BookingLine.objects.filter(DUE, occurrence=occurrence).values("booking")
    bookings = Booking.objects.filter(pk__in=lines, status=Booking.Status.CONFIRMED, payments__isnull=False)
    return bookings.select_related("customer").distinct().order_by("pk")


def cancel_day(decision, ground, *, by, at):
    """Credit everybody charged, give back what was paid, and expect nobody."""
    occurrence, percent = decision.occurrence, decision.credit_percent
    if percent:
        credit(decision, of_day(occurrence), percent, ground=ground, by=by, at=at)
        for booking in paid_bookings(occurrence):
            give_back(decision, booking, day_refunds.rows_of(booking, occurrence), percent, by, at)
    not_required(occurrence.lines.live().filter(booking__status=Booking.Status.CONFIRMED), by, at)


def credit(decision, charges, percent, *, ground=CreditNote.Reason.WEATHER, by, at):
    """Take a share off charges, and note each under the decision."""
    lessened = lessen(charges, percent, reason=ground, text=decision.reason, by=by, at=at)
    DecisionCredit.objects.bulk_create(
        DecisionCredit(decision=decision, charge=one.charge, gross=one.gross, taken_off=one.taken_off,
                       credit_line=one.credit_line)
        for one in lessened
    )  # fmt: skip


def give_back(decision, booking, rows, percent, by, at):
    """Give a share of what was paid for these places and extras back, by the decision."""
    day_refunds.refund(booking, day_refunds.share_of(booking, rows, percent), decision=decision, by=by, at=at)


def not_required(lines, by, at):
    """Nobody waits for these: the register says so, and has nothing left to charge. Who came, came."""
    expected = Attendance.objects.filter(line__in=lines, presence=Presence.EXPECTED)
    expected.update(presence=Presence.NOT_REQUIRED, settled_at=at, by=by, at=at, tap=None)
    Attendance.objects.bulk_create(
        Attendance(line=line, presence=Presence.NOT_REQUIRED, settled_at=at, by=by, at=at)
        for line in lines.filter(attendance=None)
    )


def undo(decision, *, by, at):
    """Charge again what a decision credited, give nothing more back, and expect everybody again."""
    credits = decision.credits.standing().select_related(
        "charge__line", "charge__extra_line", "charge__account", "taken_off", "credit_line", "decision")
    restore(list(credits), by=by, at=at)
    decision.refunds.waiting().update(dropped_at=at)
    stayed = Attendance.objects.filter(line__occurrence=decision.occurrence_id, tap=None)
    stayed = stayed.filter(presence=Presence.NOT_REQUIRED)
    stayed.update(presence=Presence.EXPECTED, settled_at=None, by=by, at=at)
