"""Exchanges: new places are held in a basket of their own before the old are given up, then both change in one go.

Value in = value out + the difference, which is collected, given back, credited or waived (invoicing/models/exchange).
The fee is kept of the old tickets, with their VAT. What is waived comes off the new prices, or is kept of the old.
"""

from dataclasses import dataclass, field

from django.utils.timezone import now

from events.models import AskedTooMuch, Booking, BookingLine, PriceBook, ReservationLapsed, Wanted
from events.models.statements import prices_on
from events.models.transactions import retried
from events.money import Basis, apportion_within, pounds
from invoicing.models import CardAttempt, CounterRules, Exchange, Payment, Posting
from invoicing.rebooking import beside, check_days_stand, confirmed, kept_extras, rewrite
from invoicing.refunding import (
    allow,
    by_tender_or_credit,
    changeable,
    check_cash,
    off_of,
    why_late,
    why_over,
    why_used,
)
from invoicing.supplies import earned, give_back, supply, total

CARDS = (Payment.Method.READER, Payment.Method.STRIPE)  # their money is there before (invoicing/card_purposes.py)


class PricesThen(PriceBook):
    """The prices of the version of a price list that was in force on the day of the first order."""

    def __init__(self, occurrence, then, at, customer):
        super().__init__([occurrence], at, customer)
        current = occurrence.price_list
        old = current.versions.filter(valid_from__lte=then, basis=current.basis).first()
        rows = prices_on([old.pk]) if old else []
        self.prices |= {(current.pk, band, price_type): amount for _, band, price_type, amount, *_ in rows}


@retried
def hold_instead(booking, lines, occurrence, *, places=(), by=None, at=None):
    """Hold other places for these lines: those named, or the best there are, in a basket of its own; the Booking.

    What was held for it before goes back. The price types stay as they are, as far as the new places have them. Raises
    what reserving raises, and AskedTooMuch where the lines are no longer the booking's, or a card pays just now.
    """
    at, rules = at or now(), CounterRules.current()
    lines = list(changeable(booking).filter(pk__in=[line.pk for line in lines]))
    if not lines or booking.status != Booking.Status.CONFIRMED:
        raise AskedTooMuch("Tick at least one place of a paid booking to exchange.")
    book = PriceBook([occurrence], at, booking.customer)
    if rules.exchange_at_old_price:
        book = PricesThen(occurrence, booking.created_at.date(), at, booking.customer)
    about = {"channel": Booking.Channel.COUNTER, "by": by, "customer": booking.customer, "at": at, "book": book,
             "minutes": rules.basket_minutes, "exchange_of": booking}  # fmt: skip
    wanted = types_for(lines, occurrence, places, book)
    for earlier in booking.exchange_baskets.filter(status=Booking.Status.RESERVED):
        let_go(earlier, reason="Other places were chosen", by=by, at=at)
    if places:
        return Booking.objects.reserve([Wanted(occurrence, *one) for one in zip(places, wanted, strict=True)], **about)
    return Booking.objects.reserve_best(occurrence, wanted, **about)


@retried
def let_go(basket, *, reason, by=None, at=None):
    """Give the places held for an exchange back. Raises AskedTooMuch where a card is being charged for it."""
    list(Booking.objects.select_for_update().filter(pk=basket.pk))
    CardAttempt.objects.check_free(basket)
    basket.cancel(reason=reason, by=by, at=at)


def types_for(lines, occurrence, places, book):
    """A price type for each new place: the old ones in order, where the place has such a price; else its first."""
    types = [line.price_type for line in lines]
    if not places:
        return types
    types += types[-1:] * (len(places) - len(types))
    wanted = []
    for place, price_type in zip(places, types, strict=False):
        there = [pk for _, band, pk in book.prices if band == place.band_id]
        wanted.append(price_type if price_type.pk in there or not there else book.price_types[there[0]])
    return wanted


