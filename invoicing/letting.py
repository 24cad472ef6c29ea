"""Letting a pitch on the market itself, and taking the money on the day: cash, card machine or account.

Money taken is a fact. Where it was taken and the pitch cannot be booked after all, the tap is disputed with its words,
never refused, so that a person puts it right.
"""

from contextlib import contextmanager
from uuid import UUID

from events.models import Attendance, Booking, Disagreement, Presence, Refused, Wanted
from events.money import pounds
from invoicing.cancellation import cancel
from invoicing.casual_traders import customer_of
from invoicing.models import MarketReceipt, Payment, TillClosed, TillSession
from invoicing.models.receipt_block import numbered

METHODS = ["cash", "terminal", "account"]


@contextmanager
def money_kept(tap):
    """Turn a refusal into a disagreement where money was taken on the spot."""
    try:
        yield
    except Refused as refusal:
        if not tap.takes_money:
            raise
        method, number = Payment.Method(tap.said["method"]).label.lower(), number_of(tap)
        receipt = f", receipt {numbered(number)}" if number else ""
        raise Disagreement(f"{pounds(tap.takes_money)} was taken ({method}{receipt}), but: {refusal.message}") from None


def let(tap, said):
    """What a letting tap does: book the pitch for the day, take the money, write down that they are here."""
    with money_kept(tap):
        if tap.place is None:
            raise Refused("Choose a pitch.")
        rules = getattr(tap.occurrence.event, "rules", None)
        if rules is None:
            raise Refused(f"{tap.occurrence.event} has no rules yet, so no casual price. Ask a manager to set them.")
        wanted = [Wanted(tap.occurrence, tap.place, rules.casual_price_type)]
        booking = Booking.objects.reserve(wanted, channel=Booking.Channel.MARKET, by=tap.by,
                                          customer=customer_of(tap), at=tap.tapped_at)  # fmt: skip
        tap.line = booking.new_lines[0]
        settle_up(booking, tap)
        Attendance.objects.stand(tap.line, Presence.ARRIVED, by=tap.by, at=tap.tapped_at, tap=tap)


def pay(tap, said):
    """What a payment tap does: pay a booking that was reserved until now, whole."""
    with money_kept(tap):
        if tap.line is None or tap.line.released_at:
            raise Refused("That pitch was given back. Look at the register again.")
        booking = Booking.objects.select_for_update().get(pk=tap.line.booking_id)
        if booking.status == Booking.Status.CONFIRMED:
            raise Refused(f"{tap.line.place} is paid already.")
        settle_up(booking, tap)


def settle_up(booking, tap, till=None):
    """Take the money for a booking, or put it on the account; the amount must be the price. Raises Refused."""
    method, total = tap.said.get("method"), booking.total().gross
    if method not in METHODS:
        raise Refused("Say how it is paid: cash, card or account.")
    if tap.said.get("amount") != total:
        raise Refused(f"The price is {pounds(total)}, not {pounds(tap.said.get('amount') or 0)}.")
    if method == "account":
        account = getattr(booking.customer, "account", None)
        if account is None:
            raise Refused(f"{booking.customer} has no account. Take cash or a card.")
        account.charge(booking, by=tap.by, at=tap.tapped_at)
        return
    till = till or open_till(tap)
    payment = Payment.objects.take(booking, method, tendered=tap.said.get("tendered"), by=tap.by, till=till,
                                   reference=str(tap.said.get("reference", ""))[:100], at=tap.tapped_at)  # fmt: skip
    if payment and payment.amount:
        write_receipt(tap, payment)


def write_receipt(tap, payment):
    """The receipt that was given out on the spot. Raises NoSuchNumber."""
    return MarketReceipt.objects.write(payment, number_of(tap) or 0, device_of(tap))


def open_till(tap):
    """The drawer of who tapped; their card takings are counted with it."""
    till = TillSession.objects.open_for(tap.by)
    if till is None and tap.said["method"] == "cash":
        raise TillClosed("No cash drawer is open. Open it under Cash, then book this again.")
    return till


def number_of(tap):
    number = tap.said.get("number")
    return number if isinstance(number, int) and 0 < number < 2**31 else None


def device_of(tap):
    try:
        return UUID(str(tap.said.get("device")))
    except ValueError:
        raise Refused("This device has no receipt numbers. Load the register again.") from None


def take_back(tap, of):
    """Undo the letting `of`: the booking is cancelled and the money given back by its own tender."""
    if of.outcome != of.Outcome.APPLIED:
        of.decide(of.Outcome.SET_ASIDE, "Taken back on the device, the money given back.", by=tap.by,
                  at=tap.received_at)  # fmt: skip
        return
    if of.line is None or of.line.booking.status != Booking.Status.CONFIRMED:
        raise Refused("This letting was taken back already.")
    Attendance.objects.stand(of.line, Presence.NOT_REQUIRED, by=tap.by, at=tap.tapped_at, tap=tap)
    cancel(of.line.booking, reason="Let by mistake, taken back", by=tap.by, till=TillSession.objects.open_for(tap.by),
           at=tap.received_at)  # fmt: skip
