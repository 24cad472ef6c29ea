"""Moving a trader to another pitch on the day, changing two about, and letting somebody back who came after all.

The price stays as booked. The old line is released and the new one stands for it; what is charged and on no invoice
yet goes with it, so that the invoice names the pitch they stood on.
"""

from django.db import IntegrityError, transaction

from events.late_release import LATE
from events.models import Attendance, Booking, BookingLine, CheckIn, ExtraLine, PlaceTaken, Presence, Refused
from events.models.attendance import locked_line
from events.models.claim import write_lines
from events.models.line import ONE_LIVE_LINE
from events.models.transactions import violates
from invoicing.lessening import enter
from invoicing.models import Account, Charge


def swap(tap, said):
    """What a swap tap does: to a free pitch, or changed about with whom the device named there.

    Raises Refused where the plan has changed since the device saw it, PlaceTaken and PlaceHeld.
    """
    place, asked = tap.place, tap.line_id
    if place is None:
        raise Refused("Choose a pitch to move to.")
    other = BookingLine.objects.live().with_parts().filter(occurrence=tap.occurrence, place=place).first()
    lock(tap.line, other)
    line = locked_line(tap)
    if line.pk != asked:
        raise Refused(f"They were moved to {line.place} meanwhile. Look at the register again.")
    if line.released_at:
        tap.line = bring_back(line, place, tap)
    elif (other.pk if other else None) != tap.said.get("with"):
        raise Refused(f"{place} was let or moved meanwhile. Look at the register again.")
    elif line.place_id != place.pk:
        tap.line = move([(line, place)] + ([(other, line.place)] if other else []), tap)[0]


def lock(*lines):
    bookings = sorted({line.booking_id for line in lines if line})
    list(Booking.objects.select_for_update().filter(pk__in=bookings).order_by("pk").only("pk"))


def move(moves, tap):
    """Move live lines, [(line, place)], all at once. Returns the new lines."""
    for line, place in moves:
        BookingLine.objects.live().filter(pk=line.pk).update(
            released_at=tap.tapped_at, released_by=tap.by, release_reason=f"Moved to {place}"[:100])  # fmt: skip
    beside = [list(ExtraLine.objects.live().filter(booking=line.booking_id, occurrence=line.occurrence_id,
                                                   place=line.place_id)) for line, _ in moves]  # fmt: skip
    fresh = [written(line, place, tap, worked=f"As booked for {line.place}") for line, place in moves]
    for (line, place), extras, new in zip(moves, beside, fresh, strict=True):
        ExtraLine.objects.filter(pk__in=[extra.pk for extra in extras]).update(place=place)
        carry_charges(line, new, tap)
        carry_attendance(line, new, tap)
    return fresh


def bring_back(line, place, tap):
    """Let somebody whose pitch was released as late stand after all. What they owe is kept on the released line."""
    if line.release_reason != LATE:
        raise Refused(f"{line.place} was given back by the trader. Let a pitch to them for today instead.")
    new = written(line, place, tap, price=0, worked=f"Kept to be paid for {line.place}, which was released as late")
    Attendance.objects.stand(new, Presence.ARRIVED, by=tap.by, at=tap.tapped_at, tap=tap)
    return new


def written(line, place, tap, **changes):
    """A new line of the same booking that stands for `line` on another place. Raises PlaceTaken, PlaceHeld."""
    fresh = line.anew()
    for name, value in {"place": place, "replaces": line, **changes}.items():
        setattr(fresh, name, value)
    try:
        with transaction.atomic():
            return write_lines(line.booking, [fresh], tap.by)[0]
    except IntegrityError as error:
        if not violates(error, ONE_LIVE_LINE):
            raise
    raise PlaceTaken([place])


def carry_charges(old, new, tap):
    """Take what is charged for the old line and on no invoice off again, and charge it for the new one."""
    found = Charge.objects.filter(line=old, invoice=None, reverses=None, reversal=None)
    charges = list(found.select_related("account"))
    accounts = {charge.account_id for charge in charges}
    list(Account.objects.select_for_update().filter(pk__in=accounts).order_by("pk"))
    Charge.objects.filter(pk__in=[charge.pk for charge in charges]).take_off(by=tap.by, at=tap.received_at)
    words = (str(old.place), str(new.place))
    enter([charge.again(line=new, instead_of=charge, description=charge.description.replace(*words)[:200])
           for charge in charges], tap.by, tap.received_at)  # fmt: skip


def carry_attendance(old, new, tap):
    """How they stood goes with them, the check-in too."""
    if stood := Attendance.objects.filter(line=old).first():
        Attendance.objects.create(line=new, presence=stood.presence, stood_by=stood.stood_by, tap=stood.tap,
                                  by=stood.by, at=stood.at)  # fmt: skip
    if arrived := CheckIn.objects.standing().filter(line=old).first():
        arrived.undo(tap.by, at=tap.tapped_at)
        CheckIn.objects.create(line=new, at=arrived.at, by=arrived.by, door=arrived.door)
