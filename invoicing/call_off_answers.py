"""What a customer of a performance that was called off wants instead, and carrying it out, one booking at a time."""

from django.utils.timezone import localdate, now

from events.models import AskedTooMuch, Booking, BookingAct, Occurrence, Refused
from events.models.transactions import retried
from events.money import pounds
from invoicing.cancelling_by_rule import release, to_release
from invoicing.models import CallOff, CallOffAnswer, Code, Payment, Posting
from invoicing.rebooking import rebook
from invoicing.refunding import refund
from invoicing.supplies import earned, left_of, supply, total

CHOICES = CallOff.Choice
BY_ITSELF = {Payment.Method.STRIPE, Payment.Method.READER, Payment.Method.VOUCHER, Payment.Method.CREDIT}


def answer(given, choice, *, instead=None, by=None, till=None, at=None):
    """Note what the customer of a CallOffAnswer wants, and do it. Returns the answer; `trouble` says what stopped it.

    Another choice may be made until one is carried out. Raises AskedTooMuch for one that is not offered, or too late.
    """
    at = at or now()
    if given.done_at:
        raise AskedTooMuch(f"This was done already: {given.get_choice_display()}.")
    if choice not in given.offered:
        gone = "It does not take place, so the tickets are of no use. " if choice == CHOICES.KEEP else ""
        raise AskedTooMuch(f"{gone}Choose one of what is offered.")
    if by is None and localdate(at) > given.call_off.answer_by:
        raise AskedTooMuch("The day to answer by is over. Telephone us.")
    if choice == CHOICES.EXCHANGE and instead is None:
        raise AskedTooMuch("Choose the performance to come to.")
    chosen = {"choice": choice, "instead": instead if choice == CHOICES.EXCHANGE else None, "answered_at": at,
              "answered_by": by, "trouble": ""}  # fmt: skip
    if not CallOffAnswer.objects.filter(pk=given.pk, done_at=None).update(**chosen):
        raise AskedTooMuch("This was done already.")
    return try_it(given, by=by, till=till, at=at)


def try_it(given, *, by=None, till=None, at=None):
    """Carry an answer out; what stops it is noted for staff to look at. Safe to ask again and again."""
    try:
        carry_out(given, by=by, till=till, at=at or now())
    except Refused as refusal:
        CallOffAnswer.objects.filter(pk=given.pk, done_at=None).update(trouble=refusal.message[:200])
    given.refresh_from_db()
    return given


@retried
def carry_out(given, *, by, till, at):
    """Do what was chosen, once, in one transaction. Raises what stops it, with nothing changed."""
    booking = Booking.objects.select_for_update().get(pk=given.booking_id)
    given = CallOffAnswer.objects.select_for_update().get(pk=given.pk)
    if given.done_at or not given.choice:
        return
    off = given.call_off
    lines = list(booking.lines.live().filter(occurrence=off.occurrence).with_parts().order_by("pk"))
    if lines and given.choice != CHOICES.KEEP:
        DO[given.choice](given, booking, lines, by=by, till=till, at=at)
    given.done_at, given.trouble = at, ""
    given.save(update_fields=["done_at", "trouble"])


def pay_back(given, booking, lines, *, by, till, at):
    """By the tenders it was paid with; cash and the card machine need somebody at the counter."""
    by_hand = [payment for payment, _ in left_of(booking) if payment.method not in BY_ITSELF]
    if by_hand and by is None:
        raise AskedTooMuch(f"Paid by {by_hand[0].get_method_display().lower()}: give it back at the counter.")
    refund(booking, lines, reason=words(given), by=by, till=till, free=True, authorised_by=given.call_off.by, at=at)


def put_on_credit(given, booking, lines, *, by, till, at):
    """On the customer's credit; on a voucher where nobody is named."""
    refund(booking, lines, reason=words(given), by=by, free=True, as_credit=True, authorised_by=given.call_off.by,
           at=at)  # fmt: skip


