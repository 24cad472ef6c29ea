"""Cancelling market days by the market's own rule: free until so many hours before set-up, a share of the price after.

The rule is MarketRules.cancel_free_hours and late_cancel_percent; what each is set to, docs/markets.md says.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import now

from events.dates import clock, day, day_clock
from events.models import AskedTooMuch, Booking
from events.models.transactions import retried
from events.money import tax, total_of
from invoicing.lessening import keep, lock_accounts, moved_from, share
from invoicing.models import Charge, Payment
from invoicing.supplies import give_back, left_of, supply

REASON = "Cancelled by the customer"


@dataclass(frozen=True)
class Terms:
    """What it costs to give one market day back at one moment: `percent` of its price stays to be paid."""

    free_until: datetime
    percent: int
    late_percent: int
    why_not: str = ""

    @property
    def words(self):
        """Free until Tue 8 Dec 2026, 5pm; after that 50% of the price stays to be paid."""
        if self.why_not:
            return self.why_not
        shares = {0: "nothing", 100: "the full price"}
        after = shares.get(self.late_percent, f"{self.late_percent}% of the price")
        if self.percent < self.late_percent or not self.late_percent:
            return f"Free until {day_clock(self.free_until)}. After that {after} stays to be paid."
        return f"It was free until {day_clock(self.free_until)}. Now {after} stays to be paid."

    def kept(self, price):
        """Pence of a price that stay to be paid."""
        return share(price, self.percent)


def terms_of(occurrence, at=None):
    """The Terms of one occurrence at this moment. Without rules it is free until set-up begins."""
    at, opens = at or now(), occurrence.opens_at or occurrence.starts_at
    rules = getattr(occurrence.event, "rules", None)
    until = opens - timedelta(hours=rules.cancel_free_hours) if rules else opens
    late = rules.late_cancel_percent if rules else 100
    return Terms(until, 0 if at <= until else late, late, why_not(occurrence, at))


def why_not(occurrence, at):
    """Why a day can no longer be given back at all, in a sentence; empty where it can."""
    if occurrence.cancelled_at:
        return f"{occurrence} is cancelled already, and nobody pays for it by this rule."
    if occurrence.starts_at <= at:
        return f"{day(occurrence.starts_at)} began at {clock(occurrence.starts_at)}, so it cannot be cancelled."
    return ""


def to_release(booking, lines):
    """The lines, the extras beside them, and all the extras of a day that is given up whole."""
    lines = list(lines)
    going = {(line.occurrence_id, line.place_id) for line in lines}
    staying = {line.occurrence_id for line in booking.lines.live().exclude(pk__in=[line.pk for line in lines])}
    extras = [extra for extra in booking.extra_lines.live().with_parts()
              if (extra.occurrence_id, extra.place_id) in going
              or (extra.occurrence_id in {one for one, _ in going} and extra.occurrence_id not in staying)]  # fmt: skip
    return [*lines, *extras]


def stays_of(booking, lines, at=None):
    """What would stay to be paid if these lines were given back now: Taxed, VAT as one document."""
    parts = to_release(booking, lines)
    terms = {row.occurrence_id: terms_of(row.occurrence, at) for row in parts}
    prices = [type(row.priced)(terms[row.occurrence_id].kept(row.price), row.basis, row.vat, row.vat_rate)
              for row in parts]  # fmt: skip
    return total_of(tax(prices))


@retried
def cancel_days(booking, lines, *, by=None, at=None, reason=REASON):
    """Give some of a booking's places back by the rule. Asked twice, it is done once. Returns the refunds made.

    What was charged to an account comes off it (by credit note where it is invoiced) but for the share that stays;
    what was paid by card goes back to the card but for that share. Raises AskedTooMuch where a day has begun, or where
    money would have to go back in cash or on a card machine, and changes nothing.
    """
    at = at or now()
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    lock_accounts(Charge.objects.filter(line__booking=booking))  # whoever calls the day off holds them
    lines = list(booking.lines.live().filter(pk__in=[line.pk for line in lines]).select_related(
        "occurrence__event__rules", "place__area"))  # fmt: skip
    if booking.status != Booking.Status.CONFIRMED or not lines:
        return []
    terms = {line.occurrence_id: terms_of(line.occurrence, at) for line in lines}
    if begun := [each.why_not for each in terms.values() if each.why_not]:
        raise AskedTooMuch(" ".join(begun))
    check_let_by_day(booking)
    check_tenders(booking)
    rows = to_release(booking, lines)
    before, was_paid = supply(booking), booking.payments.exists()
    parts = [(row, terms[row.occurrence_id].kept(row.price)) for row in rows]
    before_moving = [(line, terms[line.occurrence_id].kept(line.price)) for line in moved_from(lines)]
    keep([*parts, *before_moving], words=words_of(terms.values(), reason), by=by, at=at)
    for row, kept in parts:
        release(row, kept, reason=reason, by=by, at=at)
    refunds = give_back(booking, before, supply(booking), by=by, at=at) if was_paid else []
    if not booking.lines.live().exists():
        booking.cancel(reason=reason, by=by, at=at)
    return refunds


def check_let_by_day(booking):
    """Raise AskedTooMuch for a pitch let for a whole market: its application ends it (invoicing/pitch_endings.py)."""
    if booking.applications.exists():
        raise AskedTooMuch("This pitch was let to you for the whole market. To give it up, open My applications; about "
                           "single days, telephone the market office.")  # fmt: skip


def words_of(terms, reason):
    """Cancelled by the trader late, 50% to pay; or the reason alone, where nothing stays."""
    late = "/".join(f"{percent}%" for percent in sorted({each.percent for each in terms if each.percent}))
    return f"{reason} late, {late} to pay" if late else reason


def check_tenders(booking):
    """Raise AskedTooMuch where money would have to go back by hand."""
    if any(payment.method != Payment.Method.STRIPE for payment, _ in left_of(booking)):
        raise AskedTooMuch(f"{booking} was paid at the market or at our counter, so it is refunded there. "
                           "Telephone us or come in.")  # fmt: skip


def release(row, kept, *, reason, by, at):
    """Give one line or extra back, with what is kept of its price."""
    type(row).objects.live().filter(pk=row.pk).update(released_at=at, released_by=by, release_reason=reason[:100],
                                                      kept=kept)  # fmt: skip
