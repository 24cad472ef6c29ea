"""Wheelchair spaces at a performance, each with the companion seats beside it: chosen here by one press."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from boxoffice.counter.basket import CHANNEL
from boxoffice.counter.desk import performances
from boxoffice.counter.prices import fee_on, prices_of, with_fee
from boxoffice.counter.station import till_at
from events.models import Booking, Place
from events.models.statements import gone_from


@require_safe
def access_seats(request, pk):
    """Every wheelchair space, the free ones with their companion seats to hold in the basket."""
    till = till_at(request)
    if till is None:
        return redirect("counter:tills")
    chosen = get_object_or_404(performances(), pk=pk)
    gone = gone_from(pk, now(), kills_only=request.user.has_perm("events.sell_held_places"))
    channel = request.session.get(CHANNEL, Booking.Channel.COUNTER)
    return render(request, "counter/access_seats.html", {
        "chosen": chosen, "till": till, "rows": spaces(chosen, gone, first_prices(chosen, channel)),
    })  # fmt: skip


def first_prices(occurrence, channel):
    """{band id: pence with the fees for each ticket, at the band's first price type}."""
    fee = fee_on(occurrence.event, channel)
    return {price.band_id: with_fee(price.amount, fee) for price in reversed(prices_of(occurrence))}


def spaces(occurrence, gone, prices):
    """[(wheelchair space, whether it is free, its free companion seats, pence of the space alone)]."""
    found = Place.objects.filter(area__plan=occurrence.plan, flags__contains=Place.Flag.WHEELCHAIR)
    found = found.select_related("area").prefetch_related("companions__area").order_by("area", "row", "position")
    rows = []
    for place in found:
        beside = [one for one in place.companions.all() if one.pk not in gone]
        for one in beside:
            one.to_pay = prices.get(place.band_id, 0) + prices.get(one.band_id, 0)
        rows.append((place, place.pk not in gone, beside, prices.get(place.band_id, 0)))
    return rows
