"""Other places in a booking instead of those it has, under the same reference: exchanges, moved seats, moved days.

The caller's transaction holds it together: on any failure the old places are as they were. Old tickets die with their
lines; each new line names the one it replaces.
"""

from events.models import AskedTooMuch, Booking, BookingLine, ExtraLine, NotOnSale, OutOfStock, Wanted
from events.models.claim import until_claimed, write_lines
from events.models.pricing import check_request
from events.models.statements import called_off
from events.models.transactions import retried
from invoicing.cancelling_by_rule import release, to_release
from invoicing.lessening import keep
from invoicing.swapping import charge_anew


def comes_along(extra, new):
    """Whether an extra of an old place is had at the new ones too: they are at the same event."""
    return any(extra.occurrence.event_id == line.occurrence.event_id for line in new)


def kept_extras(extras, new):
    """[(extra, pence of its price that stay)] of the extras beside old places: fees that neither come nor go back."""
    return [(extra, 0 if extra.extra.refundable or comes_along(extra, new) else extra.price) for extra in extras]


def beside(booking, old):
    """The extras that go with these lines, and those of a performance that is given up whole."""
    return [row for row in to_release(booking, old) if isinstance(row, ExtraLine)]


def rewrite(booking, parts, new, *, words, by, at):
    """Release `parts`, [(row, pence of its price that stay)], and write `new` lines in their stead.

    Extras come along at the price that was paid for them, as far as there are any there. Returns those left behind.
    """
    old = [row for row, _ in parts if isinstance(row, BookingLine)]
    extras = [row for row, kept in parts if isinstance(row, ExtraLine) and not kept]
    keep(parts, words=words, by=by, at=at)
    for row, kept in parts:
        release(row, kept, reason=words, by=by, at=at)
    pairs = list(zip(old, new, strict=False))
    for given_up, had in pairs:
        had.replaces = given_up
    write_lines(booking, new, by)
    came, left = bring(booking, extras, pairs)
    for count, (given_up, had) in enumerate(pairs):
        own = [one for one in came if one.place_id == had.place_id or (one.place_id is None and count == 0)]
        charge_anew([given_up], had, own, by, at)
    for had in new[len(pairs):]:
        charge_anew(old, had, [], by, at, added=True)
    return left


def bring(booking, extras, pairs):
    """Sell the extras again beside the new lines: ([lines], [extras that stayed behind])."""
    came, left = [], []
    places = {(old.occurrence_id, old.place_id): new for old, new in pairs}
    for extra in extras:
        line = places.get((extra.occurrence_id, extra.place_id)) or (pairs[0][1] if pairs else None)
        try:
            came += sell_again(booking, extra, line)
        except (OutOfStock, AskedTooMuch):
            left.append(extra)
    return came, left


def sell_again(booking, extra, line):
    """One extra at the occurrence of a new line, and at its place where it had one."""
    if line is None:
        raise AskedTooMuch("There is no place left to have it at.")
    new = extra.anew()
    new.occurrence, new.place, new.replaces = line.occurrence, extra.place and line.place, extra
    return ExtraLine.objects.sell(booking, [new])


def confirmed(pk):
    """A booking, locked, that may be changed. Raises AskedTooMuch where it was ended meanwhile."""
    booking = Booking.objects.select_for_update().get(pk=pk)
    if booking.status != Booking.Status.CONFIRMED:
        raise AskedTooMuch(f"{booking} was changed meanwhile. Look at it again; nothing was done.")
    return booking


def same_price(line, occurrence, place):
    """A line for another place at the price that was paid for this one, not yet of any booking."""
    new = line.anew()
    new.occurrence, new.place = occurrence, place
    return new


def rebook(booking, pairs, *, words, by, at):
    """Other places at the price that was paid: `pairs` [(line, occurrence, place)]. Returns the new lines.

    All of them or none. Asked twice it is done once. Raises PlaceTaken, PlaceHeld, NotOnSale, and AskedTooMuch where
    the old places were changed meanwhile; whatever is raised, nothing is changed.
    """
    if done := done_before(pairs):
        return done
    new = [same_price(*pair) for pair in pairs]
    check_wanted(booking, [line for line, _, _ in pairs], new, at)
    return until_claimed(new, at, lambda: _rebook(booking, [line.pk for line, _, _ in pairs], new, words, by, at))


def done_before(pairs):
    """The lines these were rebooked for already, where they are exactly those asked for."""
    found = [BookingLine.objects.live().filter(replaces=line, occurrence=occurrence, place=place).first()
             for line, occurrence, place in pairs]  # fmt: skip
    return found if found and all(found) else None


def check_wanted(booking, old, new, at):
    """Refuse what could not be booked together with what stays of the booking on the same days."""
    days, leaving = {line.occurrence_id for line in new}, [line.pk for line in old]
    staying = booking.live_lines.filter(occurrence__in=days).exclude(pk__in=leaving)
    staying = staying.select_related("occurrence__price_list")
    check_request([Wanted(line.occurrence, line.place, line.price_type) for line in [*staying, *new]], at)


@retried
def _rebook(booking, pks, new, words, by, at):
    booking = confirmed(booking.pk)
    held = {line.pk: line for line in booking.lines.live().filter(pk__in=pks).with_parts()}
    if len(held) != len(new):
        raise AskedTooMuch(f"{booking} was changed meanwhile. Look at it again; nothing was done.")
    old = [held[pk] for pk in pks]
    own = {(line.occurrence_id, line.place_id) for line in old}
    elsewhere = [line for line in new if (line.occurrence_id, line.place_id) not in own]
    Booking.objects.make_way(elsewhere, at, booking.customer)
    check_days_stand(new)
    parts = [*((line, 0) for line in old), *kept_extras(beside(booking, old), new)]
    rewrite(booking, parts, new, words=words, by=by, at=at)
    return new


def check_days_stand(lines):
    """Raise NotOnSale where a day of new lines was called off meanwhile: whoever calls one off waits for us."""
    days = {line.occurrence_id: line.occurrence for line in lines}
    if off := called_off(sorted(days)):
        raise NotOnSale(f"{days[off[0]]} is cancelled. Choose another day.")