@dataclass
class Settlement:
    """What an exchange comes to, in pence with VAT, before anything is waived."""

    parts: list  # [(row given up, pence of its price that stay)]
    new: list  # lines, not yet of the booking
    value_in: int
    value_out: int
    fee: int
    authority: list = field(default_factory=list)

    @property
    def difference(self):
        """Positive: to pay. Negative: goes back."""
        return self.value_out - self.value_in


def settlement(booking, lines, basket, *, rules=None, at=None):
    """The Settlement of giving `lines` up for what `basket` holds."""
    rules, at = rules or CounterRules.current(), at or now()
    new = [line.anew() for line in basket.live_lines.order_by("pk")]
    old = [(line, min(rules.exchange_fee, line.price)) for line in lines]
    parts = [*old, *kept_extras(beside(booking, lines), new)]
    coming = [row for row, kept in parts if not isinstance(row, BookingLine) and not kept]
    gone = off_of([(row, row.price if row in coming else 0) for row, _ in parts])
    before, stays = total(supply(booking)).gross, total(supply(booking, gone)).gross
    after = total(after_of(booking, parts, coming, new)).gross
    fee = total(supply(booking, off_of([(row, row.price if row in coming else kept) for row, kept in parts]))).gross
    late = why_late(lines, rules.exchange_until_hours, at)
    why = [*late, *why_over(booking, before - after, rules), *why_used(lines)]
    return Settlement(parts, new, before - stays, after - stays, fee - stays, why)


def after_of(booking, parts, coming, new):
    """The supply once these lines are had instead, as far as the extras come along."""
    off = off_of([(row, row.price if row in coming else kept) for row, kept in parts])
    return [*supply(booking, off), *((line.budget_code, line.priced) for line in new)]


@retried
def exchange(booking, lines, basket, *, way="", by=None, till=None, tendered=None, reference="", reason="",
             authorised_by=None, stored=None, asked_at=None, at=None):  # fmt: skip
    """Have what `basket` holds instead of `lines`, in the same booking; the Exchange. Asked twice, it is done once.

    `way` settles the difference: a Payment.Method where the customer pays, with `stored` where a voucher or credit
    does; "refund" to the tenders it was paid with; "as-credit" on the customer's credit; "waive" with a `reason`.
    `asked_at` is when it was asked for, by which it is late or not: a card may take minutes. Raises ReservationLapsed,
    NeedsAuthority, TillClosed, NotSpendable and AskedTooMuch. Whatever is raised, the old places are as they were.
    """
    at, rules = at or now(), CounterRules.current()
    list(Booking.objects.select_for_update().filter(pk__in=[booking.pk, basket.pk]).order_by("pk"))
    if done := Exchange.objects.filter(basket=basket).first():
        return done
    if way not in CARDS:
        CardAttempt.objects.check_free(basket)
    booking, basket = confirmed(booking.pk), Booking.objects.get(pk=basket.pk)
    old = changed_lines(booking, lines, basket)
    settled = settlement(booking, old, basket, rules=rules, at=asked_at or at)
    check_days_stand(settled.new)
    waived = settled.difference if way == "waive" else 0
    why = settled.authority + ([f"{pounds(abs(waived))} is waived."] if waived else [])
    allow(booking, why, authorised_by, "exchange", at)
    before = supply(booking)
    if waived:
        waive(settled, reason)
    basket.cancel(reason=f"Exchanged into {booking}", by=by, at=at)
    rewrite(booking, settled.parts, settled.new, words=f"Exchanged, {basket}", by=by, at=at)
    money = {"by": by, "till": till, "at": at}
    paid = {"tendered": tendered, "reference": reference, "stored": stored}
    taken, credited = settle(booking, before, way, rules, money, paid)
    return Exchange.objects.create(
        booking=booking, basket=basket, value_in=settled.value_in,
        value_out=settled.value_in + taken - credited + waived, fee=settled.fee, taken=taken, credited=credited,
        waived=waived, reason=reason[:100], at=at, by=by, authorised_by=authorised_by if why else None,
    )  # fmt: skip


