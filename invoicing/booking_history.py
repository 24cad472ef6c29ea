"""Everything that happened to one booking: reserved, paid, refunded, exchanged, printed, sent, renamed, admitted."""

from dataclasses import dataclass
from itertools import groupby

from events.models import CheckIn, TicketIssue
from events.money import pounds


@dataclass(frozen=True)
class Act:
    """One thing that happened: when, what in words, and by whom (None: the customer, or a machine)."""

    at: object
    words: str
    by: object = None


def history(booking):
    """[Act] of everything, the first thing first."""
    acts = [Act(booking.created_at, f"Reserved, {booking.get_channel_display().lower()}", booking.taken_by)]
    acts += [Act(booking.confirmed_at, "Confirmed")] if booking.confirmed_at else []
    acts += [Act(booking.cancelled_at, "Cancelled")] if booking.cancelled_at else []
    acts += [*money(booking), *places(booking), *tickets(booking), *staff(booking)]
    return sorted(acts, key=lambda act: act.at)


def money(booking):
    """Payments, refunds and exchanges."""
    for payment in booking.payments.select_related("taken_by"):
        words = f"{payment.get_method_display()} {pounds(abs(payment.amount))}"
        yield Act(payment.taken_at, f"{words} {'refunded' if payment.refund_of_id else 'paid'}", payment.taken_by)
    for one in booking.exchanges.select_related("by", "authorised_by"):
        yield Act(one.at, f"Exchanged {settled(one)}", one.by)


def settled(exchange):
    """How an exchange was settled, in words."""
    parts = [(exchange.taken, "collected"), (-exchange.taken, "given back"), (exchange.credited, "credited"),
             (exchange.waived, "waived"), (-exchange.waived, "kept"), (exchange.fee, "of it as the fee")]  # fmt: skip
    said = [f"{pounds(pence)} {words}" for pence, words in parts if pence > 0]
    reason = f" ({exchange.reason})" if exchange.reason else ""
    return (", ".join(said) or "for the same price") + reason


def places(booking):
    """Places and extras given back, those that went together in one line."""
    released = booking.lines.exclude(released_at=None).with_parts().select_related("released_by")
    for (at, reason, by), lines in groupby(released.order_by("released_at", "pk"),
                                           key=lambda line: (line.released_at, line.release_reason, line.released_by)):
        yield Act(at, f"{', '.join(str(line.place) for line in lines)} given back: {reason}", by)
    extras = booking.extra_lines.exclude(released_at=None).with_parts().select_related("released_by")
    for extra in extras:
        yield Act(extra.released_at, f"{extra.words} given back: {extra.release_reason}", extra.released_by)


def tickets(booking):
    """Prints, reprints and admissions."""
    for job in booking.print_jobs.select_related("by").defer("payload"):
        yield Act(job.made_at, f"{job.what}: {job.get_state_display().lower()}", job.by)
    for issue in TicketIssue.objects.filter(line__booking=booking).select_related("line__place__area", "by"):
        yield Act(issue.at, f"Ticket for {issue.line.place} printed again: {issue.reason}", issue.by)
    for entry in CheckIn.objects.filter(line__booking=booking).select_related("line__place__area", "by", "undone_by"):
        yield Act(entry.at, f"{entry.line.place} came in{f' at {entry.door}' if entry.door else ''}", entry.by)
        if entry.undone_at:
            yield Act(entry.undone_at, f"{entry.line.place}: admission undone", entry.undone_by)


def staff(booking):
    """What was done about it besides: sent again, renamed, authorised, answered."""
    for act in booking.acts.select_related("by"):
        yield Act(act.at, act.words, act.by)
