"""Settling a market day: what each trader's attendance costs them by the market's policy, carried out once.

A share of the price is taken off, a penalty is charged. An absence reported beforehand was settled when it was
reported: its pitch is released already, and it is none of this.
"""

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q
from django.utils.timezone import localdate, now

from events.dates import day as in_words
from events.holidays import holiday_balance
from events.late_release import LATE
from events.models import (
    AskedTooMuch,
    Attendance,
    Booking,
    BookingLine,
    ChargeType,
    DayOff,
    ExtraLine,
    Presence,
    PriceBook,
    Refused,
    RegisterNote,
)
from events.models.transactions import retried
from events.money import Basis, pounds, rounded
from invoicing import day_refunds
from invoicing.lessening import keep
from invoicing.models import CreditRefused


@dataclass(frozen=True)
class Outcome:
    """What settling did, or would do, to one attendance; `done` is False where somebody has to put it right first."""

    attendance: Attendance
    words: str
    done: bool


def to_settle(occurrence):
    """Attendances whose pitch is still theirs, or was released because they were late; not those moved on."""
    theirs = Q(line__released_at=None) | Q(line__release_reason=LATE)
    rows = Attendance.objects.filter(theirs, line__occurrence=occurrence, line__replaced_by=None)
    rows = rows.select_related("line__place__area", "line__booking__customer__account", "line__occurrence__event")
    return rows.order_by("line__place__area", "line__place__position", "pk")


def policies_of(event):
    """{presence: ChargePolicy} of a market; a presence without one is charged in full."""
    return {policy.presence: policy for policy in event.charge_policies.all()}


def costs(policy):
    """What a policy costs: charged in full, half, nothing, with a penalty on top."""
    share = "the full price" if policy is None or policy.percent == 100 else f"{policy.percent}% of the price"
    share = "nothing" if policy and policy.percent == 0 else share
    return f"{share} and a penalty of {pounds(policy.penalty)}" if policy and policy.penalty else share


def forecast(occurrence):
    """What settling would do: [Outcome], those done already and those whose presence nobody has said among them."""
    policies = policies_of(occurrence.event)
    return [expected(row, policies.get(row.presence)) for row in to_settle(occurrence)]


def expected(row, policy):
    if row.settled_at:
        return Outcome(row, "Settled", True)
    if row.presence == Presence.EXPECTED:
        return Outcome(row, "Say first whether they came", False)
    return Outcome(row, costs(policy).capitalize(), True)


def settle(occurrence, *, by, at=None):
    """Carry out the policy for every attendance not settled yet; each by itself, once. Returns [Outcome] of this time.

    What the law or the account forbids is reported and stays as it was. Raises AskedTooMuch before the market began.
    """
    at = at or now()
    if at < occurrence.starts_at:
        raise AskedTooMuch("The market has not begun. Settle the day when it is over.")
    policies = policies_of(occurrence.event)
    rows = [row for row in to_settle(occurrence) if not row.settled_at]
    return [outcome for row in rows if (outcome := attempt(row, policies.get(row.presence), by, at))]


def attempt(row, policy, by, at):
    """Settle one attendance, or say why not."""
    if row.presence == Presence.EXPECTED:
        return expected(row, policy)
    try:
        return settle_one(row, policy, by, at)
    except Refused as refusal:
        return Outcome(row, refusal.message, False)


@retried
def settle_one(row, policy, by, at):
    """Share and penalty of one attendance in one transaction; None where somebody was quicker. Raises Refused."""
    Booking.objects.select_for_update().only("pk").get(pk=row.line.booking_id)
    fresh = Attendance.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if fresh.settled_at or fresh.presence != row.presence:
        return None
    said = []
    if row.presence == Presence.HOLIDAY:
        use_holiday(row, by, at)
    if policy and policy.percent < 100:
        said.append(lessen(row, policy, by, at))
    if policy and policy.penalty:
        said.append(penalise(row, policy, by, at))
    Attendance.objects.filter(pk=row.pk).update(settled_at=at)
    return Outcome(row, " ".join(said) or "Nothing to do: the full price stays.", True)


def use_holiday(row, by, at):
    """Take the day off their holidays. Raises AskedTooMuch where they have none left."""
    occurrence, customer = row.line.occurrence, row.line.booking.customer
    if DayOff.objects.live().filter(customer=customer, occurrence=occurrence).exists():
        return
    balance = holiday_balance(customer, occurrence.event, occurrence.day)
    if balance is None or not balance.left:
        raise AskedTooMuch("They have no holiday left. Say on the register that they told us, in time or late.")
    DayOff.objects.create(customer=customer, occurrence=occurrence, why=DayOff.Why.HOLIDAY, reported_by=by,
                          reported_at=at, note="Written down on the register")  # fmt: skip


def lessen(row, policy, by, at):
    """Let a share of the price stay charged, the rest comes off or goes back."""
    line, words = row.line, f"{row.get_presence_display()}, {policy.percent}% to pay"
    rows = [line, *earlier(line), *ExtraLine.objects.filter(booking=line.booking_id, occurrence=line.occurrence_id,
                                                            place=line.place_id)]  # fmt: skip
    parts = [(one, rounded(Fraction(one.price * policy.percent, 100))) for one in rows]
    if line.booking.payments.exists():
        return give_back(line, parts, words, by, at)
    keep(parts, words=words, by=by, at=at)
    return f"{policy.percent}% of {pounds(line.price)} stays charged."


def give_back(line, parts, words, by, at):
    """What was paid on the spot goes back but for what stays of each, [(row, pence)]: to a card, or at a counter."""
    booking, why = line.booking, f"{in_words(line.occurrence.starts_at)}, {line.place}: {words}"
    parts = [(row, kept) for row, kept in parts if row.released_at is None or row.release_reason == LATE]
    due = day_refunds.refund(booking, day_refunds.all_but(booking, parts), why=why, by=by, at=at)
    if due is None:
        return "Nothing of what they paid goes back."
    return f"{pounds(due.amount)} {'goes back to the card' if due.given_at else 'waits to be given back'}."


def earlier(line):
    """The lines of the day that it was moved from; what was invoiced for them stands for it."""
    before = BookingLine.objects.filter(replaced_by=line, occurrence=line.occurrence_id).first()
    return [before, *earlier(before)] if before else []


def penalise(row, policy, by, at):
    """Charge the penalty to the account. Raises Refused where nobody has determined its VAT or the account refuses it.

    In a breathing space the law allows none (Debt Respite Scheme Regulations 2020 reg. 7): noted, and not charged.
    """
    line, occurrence = row.line, row.line.occurrence
    account = getattr(line.booking.customer, "account", None)
    if account is None:
        raise AskedTooMuch(f"They have no account for the {pounds(policy.penalty)} penalty. Ask finance to open one.")
    try:
        account.check_breathing(ChargeType.PENALTY, localdate(at))
    except CreditRefused:
        words = f"Penalty of {pounds(policy.penalty)} not charged: breathing space, in which the law allows none."
        RegisterNote.objects.create(occurrence=occurrence, place=line.place, line=line, text=words, by=by, at=at)
        return words
    determination = PriceBook([occurrence], at).determination(occurrence, ChargeType.PENALTY)
    words = f"{occurrence.event}, pitch {line.place}: {row.get_presence_display().lower()}, penalty"
    account.charge_for(words, policy.penalty, on=occurrence.day, basis=Basis.GROSS, determination=determination,
                       budget_code=occurrence.event.budget_code, by=by, at=at)  # fmt: skip
    return f"Penalty of {pounds(policy.penalty)} charged."
