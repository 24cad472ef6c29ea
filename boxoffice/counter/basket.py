"""The basket on this desk: a reserved booking whose reference the session keeps."""

import json
from datetime import timedelta
from itertools import groupby

from django.utils.timezone import now

from events.models import Booking, BookingLine, Price, ReservationLapsed, Wanted

MINUTES = 10
BASKET, LAST_SALE = "basket", "last_sale"


def basket_of(request):
    """The booking in this desk's basket, or None. Raises ReservationLapsed, once, where its time ran out."""
    reference = request.session.get(BASKET)
    booking = Booking.objects.filter(reference=reference).first() if reference else None
    if booking is None or booking.status == Booking.Status.RESERVED:
        return booking
    forget(request)
    if booking.status == Booking.Status.LAPSED:
        raise ReservationLapsed(booking.reference)
    return None


def forget(request):
    request.session.pop(BASKET, None)


def put(request, occurrence, party, *, band=None, together=True):
    """Hold a party's places: in the basket there is, or in a new one."""
    basket, by = basket_of(request), {"by": request.user, "minutes": MINUTES}
    channel = {} if basket else {"channel": Booking.Channel.COUNTER}
    if party.places:
        hold = basket.add if basket else Booking.objects.reserve
        held = hold([Wanted(occurrence, *one) for one in party.places], **by, **channel)
    else:
        hold = basket.add_best if basket else Booking.objects.reserve_best
        held = hold(occurrence, party.price_types, band=band, together=together, **by, **channel)
    if basket is None:
        request.session[BASKET] = held.reference


def line_in(request, pk):
    """A line of this desk's basket, or None where it has gone already."""
    basket = basket_of(request)
    lines = BookingLine.objects.live().with_parts().select_related("booking", "occurrence__price_list")
    return lines.filter(booking=basket, pk=pk).first() if basket else None


def more_time(booking):
    booking.extend(now() + timedelta(minutes=MINUTES))


def shown(booking, occurrence):
    """What the basket column shows: lines by performance, what each could cost, the total and the time left."""
    if booking is None:
        return {"mine_json": "[]", "groups": []}
    lines = list(booking.live_lines.order_by("occurrence__starts_at", "occurrence", "place"))
    choices = choices_for(lines)
    for line in lines:
        line.choices = choices.get((line.occurrence.price_list_id, line.place.band_id), [])
    total = booking.total()
    return {
        "booking": booking, "count": len(lines), "total": total.gross, "vat": total.vat,
        "groups": [(when, list(group)) for when, group in groupby(lines, key=lambda line: line.occurrence)],
        "mine_json": json.dumps([line.place_id for line in lines if line.occurrence_id == occurrence.pk]),
        "seconds": max(0, int((booking.reserved_until - now()).total_seconds())),
    }  # fmt: skip


def choices_for(lines):
    """Prices by (price list, band), in the order of their types: one query whatever is in the basket."""
    prices = Price.objects.filter(price_list__in={line.occurrence.price_list_id for line in lines})
    found = {}
    for price in prices.select_related("price_type").order_by("price_type__position", "price_type__name"):
        found.setdefault((price.price_list_id, price.band_id), []).append(price)
    return found
