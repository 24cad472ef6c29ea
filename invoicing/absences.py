"""Absences that traders report: the place given back, the charge policy carried out, and all of it taken back again.

One day off a customer and market day, all in one transaction, once however often it is sent. Taking it back books the
same place at the same price, where it is still free. What a report counts as is judged in invoicing/absence_terms.py.
"""

from fractions import Fraction

from django.utils.timezone import now

from events.absence_counts import warn
from events.dates import day as in_words
from events.models import (
    AskedTooMuch,
    Booking,
    Customer,
    DayOff,
    ExtraLine,
    Hold,
    StandingBooking,
    StandingDay,
    Wanted,
)
from events.models.transactions import retried
from invoicing import day_refunds, rolling
from invoicing.absence_terms import check_reportable, judge, kept_of, live_lines, percent_of, sold_of
from invoicing.cancellation import charged_for, uncharge
from invoicing.cancelling_by_rule import release
from invoicing.lessening import lessen
from invoicing.models import Account, Charge, CreditNote

Why = DayOff.Why


@retried
def report(customer, occurrence, why="", *, by=None, at=None, note="", evidence=None):
    """Report that a customer will not come. `why` is what they chose and were shown; blank is an absence as it falls.

    Sickness without `evidence` (an Attachment) is judged as any other absence until it is certified. Returns the
    DayOff; twice is once. Raises AskedTooMuch with the reason where it cannot be as asked, and changes nothing.
    """
    at = at or now()
    lock(customer)
    if earlier := DayOff.objects.live().filter(customer=customer, occurrence=occurrence).first():
        return earlier
    held = {line.booking_id for line in live_lines(customer, occurrence, at)}
    list(Booking.objects.select_for_update().filter(pk__in=held).order_by("pk"))  # whoever gives back holds these
    lines = live_lines(customer, occurrence, at)
    check_reportable(customer, occurrence, lines, at)
    judged = judge(customer, occurrence, why, evidence, at)
    day_off = DayOff.objects.create(customer=customer, occurrence=occurrence, why=judged, note=note[:200],
                                    evidence=evidence, reported_by=by, reported_at=at)  # fmt: skip
    give_up(day_off, lines, by, at)
    mark(day_off, lines, at)
    warn(customer, occurrence.event, by=by, at=at)
    return day_off


def lock(customer):
    """Whoever rolls this customer's standing bookings forward, or reports for them, takes turns (rolling.py)."""
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)


def give_up(day_off, lines, by, at):
    """Release the places for others, and leave to pay what the policy says.

    What was paid at once stays kept whole, and what goes back of it is a fact of its own (DayRefund): a certificate
    seen later adds another.
    """
    percent, words = percent_of(day_off.occurrence.event, day_off.why), f"Away: {day_off.get_why_display().lower()}"
    rows = sold_of(lines)
    take_off(day_off, lines, 100 - percent, by, at)
    day_off.lines.set(lines)
    for booking in sorted({line.booking for line in lines}, key=lambda one: one.pk):
        own = [row for row in rows if row.booking_id == booking.pk]
        paid = booking.payments.exists()
        for row in own:
            release(row, row.price if paid else 0, reason=words, by=by, at=at)
        refund_but(day_off, booking, [(row, kept_of(row, percent)) for row in own], by, at)
        if not booking.lines.live().exists():
            booking.cancel(reason=words, by=by, at=at)


def refund_but(day_off, booking, parts, by, at):
    """What was paid for these at once goes back but for what stays of each: [(row, pence)].

    Of an account's charges, what stays is said by the charges alone: taking the absence back may reverse them whole.
    """
    if booking.payments.exists():
        why = f"Away on {in_words(day_off.occurrence.starts_at)}: {day_off.get_why_display().lower()}"
        day_refunds.refund(booking, day_refunds.all_but(booking, parts), why=why, by=by, at=at)


def take_off(day_off, lines, percent, by, at):
    """Take a share off what stands charged for these lines and the extras beside them, billed or not."""
    Account.objects.select_for_update().filter(customer=day_off.customer_id).first()
    standing = Charge.objects.filter(charged_for(with_earlier(lines)), reverses=None, reversal=None)
    if percent:
        percent = int(percent) if percent == int(percent) else percent
        lessen(standing, percent, reason=CreditNote.Reason.ABSENCE, text=str(day_off.get_why_display()), by=by, at=at)


def with_earlier(lines):
    """The lines and those of the same day that they were moved from: what was invoiced for them stands for these."""
    found = []
    for line in lines:
        while line and line.occurrence_id == lines[0].occurrence_id:
            found.append(line)
            line = line.replaces
    return found


def mark(day_off, lines, at):
    """Note it on the standing days, and let go of the places that are kept for days not booked yet."""
    StandingDay.objects.filter(line__in=with_earlier(lines)).update(
        outcome=StandingDay.Outcome.DAY_OFF, line=None, at=at, words=day_off.get_why_display()
    )
    mine = StandingBooking.objects.running().filter(customer=day_off.customer_id).values("place")
    kept = Hold.objects.filter(occurrence=day_off.occurrence_id, place__in=mine, hold_type__for_regulars=True)
    kept.give_back(reason=f"{day_off.customer} does not come: {day_off.get_why_display()}", at=at)


