"""How places are claimed. The partial unique index on live lines is the referee; looking first only saves time.

Order of locks, for everybody: caps, bookings in the way (by id), then lines by (occurrence, place).
"""

from datetime import timedelta

from django.db import IntegrityError, models
from django.utils.timezone import now

from events import best_places

from .event import check_open_to
from .extra import ExtraLine
from .line import ONE_LIVE_LINE, BookingLine
from .pricing import PriceBook, Wanted, check_number, check_request, check_sellable
from .refusal import PlaceHeld, PlaceTaken, SoldOut
from .sales_cap import SalesCap
from .statements import gone_from, holds_on, insert, live_claims, lock_to_choose
from .trade_board import check_trade, judged, lock_days, objections_on, rivals_overdue, traders_days
from .transactions import retried, violates
from .venue import Place

TRIES = 8


class BookingQuerySet(models.QuerySet):
    """The verbs that make and end reservations."""

    def parked(self):
        """Baskets set aside at the counter whose places are still held, by name."""
        held = self.filter(status="reserved", reserved_until__gte=now())
        return held.exclude(parked_as="").order_by("parked_as", "pk")

    def reserve(self, wanted, *, channel, by=None, customer=None, minutes=10, at=None, book=None, vetted=False,
                exchange_of=None):  # fmt: skip
        """Reserve places: all of `wanted` (a list of Wanted) or none. `book` is a PriceBook read already, if any.

        `vetted`: an officer has accepted this customer's application, and papers are asked for again on the day.
        `exchange_of`: the booking that is to have them instead of its own, which no cap counts beside them.

        Raises a Refused: PlaceTaken names every lost place and the nearest free ones; PlaceHeld, NotOpenTo,
        NotOnSale, NotPriced and AskedTooMuch say what stands in the way.
        """
        at = at or now()
        wanted = [Wanted(*one) for one in wanted]
        check_request(wanted, at)
        if not vetted:
            check_audience(wanted, customer)
        book = book if book and book.fits(customer) else PriceBook([one.occurrence for one in wanted], at, customer)
        lines = book.lines(wanted)
        fields = {"channel": channel, "taken_by": by, "customer": customer, "created_at": at,
                  "reserved_until": at + timedelta(minutes=minutes), "exchange_of": exchange_of}  # fmt: skip
        return until_claimed(lines, at, lambda: self._claim(lambda: book.settled(wanted, lines), fields, book.capped))

    def reserve_best(self, occurrence, price_types, *, channel, band=None, area=None, together=True, access=False,
                     by=None, customer=None, minutes=10, at=None, book=None, exchange_of=None):  # fmt: skip
        """Reserve the best free places, one for each of `price_types`; they are chosen inside the transaction.

        Raises SoldOut where there are not enough (with `together`: not enough side by side).
        """
        at = at or now()
        check_number(occurrence, len(price_types))
        check_sellable(occurrence, at)
        check_open_to(occurrence.event, [occurrence.day], customer, price_types)
        book = book if book and book.fits(customer) else PriceBook([occurrence], at, customer)
        choice = Choice(occurrence, price_types, book, band, area, together, access, by)
        fields = {"channel": channel, "taken_by": by, "customer": customer, "created_at": at,
                  "reserved_until": at + timedelta(minutes=minutes), "exchange_of": exchange_of}  # fmt: skip
        return until_chosen(choice, lambda: self._choose(choice, fields))

    @retried
    def _claim(self, choose, fields, capped):
        caps = SalesCap.objects.locked(capped)
        return self._write(choose(), fields, caps)

    @retried
    def _choose(self, choice, fields):
        caps = SalesCap.objects.locked(choice.book.capped)
        return self._write(choice.locked().lines(fields["created_at"]), fields, caps)

    def _write(self, lines, fields, caps):
        self.make_way(lines, fields["created_at"], fields["customer"])
        booking = insert([self.model(**fields)])[0]
        booking.new_lines = write_lines(booking, lines, fields["taken_by"])
        self.check_caps(caps, booking, lines, fields["created_at"])
        return booking

    def check_caps(self, caps, booking, lines, at):
        """Raise CapReached where these lines, written already, pass a cap; what ran out ends and does not count."""
        for cap in caps:
            for occurrence in cap.concerned(lines):
                if cap.passed(booking, occurrence):
                    self.lapse(at=at, only=cap.counted(booking, occurrence).values("booking"))
                    cap.insist(booking, occurrence)

    def make_way(self, lines, at, customer=None):
        """End the overdue reservations on the places of these lines, and those of traders whose goods would bar them.

        Raises PlaceTaken where a place is truly taken.
        """
        overdue = in_the_way(lines, at)
        days = traders_days(line.occurrence for line in lines)
        if days and (days := judged(days, customer)):
            overdue |= rivals_overdue(days, customer.trader, at)
        if overdue:
            self.lapse(at=at, only=overdue)

    @retried
    def lapse(self, *, at=None, only=None):
        """End the reservations that ran out: all of them, or only these ids. Returns how many ended.

        Selling never waits for this: a reservation in somebody's way is ended by whoever takes its place.
        """
        at = at or now()
        overdue = self.filter(status="reserved", reserved_until__lt=at)
        if only is not None:
            overdue = overdue.filter(pk__in=only)
        ids = list(overdue.order_by("pk").select_for_update().values_list("pk", flat=True))
        self.filter(pk__in=ids).update(status="lapsed")
        for lines in (BookingLine.objects, ExtraLine.objects):
            lines.live().filter(booking__in=ids).update(released_at=at, release_reason="lapsed")
        return len(ids)