def come_another_day(given, booking, lines, *, by, till, at):
    """The same places at the other performance where they are free, else the best together, at the price paid."""
    instead = Occurrence.objects.with_parts().get(pk=given.instead_id)
    places = the_same(instead, lines, at) or the_best(instead, booking, lines, at)
    pairs = [(line, instead, place) for line, place in zip(lines, places, strict=True)]
    rebook(booking, pairs, words=words(given), by=by, at=at)


def others(call_off):
    """The performances of the same event that its customers may come to instead."""
    upcoming = Occurrence.objects.upcoming().with_parts().filter(event=call_off.occurrence.event)
    return upcoming.exclude(pk=call_off.occurrence_id)


def the_same(instead, lines, at):
    """The places they had, where the other performance has all of them free; else None."""
    if instead.plan_id != lines[0].occurrence.plan_id:
        return None
    wanted = [line.place for line in lines]
    gone = (instead.lines.claiming(at), instead.holds.all())
    return None if any(rows.filter(place__in=wanted).exists() for rows in gone) else wanted


def the_best(instead, booking, lines, at):
    """The best places together: held for a moment, so that nobody else is given them."""
    if any(flag in line.place.flags for line in lines for flag in "wc"):
        raise AskedTooMuch("Their wheelchair space is not free there. Telephone them and exchange it by hand.")
    types = [line.price_type for line in lines]
    basket = Booking.objects.reserve_best(instead, types, channel=booking.channel, customer=booking.customer, at=at)
    held = [line.place for line in basket.live_lines.order_by("pk")]
    basket.cancel(reason=f"Chosen for {booking}", at=at)
    return held


def donate(given, booking, lines, *, by, till, at):
    """Give what was paid to the theatre: a refund freely given up, and so outside the scope of VAT.

    The sale and its VAT are taken back as by a refund; the money stands in the donations instead of going back.
    """
    if not booking.payments.exists():
        raise AskedTooMuch(f"{booking} is on account: there is nothing to donate. Choose a refund.")
    before = supply(booking)
    for row in to_release(booking, lines):
        release(row, 0, reason=words(given), by=by, at=at)
    after = supply(booking)
    pence = total(before).gross - total(after).gross
    movements = [*earned(before, after), (Code.BOOKINGS, Code.DONATIONS, pence)]
    Posting.objects.post("cancellation", movements, by=by, at=at, booking=booking)
    BookingAct.objects.note(booking, BookingAct.Sort.DONATED, f"{pounds(pence)} given to the theatre", by=by, at=at)
    if not booking.lines.live().exists():
        booking.cancel(reason=words(given), by=by, at=at)


DO = {CHOICES.REFUND: pay_back, CHOICES.CREDIT: put_on_credit, CHOICES.EXCHANGE: come_another_day,
      CHOICES.DONATE: donate}  # fmt: skip


def words(given):
    """Why the places are given back."""
    return f"{'Moved' if given.call_off.moved_to else 'Called off'}: {given.call_off.reason}"[:100]


def try_again(call_off, *, by=None, till=None, at=None):
    """Carry out every answer that was stopped; how many are done now."""
    waiting = call_off.answers.filter(done_at=None).exclude(choice="").select_related("call_off")
    return sum(bool(try_it(one, by=by, till=till, at=at).done_at) for one in waiting)


def by_default(at=None):
    """For those who did not answer by the day: what was announced. Returns how many were carried out."""
    at = at or now()
    silent = CallOffAnswer.objects.filter(choice="", done_at=None, call_off__answer_by__lt=localdate(at))
    done = 0
    for one in silent.select_related("call_off").order_by("pk"):
        chosen = {"choice": one.call_off.default, "answered_at": at}
        if CallOffAnswer.objects.filter(pk=one.pk, choice="").update(**chosen):
            done += bool(try_it(one, at=at).done_at)
    return done