@retried
def certify(day_off, evidence=None, *, by=None, at=None):
    """An officer has seen that they were sick: it counts as that from now on, and costs what that costs. Once."""
    at = at or now()
    lock(day_off.customer)
    day_off = DayOff.objects.select_for_update().get(pk=day_off.pk)
    if day_off.withdrawn_at or day_off.why == Why.SICK:
        return day_off
    was, lines = percent_of(day_off.occurrence.event, day_off.why), list(day_off.lines.select_related("booking"))
    bookings = {line.booking_id for line in lines}
    bookings = list(Booking.objects.select_for_update().filter(pk__in=bookings).order_by("pk"))
    day_off.why, day_off.evidence = Why.SICK, evidence or day_off.evidence
    day_off.save(update_fields=["why", "evidence"])
    percent = percent_of(day_off.occurrence.event, Why.SICK)
    if was > percent:
        take_off(day_off, lines, Fraction(100 * (was - percent), was), by, at)
    for booking in bookings:
        rows = [row for row in [*lines, *released_extras(day_off, lines)] if row.booking_id == booking.pk]
        refund_but(day_off, booking, [(row, kept_of(row, percent)) for row in rows], by, at)
    return day_off


def released_extras(day_off, lines):
    """The extras that went with the places."""
    gone = ExtraLine.objects.filter(occurrence=day_off.occurrence, released_at=day_off.reported_at,
                                    booking__in=[line.booking_id for line in lines])  # fmt: skip
    return list(gone.with_parts().order_by("pk"))


@retried
def withdraw(day_off, *, by=None, at=None):
    """They are coming after all: the same places are booked again at the same price, where they are still free.

    Returns the new lines. Twice is once. Raises PlaceTaken, NotOpenTo, OutOfStock, AskedTooMuch, and changes nothing.
    """
    at = at or now()
    lock(day_off.customer)
    Account.objects.select_for_update().filter(customer=day_off.customer_id).first()  # before any day is
    day_off = DayOff.objects.select_for_update().select_related("customer", "occurrence__event").get(pk=day_off.pk)
    if day_off.withdrawn_at:
        return []
    if day_off.occurrence.starts_at <= at or day_off.occurrence.cancelled_at:
        raise AskedTooMuch(f"{day_off.occurrence} has begun or is cancelled. Telephone the market officer.")
    day_off.withdrawn_at = at
    day_off.save(update_fields=["withdrawn_at"])
    old = list(day_off.lines.select_related("booking", "place__area", "price_type", "occurrence__event"))
    new = book_again(day_off, old, by, at) if old else []
    take_up(day_off, dict(zip(map(own_line, old), new, strict=True)), by, at)
    return new


class AsBefore:
    """A price book that knows only what some lines cost before, whatever a tariff says by now."""

    def __init__(self, lines):
        self.old = {(line.occurrence_id, line.place_id): line for line in lines}
        self.capped = sorted({line.occurrence.event_id for line in lines})

    def fits(self, customer):
        return True

    def settled(self, wanted, lines):
        return lines

    def lines(self, wanted):
        return [self.old[one.occurrence.pk, one.place.pk].anew() for one in wanted]


def book_again(day_off, old, by, at):
    """Reserve the places anew with their extras, and put on the account what was on it before."""
    if any(line.booking.payments.exists() for line in old):
        raise AskedTooMuch("That day was paid at once and has been settled. Book it again.")
    before = with_earlier(old)
    charged = Charge.objects.filter(charged_for(before), reverses=None).exists()
    minutes = -(-(day_off.occurrence.ends_at - at).total_seconds() // 60)
    booking = Booking.objects.reserve(
        [Wanted(line.occurrence, line.place, line.price_type) for line in old], customer=day_off.customer, by=by,
        at=at, channel=old[0].booking.channel, book=AsBefore(old), minutes=minutes,
    )  # fmt: skip
    if extras := [extra.anew() for extra in released_extras(day_off, old)]:
        ExtraLine.objects.sell(booking, extras)
    lines = {line.place_id: line for line in booking.lines.all()}
    if charged:
        uncharge(before, reason=CreditNote.Reason.DATA, text="They are coming after all: charged anew", by=by, at=at)
        day_off.customer.account.charge(booking, by=by, at=at)
    return [lines[line.place_id] for line in old]


def own_line(line):
    """The line of the day that it was moved from, the first of them; itself where it was not moved."""
    return with_earlier([line])[-1]


def take_up(day_off, lines, by, at):
    """The standing days stand again, `lines` being {what was booked: what is now}; others are rolled forward now."""
    by_place = {own.place_id: line if line.place_id == own.place_id else own for own, line in lines.items()}
    days = StandingDay.objects.filter(standing__customer=day_off.customer_id, occurrence=day_off.occurrence,
                                      outcome=StandingDay.Outcome.DAY_OFF).select_related("standing")  # fmt: skip
    for day in days:
        line = by_place.get(day.standing.place_id)
        outcome = StandingDay.Outcome.BOOKED if line else StandingDay.Outcome.REFUSED
        StandingDay.objects.filter(pk=day.pk).update(outcome=outcome, line=line, at=at,
                                                     words="" if line else "They are coming after all.")  # fmt: skip
    for standing in StandingBooking.objects.running().filter(customer=day_off.customer_id, event__isnull=False):
        rolling.roll(standing, by=by, at=at)
        StandingBooking.objects.keep([standing], at)