class Choice:
    """What a best-available request asks for, with everything read that does not need the lock."""

    def __init__(self, occurrence, price_types, book, band, area, together, access, by):
        self.occurrence, self.price_types, self.book, self.by = occurrence, price_types, book, by
        self.together, self.access = together, access
        self.house = [
            spot for spot in house_of(occurrence.plan)
            if (band is None or spot.band == band.pk) and (area is None or spot.area == area.pk)
        ]  # fmt: skip

    def locked(self):
        """One chooser at a time for each occurrence; sellers of named places are not kept waiting."""
        lock_to_choose(self.occurrence.pk)
        return self

    def lines(self, at):
        """Priced lines for the best free places at this moment. Raises SoldOut."""
        free = {spot.id for spot in self.house} - unavailable(self.occurrence, at, self.by)
        free -= objections_on([self.occurrence], self.book.customer).keys()
        count = len(self.price_types)
        ids = best_places.choose(self.house, free, count, together=self.together, access=self.access)
        if ids is None:
            places = self.occurrence.event.words.places
            raise SoldOut(
                f"No {count} {places} together are left. Choose fewer, or let them be apart."
                if self.together and len(free) >= count
                else f"Only {len(free)} {places} are left. Choose fewer, or another day."
            )
        places = Place.objects.select_related("area").in_bulk(ids)
        return self.book.lines([
            Wanted(self.occurrence, places[pk], price_type)
            for pk, price_type in zip(ids, self.price_types, strict=True)
        ])  # fmt: skip


def until_claimed(lines, at, write):
    """Write lines, again where reservations that ran out were in the way. Raises PlaceTaken for those truly lost."""
    for _ in range(TRIES):
        try:
            return write()
        except IntegrityError as error:
            if not violates(error, ONE_LIVE_LINE):
                raise
        if lost := taken(lines, at):
            raise lost_to_others(lost, at, lines)
    raise lost_to_others(lines, at)


def until_chosen(choice, write):
    """Choose and write, again where somebody was quicker."""
    for _ in range(TRIES):
        try:
            return write()
        except IntegrityError as error:
            if not violates(error, ONE_LIVE_LINE):
                raise
        except PlaceTaken:
            continue
    raise SoldOut(f"{choice.occurrence} is very busy. Nothing was booked; try again.")