def changed_lines(booking, lines, basket):
    """The old lines, live. Raises ReservationLapsed and AskedTooMuch where either side was changed meanwhile."""
    if basket.exchange_of_id != booking.pk or basket.status != Booking.Status.RESERVED:
        raise ReservationLapsed(basket.reference)
    old = list(changeable(booking).filter(pk__in=[line.pk for line in lines]))
    if not old or len(old) != len(lines):
        raise AskedTooMuch(f"{booking} was changed meanwhile. Look at it again; nothing was done.")
    return old


def waive(settled, reason):
    """Let the difference be nothing: off the fee and the new prices, or kept of the old ones. Raises AskedTooMuch."""
    if not reason:
        raise AskedTooMuch("Say why the difference is waived.")
    lines = [(row, kept) for row, kept in settled.parts if isinstance(row, BookingLine)]
    rest = [part for part in settled.parts if not isinstance(part[0], BookingLine)]
    if any(line.basis == Basis.NET for line in settled.new):
        raise AskedTooMuch("Prices without VAT cannot be waived. Take or give back the difference.")
    kept, prices = [part for _, part in lines], [row.price for row, _ in lines]
    wanted = sum(kept) - settled.difference
    now_kept = apportion_within(wanted, [price or 1 for price in prices], [0] * len(lines), prices)
    settled.parts = [*((row, part) for (row, _), part in zip(lines, now_kept, strict=True)), *rest]
    take_off(settled.new, sum(now_kept) - wanted)


def take_off(new, pence):
    """Lower the prices of new lines by so much in all, as an offer would."""
    if pence < 0 or pence > sum(line.price for line in new):
        raise AskedTooMuch("So much cannot be waived. Take or give back the difference.")
    prices = [line.price for line in new]
    left = apportion_within(sum(prices) - pence, [price or 1 for price in prices], [0] * len(new), prices)
    for line, price in zip(new, left, strict=True):
        line.off, line.price = line.off + line.price - price, price


def settle(booking, before, way, rules, money, paid):
    """Collect or give back what the booking is worth more or less by now: (pence taken, pence credited)."""
    after = supply(booking)
    more = total(after).gross - total(before).gross
    if is_on_account(booking):
        if way not in ("", "waive"):
            raise AskedTooMuch(f"{booking} is on account: take no money and give none. Open this page again: it "
                               "offers to charge or credit the account.")  # fmt: skip
        return more, 0  # charged anew and credited there
    if more > 0:
        collect(booking, before, after, way, more, money, **paid)
        return more, 0
    if more and way not in ("refund", "as-credit"):
        raise AskedTooMuch(f"{pounds(-more)} goes back. Say how: by the tender it came with, or as credit.")
    as_credit = bool(more) and way == "as-credit"
    if not as_credit:
        check_cash(booking, -more, rules)
    pay = by_tender_or_credit(booking, as_credit, money["by"], money["at"])
    give_back(booking, before, after, reason="exchange", pay=pay, **money)
    return (0, -more) if as_credit else (more, 0)


def is_on_account(booking):
    """Whether an account bears it: nothing was paid for it at a desk."""
    return not booking.payments.exists() and booking.postings.filter(account__isnull=False).exists()


def collect(booking, before, after, way, more, money, *, tendered, reference, stored):
    """Take the difference by a tender and post it."""
    if way not in Payment.Method.values:
        raise AskedTooMuch(f"{pounds(more)} more is to be paid. Say how it is paid.")
    if tendered is not None and tendered < more:
        raise AskedTooMuch(f"{pounds(tendered)} does not cover {pounds(more)}. Take the rest.")
    payment = Payment.objects.make(booking=booking, method=way, amount=more, tendered=tendered, reference=reference,
                                   **money)  # fmt: skip
    if way in (Payment.Method.VOUCHER, Payment.Method.CREDIT):
        if stored is None:
            raise AskedTooMuch("Say which voucher or credit pays.")
        stored.spend(payment, by=money["by"], at=money["at"])
    Posting.objects.post("exchange", [(payment.code, "BOOKINGS", more), *earned(before, after)], by=money["by"],
                         at=money["at"], booking=booking, payment=payment, till=payment.till)  # fmt: skip
