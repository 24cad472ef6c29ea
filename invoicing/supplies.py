"""What a booking is to be paid for by now, and giving back the difference when that becomes less.

VAT stays due on what is kept of a released place (Revenue and Customs Brief 13/2018), so it is part of the supply. VAT
is worked out on the whole supply before and after, never on the difference: however often something is given back, no
penny drifts.
"""

from collections import defaultdict
from dataclasses import replace

from django.db.models import Q
from django_q.tasks import async_task

from events.models import AskedTooMuch
from events.money import NOTHING, pounds, tax, total_of
from invoicing.models import Code, Job, Payment, Posting

DUE = Q(released_at=None) | Q(kept__gt=0)


def supply(booking, off=()):
    """[(budget code, Priced)]: live lines and extras, and what is kept of released ones.

    Less what went back by itself (DayRefund), and less `off`, {("line" or "extra", id): pence of its price}.
    """
    back = booking.day_refunds.given().parts()
    back.update(dict(off))
    return [*due_of("line", booking.lines, back), *due_of("extra", booking.extra_lines, back)]


def due_of(kind, rows, back):
    """What is due for the rows of one kind."""
    for row in rows.filter(DUE).order_by("pk"):
        priced = row.priced_kept if row.released_at else row.priced
        yield row.budget_code, replace(priced, price=max(priced.price - back[kind, row.pk], 0))


def total(supplied):
    """Net and VAT of a supply."""
    return total_of(tax([priced for _, priced in supplied]))


def by_code(supplied):
    """{code: pence} of a supply's income, VAT among it."""
    totals = defaultdict(int)
    for (code, _), taxed in zip(supplied, tax([priced for _, priced in supplied]), strict=True):
        totals[code] += taxed.net
        totals[Code.VAT] += taxed.vat
    return totals


def earned(before, after):
    """Movements that turn the income of one supply into that of another: [(debit, credit, pence)]."""
    was, is_now = by_code(before), by_code(after)
    return [(code, Code.BOOKINGS, was[code] - is_now[code]) for code in sorted({*was, *is_now})]


def left_of(booking):
    """[(payment, pence not given back)] of a booking, as they were taken."""
    payments = booking.payments.filter(refund_of=None).order_by("pk")
    return [(payment, left) for payment in payments if (left := payment.amount + payment.refunds.total())]


def give_back(booking, before, after, *, by=None, till=None, at, pay=Payment.objects.refund, reason="refund"):
    """Refund the difference of two supplies of a paid booking, by the tenders it was paid with, and post it.

    Cash needs the open `till`; cards online are paid back by the worker. `pay` makes the refund of one payment where
    it is not to go back by its tender. Returns the refunds. Raises AskedTooMuch where so much was not paid, or the
    supply became more.
    """
    due = (total(before) if before else NOTHING).gross - (total(after) if after else NOTHING).gross
    refunds = [pay(payment, part, by=by, till=till, at=at) for payment, part in parts_back(booking, due)]
    movements = [*earned(before, after), *((Code.BOOKINGS, refund.code, -refund.amount) for refund in refunds)]
    Posting.objects.post(reason, movements, by=by, at=at, booking=booking, till=till)
    for refund in refunds:
        send_back(refund, by)
    return refunds


def parts_back(booking, due):
    """[(payment, pence of it)] that make up what goes back. Raises AskedTooMuch where so much was not paid."""
    parts = []
    if due < 0:
        raise AskedTooMuch(f"{pounds(-due)} more is to be paid for {booking}. Take it first.")
    for payment, left in left_of(booking):
        if part := min(left, due):
            parts.append((payment, part))
            due -= part
    if due:
        raise AskedTooMuch(f"{pounds(due)} more would go back than {booking} has paid. Ask finance.")
    return parts


def send_back(refund, by):
    """Have the worker give a refund back to the card it came from; other tenders were given back at the desk."""
    if refund.method in (Payment.Method.STRIPE, Payment.Method.READER):
        job = Job.objects.create(title=f"Refund of {pounds(-refund.amount)} to a card", wanted=1, by=by)
        async_task("invoicing.tasks.refund_card", refund.pk, job.pk, ack_failure=False)  # tried again when it fails
