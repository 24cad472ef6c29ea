"""Swapping a booked market day for another, or a pitch on the same day: the new is held before the old is given up.

All in one transaction: whoever loses the race for the new place keeps the old one.
"""

from dataclasses import dataclass, field

from django.utils.timezone import now

from events.dates import day, day_clock
from events.models import (
    AskedTooMuch,
    Booking,
    BookingLine,
    ExtraLine,
    NotOnSale,
    OutOfStock,
    PriceBook,
    Refused,
    Wanted,
)
from events.models.claim import check_audience, until_claimed, write_lines
from events.models.pricing import check_request
from events.models.statements import called_off
from events.models.transactions import retried
from events.money import pounds
from invoicing.cancelling_by_rule import check_let_by_day, check_tenders, release, terms_of
from invoicing.lessening import keep, lock_accounts, moved_from
from invoicing.models import Account, Charge, Payment, Posting
from invoicing.supplies import earned, give_back, supply, total


class MoreToPay(Refused):
    """The new place costs more than was paid for the old one; `pence` says how much more."""

    code = "more_to_pay"

    def __init__(self, pence, booking):
        self.pence = pence
        super().__init__(f"The new place costs {pounds(pence)} more than was paid, and nothing was changed. Book it as "
                         f"a new booking and cancel the day in {booking}, or pay the rest at the market office.")


@dataclass
class Swap:
    """What a swap made: the new line, the extras that did not come along, and the money given back."""

    line: BookingLine
    left_behind: list = field(default_factory=list)
    refunds: list = field(default_factory=list)


def swap(line, occurrence, place=None, *, by=None, at=None, method=None, till=None, reference=""):
    """Give a booked line up for `place` (the same one, where none is named) at `occurrence`. Asked twice, done once.

    Extras come along where they are in stock there. On an account the difference is charged or credited; of a paid
    booking less is given back by its tender (online cards only, or cash and machine with `method` and `till`, at the
    desk), and more is taken by `method`. Raises MoreToPay where more is to pay and no `method` says how, AskedTooMuch
    where the old day can no longer be cancelled free of charge or money would go back in cash, and what reserving
    raises. Another pitch on the same day may be had until the market ends. Whatever is raised, nothing is changed.
    """
    at, place = at or now(), place or line.place
    if done := done_before(line, occurrence, place):
        return Swap(done)
    check_free(line, occurrence, place, at)
    wanted = Wanted(occurrence, place, line.price_type)
    check_request([wanted], at)
    check_audience([wanted], line.booking.customer)
    book = PriceBook([occurrence], at, line.booking.customer, leaving=[line])
    new = book.lines([wanted])
    money = {"method": method, "till": till, "reference": reference}
    return until_claimed(new, at, lambda: _swap(line, lambda: book.settled([wanted], new)[0], by, at, money))


@retried
def swap_day(lines, occurrence, places, **about):
    """Swap all the pitches of one day for as many others, each for its own: [Swap]. All of them or none."""
    return [swap(line, occurrence, place, **about) for line, place in zip(lines, places, strict=True)]


def done_before(line, occurrence, place):
    """The line this one was swapped for already, where it is the one asked for."""
    return BookingLine.objects.filter(replaces=line, occurrence=occurrence, place=place).first()


def check_free(line, occurrence, place, at):
    """Raise AskedTooMuch where the old line is not the customer's to swap any more, or nothing would change."""
    if line.released_at or line.booking.status != Booking.Status.CONFIRMED:
        raise AskedTooMuch("That day was changed already. Look at the booking again.")
    if (occurrence.pk, place.pk) == (line.occurrence_id, line.place_id):
        raise AskedTooMuch("That is the day and the pitch you have. Choose another.")
    if occurrence.event_id != line.occurrence.event_id:
        raise AskedTooMuch("Choose a day of the same market. For another market, cancel this day and book that one.")
    check_let_by_day(line.booking)
    terms = terms_of(line.occurrence, at)
    if occurrence.pk != line.occurrence_id and (terms.why_not or terms.percent):
        raise AskedTooMuch(
            terms.why_not or f"{day(line.occurrence.starts_at)} could be swapped until {day_clock(terms.free_until)}."
        )


@retried
def _swap(line, choose, by, at, money):
    new = choose()
    booking = Booking.objects.select_for_update().get(pk=line.booking_id)
    lock_accounts(Charge.objects.filter(line__booking=booking))  # whoever calls a day off holds them
    old = booking.lines.live().select_related("occurrence").filter(pk=line.pk).first()
    if old is None or booking.status != Booking.Status.CONFIRMED:
        raise AskedTooMuch("That day was changed already. Look at the booking again.")
    before, was_paid = supply(booking), booking.payments.exists()
    beside = list(booking.extra_lines.beside(BookingLine.objects.filter(pk=old.pk)).with_parts())
    Booking.objects.make_way([new], at, booking.customer)
    new.replaces = old
    write_lines(booking, [new], by)
    if called_off([new.occurrence_id]):
        raise NotOnSale(f"{new.occurrence} is cancelled. Choose another day.")
    reason = f"Swapped for {new.occurrence}"
    charged = [old, *moved_from([old])]
    keep([(row, 0) for row in (*charged, *beside)], words=reason, by=by, at=at)
    for row in (old, *beside):
        release(row, 0, reason=reason, by=by, at=at)
    came, left_behind = bring(beside, new, at)
    refunds = settle_paid(booking, before, by, at, money) if was_paid else charge_anew(charged, new, came, by, at)
    return Swap(new, left_behind, refunds)


def bring(extras, line, at):
    """Sell the extras again beside the new line, those that there are: ([lines], [extras left behind])."""
    came, left, book = [], [], PriceBook([line.occurrence], at)
    for extra in extras:
        try:
            new = book.extra(extra.extra, line.occurrence, line.place, extra.quantity)  # noqa: S610 - not Django's
            new.replaces = extra
            came += ExtraLine.objects.sell(line.booking, [new])
        except (OutOfStock, AskedTooMuch):
            left.append(extra)
    return came, left


def charge_anew(old, new, extras, by, at, *, added=False):
    """Charge the new line to the account that the `old` ones were charged to. Raises CreditRefused. No refunds.

    `added`: it comes beside what they were swapped for, so all of it has to be within the account's limit.
    """
    first = Charge.objects.filter(line__in=old).select_related("account").order_by("-line", "pk").first()
    if first is None:
        return []
    account = Account.objects.select_for_update().get(pk=first.account_id)
    charges = [Charge.for_line(account, new), *(Charge.for_extra(account, new, extra) for extra in extras)]
    more = sum(charge.standing_gross for charge in charges)
    before = Charge.objects.filter(line=first.line_id, reverses=None, instead_of=None)
    if added or more > sum(charge.standing_gross for charge in before):
        account.check_credit(more)
    Charge.objects.bulk_create(charges)
    account.post_charges(charges, by=by, at=at, booking=new.booking)
    return []


def settle_paid(booking, before, by, at, money):
    """Take or give back the difference. Returns the refunds. Raises MoreToPay and AskedTooMuch."""
    after = supply(booking)
    more = total(after).gross - total(before).gross
    if more <= 0:
        if more and not money["method"]:
            check_tenders(booking)
        return give_back(booking, before, after, by=by, till=money["till"], at=at)
    if not money["method"]:
        raise MoreToPay(more, booking)
    payment = Payment.objects.make(booking=booking, amount=more, by=by, at=at, **money)
    Posting.objects.post("sale", [(payment.code, "BOOKINGS", more), *earned(before, after)], by=by, at=at,
                         booking=booking, payment=payment, till=payment.till)  # fmt: skip
    return []
