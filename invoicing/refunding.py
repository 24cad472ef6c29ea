"""Giving back some of a booking's places: what goes back, what the rules keep of it, and who has to allow it.

What is kept stays to be paid with its VAT (invoicing/supplies.py). A booking on account is credited instead.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from django.utils.timezone import now

from events.dates import day_clock
from events.models import AskedTooMuch, Booking, BookingAct, BookingLine, CheckIn, Event, Refused
from events.models.transactions import retried
from events.money import pounds
from invoicing.cancelling_by_rule import release, to_release
from invoicing.day_refunds import key as key_of
from invoicing.lessening import keep
from invoicing.models import CounterRules, Payment, StoredValue
from invoicing.supplies import give_back, parts_back, supply, total

REASONS = ["Customer ill", "Cannot come", "Wrong day or time", "Wrong seats", "Booked twice", "Access or view",
           "Travel or weather", "Complaint", "Other"]  # fmt: skip


class NeedsAuthority(Refused):
    """It goes beyond what a clerk may do alone; the message says why."""

    code = "needs_authority"


@dataclass
class Quote:
    """What giving some lines back means: `parts` [(row, pence of its price that stay)], `back` pence with VAT."""

    parts: list
    back: int
    authority: list = field(default_factory=list)

    @property
    def kept(self):
        """Pence of the prices that stay to be paid."""
        return sum(kept for _, kept in self.parts)

    @property
    def kept_extras(self):
        """Whether any of it is of extras: fees that do not go back."""
        return any(kept for row, kept in self.parts if not isinstance(row, BookingLine))


def changeable(booking):
    """The live lines of a booking that this desk may give back or exchange, with what the rules ask of them.

    Those of traders are changed by the market's own rules, at the market desk.
    """
    lines = booking.live_lines.select_related("occurrence__price_list", "place__band")
    return lines.filter(occurrence__event__audience=Event.Audience.PUBLIC).order_by("occurrence", "place")


def quote(booking, lines, *, rules=None, free=False, at=None):
    """The Quote of giving these lines back now, with the extras beside them.

    `free`: no fee, nothing is kept; so it is of what was called off, whose buyers get all of it (STAR code 2017).
    """
    at, rules = at or now(), rules or CounterRules.current()
    rows = to_release(booking, lines)
    parts = [(row, 0 if free or row.occurrence.cancelled_at else kept_of(row, rules.refund_fee)) for row in rows]
    back = total(supply(booking)).gross - total(supply(booking, off_of(parts))).gross
    late = [] if free else why_late(lines, rules.refund_until_hours, at)
    return Quote(parts, back, [*late, *why_over(booking, back, rules), *why_used(lines)])


def kept_of(row, fee):
    """Pence of a row's price that stay: the fee for a ticket, all of an extra that is not refundable."""
    if isinstance(row, BookingLine):
        return min(fee, row.price)
    return 0 if row.extra.refundable else row.price


def off_of(parts):
    """What comes off a supply where only `kept` of each row stays: {key: pence}."""
    return {key_of(row): row.price - kept for row, kept in parts if row.price > kept}


def why_late(lines, hours, at):
    """Sentences about performances that begin too soon for the rule, or have begun."""
    days = {line.occurrence_id: line.occurrence for line in lines}.values()
    late = [one for one in days if not one.cancelled_at and at > one.starts_at - timedelta(hours=hours)]
    return [f"{one} could be changed until {day_clock(one.starts_at - timedelta(hours=hours))}." for one in late]


def why_over(booking, back, rules):
    """A sentence where so much goes back, with what went back of the booking before, that a clerk may not alone."""
    before = -booking.payments.exclude(refund_of=None).total()
    if back <= 0 or back + before <= rules.refund_pin_over:
        return []
    together = f" now and {pounds(before)} before" if before else ""
    return [f"{pounds(back)}{together} is more than {pounds(rules.refund_pin_over)}."]


def why_used(lines):
    """A sentence where somebody came in on one of these tickets."""
    used = CheckIn.objects.standing().filter(line__in=[line.pk for line in lines]).count()
    return [f"{used} of these tickets {'was' if used == 1 else 'were'} used at the door."] if used else []


