"""The downtime pack: made before curtain-up, and what was sold on its blanks entered afterwards, each blank once."""

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, Sum
from django.utils.timezone import now

from events import downtime_pdf
from events.dates import clock, day_clock
from events.downtime import PackPages, price_table, seat_book, will_call
from events.models import AskedTooMuch, BlankTicket, Booking, DowntimePack, PlaceTaken, PriceBook, Refused, Wanted
from events.models.transactions import retried
from events.money import tax, total_of
from invoicing.models import Payment
from invoicing.models.till import TillClosed

BLANKS = 40  # numbered tickets in a pack: eight sheets
PARTS = ("pack__occurrence__event", "pack__occurrence__plan__venue", "pack__occurrence__price_list")
TENDERS = [("cash", "Cash"), ("terminal", "Card terminal")]


def make(occurrence, *, hours_before=0, by=None, at=None, blanks=BLANKS):
    """Make a pack of a performance as it stands; the one that is due once is the one made before."""
    at = at or now()
    try:
        return _make(occurrence, hours_before, by, at, blanks)
    except IntegrityError:
        if not hours_before:
            raise
        made = DowntimePack.objects.filter(occurrence=occurrence, hours_before=hours_before).first()
        if made is None:
            raise
        return made


@retried
def _make(occurrence, hours_before, by, at, blanks):
    pack = DowntimePack.objects.create(occurrence=occurrence, hours_before=hours_before, made_at=at, by=by, pdf=b"")
    numbers = [f"{pack.pk}/{number:03}" for number in range(1, blanks + 1)]
    BlankTicket.objects.bulk_create(BlankTicket(pack=pack, number=number) for number in numbers)
    pack.pdf = downtime_pdf.render(pages_of(occurrence, at, numbers))
    pack.save(update_fields=["pdf"])
    return pack


def pages_of(occurrence, at, numbers=()):
    """What a pack says, at a moment."""
    return PackPages(
        title=occurrence.event.title, venue=occurrence.plan.venue.name, starts=day_clock(occurrence.starts_at),
        made=day_clock(at), rows=seat_book(occurrence, at), callers=will_call(occurrence, owing_of(occurrence, at), at),
        prices=price_table(occurrence), blanks=list(numbers),
    )  # fmt: skip


def owing_of(occurrence, at):
    """{booking id: pence to pay} of the reservations that stand."""
    open_ = Booking.objects.filter(status="reserved", reserved_until__gte=at, lines__occurrence=occurrence)
    return {one.pk: one.total().gross - one.payments.total() for one in open_.distinct()}


# ---- Entering ------------------------------------------------------------------------------------------------------


@retried
def enter(pack, numbers, places, price_types, *, method, sold_at, by=None, till=None, at=None):
    """Enter what was sold on these blanks: one place and price type each. Returns the blanks, in their order.

    Booked and paid for as at `sold_at`. What somebody else has meanwhile is kept with its `problem`, to be solved.
    Raises AskedTooMuch for blanks used before or the wrong number of anything, TillClosed for cash without a till;
    then nothing is entered.
    """
    at = at or now()
    check_time(pack, sold_at, at)
    blanks = unused(pack, numbers)
    if not len(blanks) == len(places) == len(price_types):
        raise AskedTooMuch(f"{len(blanks)} blanks, {len(places)} places and {len(price_types)} price types were "
                           "written. Write as many of each.")  # fmt: skip
    occurrence = pack.occurrence
    said = {"method": method, "sold_at": sold_at, "entered_at": at, "entered_by": by}
    book = PriceBook([occurrence], sold_at)
    wanted = [Wanted(occurrence, *one) for one in zip(places, price_types, strict=True)]
    for blank, line in zip(blanks, book.lines(wanted), strict=True):
        write(blank, place=line.place, price_type=line.price_type, price=total_of(tax([line.priced])).gross, **said)
    Booking.objects.lapse(at=at)
    book_all(blanks, by, till)
    for blank in blanks:
        blank.save()
    return blanks


def write(blank, **fields):
    for name, value in fields.items():
        setattr(blank, name, value)


def book_all(blanks, by, till):
    """Sell the places of these blanks in one booking; those that are lost become problems, the others are sold."""
    try:
        sell(blanks, by, till)
    except PlaceTaken as refusal:
        lost = {place.pk for place in refusal.places}
        gone = [blank for blank in blanks if blank.place_id in lost]
        rest = [blank for blank in blanks if blank.place_id not in lost]
        problem(gone or blanks, refusal)
        if gone and rest:
            book_all(rest, by, till)
    except TillClosed:
        raise
    except Refused as refusal:
        problem(blanks, refusal)


def problem(blanks, refusal):
    for blank in blanks:
        blank.problem, blank.line = refusal.message[:200], None


