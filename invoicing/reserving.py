"""Reservations and groups: told to the customer, reminded, kept once something is paid, and decided at the end.

Money confirms a booking only when it is paid in full or charged. Where a deposit is paid its places no longer lapse by
themselves: when its day is over a person decides to keep it longer, to give the money back, or to keep the deposit.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate, now

from events.dates import day, day_clock
from events.models import AskedTooMuch, Booking, Message, Reservation
from events.models.reservation import check_open
from events.models.transactions import retried
from events.money import Basis, apportion_within, pounds, tax
from invoicing import on_account
from invoicing.cancellation import cancel
from invoicing.cancelling_by_rule import release
from invoicing.models import Code, Posting
from invoicing.models.journal import income_movements
from invoicing.refunding import allow, allow_all_back, by_tender_or_credit

LATELY = timedelta(days=2)  # whoever could not be told in that time is not told any more: the worker was away
KEPT = "Reservation given up, deposit kept"


@retried
def reserve(booking, *, by=None, at=None, **terms):
    """Let a basket stand until a day (Reservation.objects.of) and tell its customer. Returns the Reservation."""
    at = at or now()
    reservation = Reservation.objects.of(booking, by=by, at=at, **terms)
    booking = Booking.objects.select_related("customer").get(pk=reservation.booking_id)
    words = {"subject": f"Reserved for you: booking {booking}", "body": confirmation(reservation, booking)}
    Message.objects.tell(booking.customer, topic="reservation", by=by, at=at, once=f"reserved-{booking.pk}", **words)
    return reservation


def confirmation(reservation, booking):
    """What is reserved, until when, and what is to be paid by then."""
    parts = [f"We have reserved these places for {reservation.name}. Your reference is {booking}.",
             places(booking.live_lines),
             f"All together {pounds(booking.total().gross)}. Please pay or tell us by "
             f"{day_clock(reservation.decide_by)}; after that we offer the places to others."]  # fmt: skip
    if reservation.deposit:
        parts.append(f"Please pay a deposit of {pounds(reservation.deposit)} by {day(reservation.deposit_by)}.")
    if reservation.invoiced:
        parts.append("We send an invoice for all of it to your account.")
    return "\n\n".join(parts)


def places(lines):
    """Blithe Spirit, Sat 5 Dec 2026, 7pm: 2 places, A1, A2. A paragraph for each performance."""
    found = {}
    for line in lines.order_by("occurrence__starts_at", "place"):
        found.setdefault(line.occurrence, []).append(f"{line.place}")
    return "\n\n".join(f"{occurrence}: {len(own)} {'place' if len(own) == 1 else 'places'}, {', '.join(own)}."
                       for occurrence, own in found.items())  # fmt: skip


def paid_for(reservations):
    """{booking id: pence paid} of these reservations, in one query."""
    bookings = Booking.objects.filter(reservation__in=reservations)
    return {pk: paid or 0 for pk, paid in bookings.annotate(paid=Sum("payments__amount")).values_list("pk", "paid")}


def deposits_due(at):
    """Open reservations whose deposit is asked for and not paid, the earliest first."""
    asked = Reservation.objects.open().filter(deposit__gt=0).select_related("booking__customer").order_by("deposit_by")
    paid = paid_for(asked)
    return [one for one in asked if paid.get(one.booking_id, 0) < one.deposit]


@retried
def set_day(reservation, decide_by, *, at=None):
    """Give it until another day; an earlier one lets go of nothing that is paid in part or just being paid.

    Raises AskedTooMuch, ReservationLapsed.
    """
    booking = Booking.objects.select_for_update().get(pk=reservation.booking_id)
    keep = booking.payments.exists() or booking.card_attempts.under_way().exists()
    reservation.extend(decide_by, keep=keep, at=at)


def keep_part_paid():
    """Let no reservation lapse with money on it: its places stay until the last of them is over. How many it kept.

    A part payment gives ten minutes at least (Payment.take), and this runs each minute.
    """
    kept = 0
    paid = Booking.objects.filter(status="reserved", reservation__isnull=False, payments__isnull=False)
    for booking in paid.distinct():
        last = booking.lines.live().order_by("occurrence__ends_at").select_related("occurrence").last()
        if last and booking.reserved_until < last.occurrence.ends_at and booking.payments.total() > 0:
            booking.extend(last.occurrence.ends_at)
            kept += 1
    return kept


def remind(at=None):
    """Remind those whose day comes near, each once; how many."""
    at, told = at or now(), 0
    for reservation in Reservation.objects.to_remind(at):
        with transaction.atomic():
            if reservation.claim_reminder(at):
                tell_again(reservation, at)
                told += 1
    return told


def tell_again(reservation, at):
    booking = reservation.booking
    left = booking.total().gross - booking.payments.total()
    body = (f"Your reservation {booking} for {reservation.name} stands until {day_clock(reservation.decide_by)}.\n\n"
            f"{places(booking.live_lines)}\n\n{pounds(left)} is still to pay. Telephone us or come in, or tell us if "
            "you do not want the places.")  # fmt: skip
    Message.objects.tell(booking.customer, topic="reservation", subject=f"Please pay for booking {booking}", body=body,
                         at=at, once=f"reserved-{booking.pk}-{localdate(reservation.decide_by)}")  # fmt: skip


def tell_lapsed(at=None):
    """Tell the customers of reservations that ran out unpaid, each once; how many."""
    at, told = at or now(), 0
    gone = Reservation.objects.filter(booking__status=Booking.Status.LAPSED, booking__reserved_until__gte=at - LATELY)
    paid = paid_for(gone)
    for reservation in gone.select_related("booking__customer"):
        about = f"lapsed-{reservation.booking_id}-{localdate(reservation.booking.reserved_until)}"
        customer = reservation.booking.customer
        if not paid[reservation.booking_id] and not customer.messages.filter(once=about).exists():
            tell_gone(reservation, about, at)
            told += 1
    return told


def tell_gone(reservation, about, at):
    booking = reservation.booking
    body = (f"Your reservation {booking} for {reservation.name} stood until {day_clock(reservation.decide_by)} and was "
            f"not paid, so we offer these places to others now:\n\n{places(lapsed_lines(booking))}\n\nNothing is to "
            "pay. If you still want to come, telephone us: we book for you what is free.")  # fmt: skip
    Message.objects.tell(booking.customer, topic="reservation", subject=f"Your reservation {booking} has ended",
                         body=body, at=at, once=about)  # fmt: skip


def lapsed_lines(booking):
    return booking.lines.filter(release_reason="lapsed", released_at__gte=booking.reserved_until).with_parts()


@retried
def invoice(reservation, *, by=None, at=None):
    """Charge it whole to the account of its customer, and so confirm it. Asked twice, once. Raises Refused."""
    return on_account.charge(Booking.objects.get(pk=reservation.booking_id), by=by, at=at)


@retried
def reduce(reservation, lines, *, by=None, at=None):
    """Give some of its places back; how many. Raises AskedTooMuch where less would stay than was paid for, and as
    Reservation.reduce does.
    """
    count = reservation.reduce(lines, by=by, at=at)
    booking = Booking.objects.get(pk=reservation.booking_id)
    paid, worth = booking.payments.total(), booking.total().gross
    if paid > worth:
        raise AskedTooMuch(f"{pounds(paid)} is paid, and the places that stay come to {pounds(worth)}. Keep as many "
                           "as are paid for; or cancel it, which gives the money back, and reserve anew.")  # fmt: skip
    return count


@retried
def give_up(reservation, *, as_credit=False, authorised_by=None, by=None, till=None, at=None):
    """Cancel it and give back what was paid, by its tender or on the customer's credit. Returns the refunds. Twice is
    once.

    Raises AskedTooMuch where it was paid in full or charged meanwhile, or too much would go back in cash, and
    NeedsAuthority where nobody who may allowed what is over the limit.
    """
    at = at or now()
    booking = Booking.objects.select_for_update().get(pk=reservation.booking_id)
    if booking.status == Booking.Status.CONFIRMED:
        raise AskedTooMuch(f"{booking} is no reservation any more: it was paid in full or charged meanwhile. Cancel or "
                           "refund it from its own page.")  # fmt: skip
    if booking.status == Booking.Status.RESERVED:
        allow_all_back(booking, authorised_by, "return of the deposit", at, as_credit)
    pay = by_tender_or_credit(booking, as_credit, by, at)
    return cancel(booking, reason="Reservation given up", by=by, till=till, at=at, pay=pay)


@retried
def keep_deposit(reservation, *, authorised_by=None, by=None, at=None):
    """Cancel it and keep what was paid, as its terms said; pence kept. Twice is once, and says the same.

    VAT stays due on what is kept (Revenue and Customs Brief 13/2018), so each line keeps its share of it at the line's
    own rate. Raises AskedTooMuch where nothing was paid, more than its places come to, or prices are without VAT,
    NeedsAuthority where nobody who may allowed it, and ReservationLapsed.
    """
    at = at or now()
    booking = Booking.objects.select_for_update().get(pk=reservation.booking_id)
    if booking.status == Booking.Status.CANCELLED:
        return kept_of(booking)
    check_open(booking)
    rows, paid = booking.sold(), booking.payments.total()
    check_keepable(rows, paid)
    allow(booking, [f"{pounds(paid)} of the customer's money is kept."], authorised_by, "kept deposit", at)
    kept = apportion_within(paid, [row.price for row in rows], [0] * len(rows), [row.price for row in rows])
    for row, pence in zip(rows, kept, strict=True):
        release(row, pence, reason=KEPT, by=by, at=at)
        row.kept = pence
    booking.cancel(reason=KEPT, by=by, at=at)
    movements = income_movements(Code.BOOKINGS, zip([row.budget_code for row in rows],
                                                    tax([row.priced_kept for row in rows]), strict=True))  # fmt: skip
    Posting.objects.post("cancellation", movements, by=by, at=at, booking=booking)
    return sum(kept)


def check_keepable(rows, paid):
    """Raise AskedTooMuch where these rows cannot take up all that was paid."""
    worth = sum(row.price for row in rows)
    if not paid or any(row.basis != Basis.GROSS for row in rows):
        raise AskedTooMuch("There is no deposit to keep. Cancel the booking, or ask finance.")
    if paid > worth:
        raise AskedTooMuch(f"{pounds(paid)} is paid, and its places come to {pounds(worth)}: more than that cannot be "
                           "kept. Cancel it and give the money back.")  # fmt: skip


def kept_of(booking):
    """Pence of a deposit that were kept when it was cancelled; 0 where the money went back."""
    rows = [*booking.lines.filter(release_reason=KEPT), *booking.extra_lines.filter(release_reason=KEPT)]
    return sum(row.kept or 0 for row in rows)


def every_minute():
    """What the worker does: keep what is part paid, remind, and tell whose time ran out."""
    return keep_part_paid(), remind(), tell_lapsed()