@retried
def refund(booking, lines, *, reason, by, as_credit=False, till=None, key="", free=False, authorised_by=None, at=None):
    """Give these lines back by the tenders they were paid with, or put them on the customer's credit.

    The same `key` (of the page) twice is done once. Returns the refunds. Raises NeedsAuthority where nobody authorised
    what goes beyond a clerk's limits, AskedTooMuch where the lines were changed meanwhile, cash would go back above
    the limit, or more than was paid; TillClosed. Whatever is raised, nothing is changed.
    """
    at, rules = at or now(), CounterRules.current()
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    if key and (done := booking.payments.filter(key=key).first()):
        return list(booking.payments.filter(taken_at=done.taken_at).exclude(refund_of=None))
    asked = {line.pk for line in lines}
    lines = list(changeable(booking).filter(pk__in=asked))
    check(booking, lines, asked, reason)
    quoted = quote(booking, lines, rules=rules, free=free, at=at)
    allow(booking, quoted.authority, authorised_by, "refund", at)
    if not as_credit:
        check_cash(booking, quoted.back, rules)
    refunds = carry_out(booking, quoted, reason, by, by_tender_or_credit(booking, as_credit, by, at), till, at)
    if key and refunds:
        Payment.objects.filter(pk=refunds[0].pk).update(key=key)
    return refunds


def check(booking, lines, asked, reason):
    """Raise AskedTooMuch where these lines are not the booking's to give back any more."""
    if not asked:
        raise AskedTooMuch("Nothing is ticked. Tick at least one place.")
    if booking.status != Booking.Status.CONFIRMED or {line.pk for line in lines} != asked:
        raise AskedTooMuch(f"{booking} was changed meanwhile. Look at it again; nothing was done.")
    if not reason:
        raise AskedTooMuch("Say why. Choose a reason from the list.")


def allow(booking, why, authorised_by, what, at):
    """Raise NeedsAuthority where there is a `why` and nobody authorised it; note who did."""
    check_allowed(why, authorised_by)
    if why:
        BookingAct.objects.note(booking, BookingAct.Sort.AUTHORISED, f"Authorised the {what}: {' '.join(why)}",
                                by=authorised_by, at=at)  # fmt: skip


def check_allowed(why, authorised_by):
    """Raise NeedsAuthority where there is a `why` and nobody authorised it."""
    if why and authorised_by is None:
        raise NeedsAuthority(f"{' '.join(why)} Somebody who may authorise it enters their PIN.")


def check_cash(booking, pence, rules):
    """Raise AskedTooMuch where more cash would go back than the rules let out of a drawer."""
    if cash := too_much_cash(booking, pence, rules):
        raise AskedTooMuch(f"{pounds(rules.cash_refund_most)} is the most that goes back in cash, not {pounds(cash)}. "
                           "Put it on the customer's credit, or ask finance to send it.")  # fmt: skip


def too_much_cash(booking, pence, rules):
    """Pence in cash among those that would go back, where that is more than the rules let out of a drawer; else 0."""
    parts = parts_back(booking, pence) if booking.payments.exists() else []
    cash = sum(part for payment, part in parts if payment.method == Payment.Method.CASH)
    return cash if cash > rules.cash_refund_most else 0


def why_all_back(booking, rules, as_credit=False):
    """What a clerk may not alone where all that was paid for an unsold booking goes back, in sentences.

    It goes back as it came, for nothing was sold: so much cash needs somebody's word, too; on credit no cash goes.
    """
    paid = booking.payments.total()
    cash = 0 if as_credit else too_much_cash(booking, paid, rules)
    most = f"{pounds(cash)} in cash is more than the {pounds(rules.cash_refund_most)} that goes back from a drawer."
    return [*why_over(booking, paid, rules), *([most] if cash else [])]


def allow_all_back(booking, authorised_by, what, at, as_credit=False):
    """Hold what gives all that was paid for an unsold booking back to a clerk's limits. Raises NeedsAuthority."""
    allow(booking, why_all_back(booking, CounterRules.current(), as_credit), authorised_by, what, at)


def by_tender_or_credit(booking, as_credit, by, at):
    """How one payment goes back: by its tender; or on the customer's credit, a new voucher where nobody is named."""
    if not as_credit:
        return Payment.objects.refund
    if booking.customer:
        return partial(Payment.objects.refund, to=StoredValue.objects.credit_of(booking.customer, by=by, at=at))
    voucher = StoredValue.objects.create(sort=StoredValue.Sort.GIFT, made_at=at, made_by=by,
                                         wording=f"In place of booking {booking}")  # fmt: skip
    return partial(Payment.objects.refund, to=voucher)


def carry_out(booking, quoted, reason, by, pay, till, at):
    """Release the rows, take their charges off, and give the difference back."""
    before, was_paid = supply(booking), booking.payments.exists()
    keep(quoted.parts, words=reason, by=by, at=at)
    for row, kept in quoted.parts:
        release(row, kept, reason=reason, by=by, at=at)
    refunds = []
    if was_paid:
        refunds = give_back(booking, before, supply(booking), by=by, till=till, at=at, pay=pay)
    if not booking.lines.live().exists():
        booking.cancel(reason=reason, by=by, at=at)
    return refunds