@transaction.atomic
def sell(blanks, by, till):
    """A booking of these blanks, made and paid at the time they were sold."""
    first, occurrence = blanks[0], blanks[0].pack.occurrence
    wanted = [Wanted(occurrence, blank.place, blank.price_type) for blank in blanks]
    booking = Booking.objects.reserve(wanted, channel=Booking.Channel.COUNTER, by=by, at=first.sold_at)
    booking.settle_fees(by=by, at=first.sold_at)
    booking = Booking.objects.get(pk=booking.pk)
    note = f"Sold on paper: {', '.join(blank.number for blank in blanks)}"
    Booking.objects.filter(pk=booking.pk).update(delivery=Booking.Delivery.COLLECT, note=note[:300])
    booking.delivery = Booking.Delivery.COLLECT  # they have their paper: nothing prints by itself
    Payment.objects.take(booking, first.method, by=by, till=till, at=first.sold_at)
    lines = {line.place_id: line for line in booking.lines.live()}
    for blank in blanks:
        blank.line, blank.problem = lines[blank.place_id], ""


def check_time(pack, sold_at, at):
    """Raise AskedTooMuch for a time before the pack was made, or to come."""
    if not pack.made_at <= sold_at <= at:
        raise AskedTooMuch(f"It was sold after {day_clock(pack.made_at)}, when the pack was made, and before now. "
                           "Write the time that is on the stub.")  # fmt: skip


def unused(pack, numbers):
    """These blanks of a pack, kept to ourselves. Raises AskedTooMuch where one is not of it, or was used."""
    if DowntimePack.objects.select_for_update().get(pk=pack.pk).settled_at:
        raise AskedTooMuch("This pack is closed: every blank was accounted for.")
    blanks = pack.blanks.select_for_update(of=["self"]).select_related(*PARTS, "entered_by")
    found = {one.number: one for one in blanks.filter(number__in=numbers)}
    strange = [number for number in numbers if number not in found]
    if strange or not numbers or len(set(numbers)) < len(numbers):
        raise AskedTooMuch(f"{', '.join(strange) or 'That'} is no blank of this pack. Write numbers such as 4 or 4-6.")
    for blank in found.values():
        if blank.entered_at:
            who = f" by {blank.entered_by}" if blank.entered_by else ""
            raise AskedTooMuch(f"Blank {blank} was entered at {clock(blank.entered_at)}{who}. Look at its number.")
    return [found[number] for number in numbers]


@retried
def spoil(pack, numbers, *, reason, by=None, at=None):
    """Say that these blanks were used up and not sold. Raises AskedTooMuch."""
    if not reason.strip():
        raise AskedTooMuch("Say how it was spoilt, such as wrong seat written.")
    blanks = unused(pack, numbers)
    for blank in blanks:
        write(blank, spoilt=reason.strip()[:100], entered_at=at or now(), entered_by=by)
        blank.save()
    return blanks


# ---- Solving -------------------------------------------------------------------------------------------------------


@retried
def seat_instead(blank, place, *, by=None, till=None):
    """Give a blank with a problem another place, paid as it was sold. Raises what selling raises. Asked twice, once."""
    blank = locked(blank)
    if not blank.problem:
        return blank
    blank.place = place
    sell([blank], by, till)
    blank.save()
    return blank


@retried
def give_back(blank, *, reason, by=None):
    """Say that the money of a blank with a problem was given back from the same tin. Asked twice, once."""
    blank = locked(blank)
    if blank.problem:
        write(blank, spoilt=(reason.strip() or "Money given back")[:100], problem="", entered_by=by)
        blank.save()
    return blank


def locked(blank):
    blanks = BlankTicket.objects.select_for_update(of=["self"]).select_related(*PARTS, "place__area", "price_type")
    return blanks.get(pk=blank.pk)


def counts(pack):
    """{made, sold, problems, spoilt, unused, taken}: every blank in exactly one of the four; taken in pence."""
    return pack.blanks.aggregate(
        made=Count("pk"), sold=Count("pk", filter=Q(line__isnull=False)),
        problems=Count("pk", filter=~Q(problem="")), spoilt=Count("pk", filter=~Q(spoilt="")),
        unused=Count("pk", filter=Q(entered_at=None)), taken=Sum(F("price"), filter=Q(line__isnull=False), default=0),
    )  # fmt: skip


@retried
def settle(pack, *, by=None, at=None):
    """Close a pack: what is not entered was not used. Raises AskedTooMuch while a problem is open. Twice is once."""
    pack = DowntimePack.objects.select_for_update().get(pk=pack.pk)
    if pack.blanks.exclude(problem="").exists():
        raise AskedTooMuch("Some of what was sold has no seat yet. Solve that first.")
    if pack.settled_at is None:
        pack.settled_at, pack.settled_by = at or now(), by
        pack.save(update_fields=["settled_at", "settled_by"])
    return pack
