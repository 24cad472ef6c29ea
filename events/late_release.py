"""Letting go of the pitches of those who did not come by the market's cut-off: the line is released, the price kept."""

from datetime import datetime
from fractions import Fraction

from django.utils.timezone import get_current_timezone, now

from events.dates import clock
from events.models import (
    AskedTooMuch,
    Attendance,
    Booking,
    BookingLine,
    ChargePolicy,
    CheckIn,
    ExtraLine,
    Presence,
    RegisterTap,
)
from events.models.transactions import retried
from events.money import rounded

LATE = "Not here by the cut-off"


def cutoff_of(occurrence):
    """The moment from which a pitch whose trader has not come may be let to others; None where the market has no rules.
    """
    rules = getattr(occurrence.event, "rules", None)
    return datetime.combine(occurrence.day, rules.late_cutoff, get_current_timezone()) if rules else None


def late_lines(occurrence, at):
    """Live lines of traders who have neither come nor said anything."""
    here = CheckIn.objects.standing().filter(line__occurrence=occurrence).values("line")
    heard = Attendance.objects.filter(line__occurrence=occurrence).exclude(presence=Presence.EXPECTED).values("line")
    return occurrence.lines.claiming(at).exclude(pk__in=here).exclude(pk__in=heard).order_by("booking_id", "pk")


@retried
def release_late(occurrence, *, by, at=None):
    """Release the pitches of everybody who is late, and write each down as not come. Returns the lines released.

    What they owe stays charged; settling the day carries out the policy. Raises AskedTooMuch outside the hours.
    """
    at, cutoff = at or now(), cutoff_of(occurrence)
    if cutoff is None or at < cutoff:
        when = f"from {clock(cutoff)} on {cutoff:%-d %B}" if cutoff else "once the market has rules"
        raise AskedTooMuch(f"Pitches are let to others {when}. Nothing was released.")
    if at >= occurrence.ends_at:
        raise AskedTooMuch("The market is over, so nothing was released. Say how each trader stood instead.")
    late = list(late_lines(occurrence, at).select_related("booking"))
    bookings = sorted({line.booking_id for line in late})
    list(Booking.objects.select_for_update().filter(pk__in=bookings).order_by("pk").only("pk"))
    percent = ChargePolicy.objects.filter(event=occurrence.event_id, presence=Presence.NO_SHOW).values_list(
        "percent", flat=True).first()  # fmt: skip
    return [line for line in late if release_one(line, 100 if percent is None else percent, by, at)]


def release_one(line, percent, by, at):
    """Release one late line with what stays to be paid of it. False where somebody was quicker.

    Of what was paid at once that is all of it: what goes back is settled with the day, and is a fact of its own.
    """
    confirmed = line.booking.status == Booking.Status.CONFIRMED
    percent = 100 if line.booking.payments.exists() else percent
    extras = ExtraLine.objects.beside(BookingLine.objects.filter(pk=line.pk))
    for rows in (extras, BookingLine.objects.live().filter(pk=line.pk)):
        for row in rows:
            kept = rounded(Fraction(row.price * percent, 100)) if confirmed else 0
            done = rows.model.objects.live().filter(pk=row.pk).update(
                released_at=at, released_by=by, release_reason=LATE, kept=kept)  # fmt: skip
            if not done:
                return False
    tap = RegisterTap.objects.say(line, Presence.NO_SHOW, by=by, at=at, late=True)
    Attendance.objects.stand(line, Presence.NO_SHOW, by=by, at=at, tap=tap)
    return True
