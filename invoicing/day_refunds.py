"""Giving back what was paid on the spot for a market day that does not go ahead, or for an absence by policy."""

from django.utils.timezone import now

from events.models import AskedTooMuch, Booking, BookingLine
from events.models.transactions import retried
from invoicing import supplies
from invoicing.lessening import share
from invoicing.models import DayRefund, Payment, Posting
from invoicing.models.day_refund import parts_of
from invoicing.supplies import earned, left_of, supply, total


def rows_of(booking, occurrence):
    """The places and extras of a booking at one occurrence that anything was paid for: given back ones by their rest.
    """
    rows = (booking.lines, booking.extra_lines)
    return [row for each in rows for row in each.filter(supplies.DUE, occurrence=occurrence)]


def key(row):
    return ("line" if isinstance(row, BookingLine) else "extra", row.pk)


def due_of(booking, rows):
    """{key: pence of its price still paid for} of some rows; what waits to go back counts as gone back."""
    back = booking.day_refunds.entered().parts()
    return {key(row): max((row.kept if row.released_at else row.price) - back[key(row)], 0) for row in rows}


def share_of(booking, rows, percent):
    """{key: pence of its price} of a share of what is still paid for."""
    return {row: share(due, percent) for row, due in due_of(booking, rows).items()}


def all_but(booking, parts):
    """{key: pence of its price} that go back where only so much of each stays to pay: [(row, pence)]."""
    due = due_of(booking, [row for row, _ in parts])
    return {key(row): max(due[key(row)] - kept, 0) for row, kept in parts}


def worth(booking, off):
    """Pence with VAT of `off`, {key: pence of its price}; nothing where all that was paid has gone back already."""
    waiting = booking.day_refunds.waiting().parts()
    after = waiting.copy()
    after.update(off)
    return total(supply(booking, waiting)).gross - total(supply(booking, after)).gross if left_of(booking) else 0


def refund(booking, off, *, decision=None, why="", by, at):
    """Enter what goes back of a paid booking, {key: pence of its price}, by a decision or an absence that `why` names.

    It goes back at once where nobody need be there for it. Returns the DayRefund; None where nothing goes back.
    """
    amount = worth(booking, off)
    if not amount:
        return None
    of = {name: {str(pk): pence for (sort, pk), pence in off.items() if sort == name} for name in ("line", "extra")}
    due = DayRefund.objects.create(decision=decision, why=why[:200], booking=booking, amount=amount, lines=of["line"],
                                   extras=of["extra"])  # fmt: skip
    if goes_by_itself(booking, amount):
        give_back(due, by=by, at=at)
        due.refresh_from_db()
    return due


def goes_by_itself(booking, amount):
    """Whether so many pence are left of its payments, and all that is left came from cards online."""
    left = left_of(booking)
    online = all(payment.method == Payment.Method.STRIPE for payment, _ in left)
    return online and sum(pence for _, pence in left) >= amount


@retried
def give_back(due, *, by=None, till=None, at=None):
    """Give one back by the tenders it was paid with, once; the pence that went back now. Cash needs the open `till`.

    What went back another way meanwhile, as where the booking was cancelled, does not go back again. Raises
    AskedTooMuch where the decision was reversed meanwhile, TillClosed.
    """
    at = at or now()
    booking = Booking.objects.select_for_update().get(pk=due.booking_id)
    due = DayRefund.objects.select_for_update().get(pk=due.pk)
    if due.given_at:
        return 0
    if due.dropped_at:
        raise AskedTooMuch("The decision was reversed or it went back another way meanwhile, so nothing goes back.")
    before = supply(booking)
    if total(before).gross == total(supply(booking, parts_of(due.lines, due.extras))).gross:
        due.dropped_at = at
        due.save(update_fields=["dropped_at"])
        return 0
    due.given_at, due.given_by = at, by
    due.save(update_fields=["given_at", "given_by"])
    refunds = supplies.give_back(booking, before, supply(booking), by=by, till=till, at=at)
    return -sum(refund.amount for refund in refunds)


@retried
def take_again(due, method, *, by=None, till=None, reference="", at=None):
    """Take once more what was given back for a day that goes ahead after all; the payment. Once.

    Raises AskedTooMuch where nothing is to be paid again, TillClosed.
    """
    at = at or now()
    booking = Booking.objects.select_for_update().get(pk=due.booking_id)
    due = DayRefund.objects.select_for_update().get(pk=due.pk)
    if due.paid_again_id:
        return due.paid_again
    if not DayRefund.objects.to_pay_again().filter(pk=due.pk).exists():
        raise AskedTooMuch("Nothing is to be paid again here.")
    before = supply(booking)
    due.paid_again = Payment.objects.make(booking=booking, method=method, amount=due.amount, by=by, till=till,
                                          reference=reference, at=at)  # fmt: skip
    due.save(update_fields=["paid_again"])
    movements = [(due.paid_again.code, "BOOKINGS", due.amount), *earned(before, supply(booking))]
    Posting.objects.post("sale", movements, by=by, at=at, booking=booking, payment=due.paid_again, till=till)
    return due.paid_again