def write_lines(booking, lines, by):
    """Write lines into a booking, in the order of their places. Raises PlaceHeld and TradeBalance. Returns them."""
    if days := traders_days(line.occurrence for line in lines):
        days = judged(days, booking.customer)
        lock_days(days)
    lines = sorted(lines, key=lambda line: (line.occurrence_id, line.place_id))
    for line in lines:
        line.pk, line.booking = None, booking
    insert(lines)
    check_holds(lines, by)
    if days:
        check_trade(days, lines, booking.customer.trader)
    return lines


HOUSES = {}


def house_of(plan):
    """Every place of a plan as the chooser sees it; kept for as long as the plan's digest stays the same."""
    key = (plan.pk, plan.digest)
    if key not in HOUSES or not plan.digest:
        rows = plan.places.values_list("pk", "area_id", "band_id", "row", "position", "appeal", "flags",
                                       "area__numbered")  # fmt: skip
        HOUSES[key] = [best_places.Spot(*row) for row in rows]
    return HOUSES[key]


def check_audience(wanted, customer):
    """Refuse a customer who may not book: asked once for each event, for all of its days."""
    events = {one.occurrence.event_id: one.occurrence.event for one in wanted}
    for event in events.values():
        own = [one for one in wanted if one.occurrence.event_id == event.pk]
        check_open_to(event, {one.occurrence.day for one in own}, customer, [one.price_type for one in own])


def unavailable(occurrence, at, by):
    """Ids of the places that `by` may not sell at this moment."""
    return gone_from(occurrence.pk, at, kills_only=bool(by and by.has_perm("events.sell_held_places")))


def in_the_way(lines, at):
    """Ids of overdue reservations on these places. Raises PlaceTaken for any that are truly taken."""
    overdue, gone = set(), set()
    for occurrence, place, booking, status, until in live_claims(lines):
        if status == "reserved" and until < at:
            overdue.add(booking)
        else:
            gone.add((occurrence, place))
    if gone:
        raise lost_to_others([line for line in lines if (line.occurrence_id, line.place_id) in gone], at, lines)
    return overdue


def taken(lines, at):
    """Those of the lines whose places somebody else holds by now."""
    rows = {
        (occurrence, place) for occurrence, place, _, status, until in live_claims(lines)
        if status != "reserved" or until >= at
    }  # fmt: skip
    return [line for line in lines if (line.occurrence_id, line.place_id) in rows]


def check_holds(lines, by):
    """Refuse places held back. Asked after the insert: by then no new hold can slip in (Occurrence.hold)."""
    for _, place, kill, name in holds_on(lines):
        if kill or not (by and by.has_perm("events.sell_held_places")):
            lost = next(line.place for line in lines if line.place_id == place)
            raise PlaceHeld(f"{lost} is held back ({name}). Choose another, or ask a manager to release it.")


def lost_to_others(lines, at, wanted=()):
    """A PlaceTaken that names the lost places and the nearest free ones of their band that are not wanted too."""
    nearest = []
    asked = {(line.occurrence_id, line.place_id) for line in wanted}
    for line in lines[:4]:
        free = {spot.id for spot in house_of(line.occurrence.plan)} - unavailable(line.occurrence, at, None)
        free -= {place for occurrence, place in asked if occurrence == line.occurrence_id}
        alike = [
            spot for spot in house_of(line.occurrence.plan)
            if spot.id in free and spot.band == line.place.band_id and not best_places.ASKED_FOR & set(spot.flags)
        ]  # fmt: skip
        if alike:
            ahead = min(alike, key=lambda spot: (spot.area != line.place.area_id, spot.row != line.place.row,
                                                 abs(spot.position - line.place.position), spot.id))  # fmt: skip
            nearest.append(Place.objects.select_related("area").get(pk=ahead.id))
            asked.add((line.occurrence_id, ahead.id))
    return PlaceTaken([line.place for line in lines], nearest)
