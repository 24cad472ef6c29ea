"""Selling: choose a performance, hold places in the basket. Taking the money is tenders/."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from boxoffice.counter import basket as baskets
from boxoffice.counter import desk as desks
from boxoffice.counter.nudge import nudge
from boxoffice.counter.party import Party, read_party
from boxoffice.counter.prices import bands, prices_of
from boxoffice.counter.prices import price_types as types_of
from boxoffice.counter.shown import shown
from boxoffice.counter.station import till_at
from events.models import Booking, NotOnSale, Place, PlaceTaken, Refused, ReservationLapsed, Wanted

GONE = "The performance you were looking at is not on sale any more. This is the next one."


def says_why(view):
    """Answer what the rules refuse with the desk itself: the sentence on it, everything typed and held kept."""

    @wraps(view)
    def run(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            baskets.look_again(request)
            pk = looked_at(request)
            return show_desk(request, pk, refusal) if not pk or on_sale_here(pk) else show_first(request, refusal)

    return run


def on_sale_here(pk):
    """The performance of this id where the counter sells it, else None: it may have been called off meanwhile."""
    return desks.performances().filter(pk=pk).first()


def show_first(request, refusal):
    """The desk at the first performance on sale, with why it is not at the one looked at.

    A page that sent a form by fetch goes there by itself, so the sentence waits for it as a message.
    """
    first = desks.first_on_sale(desks.found(""))
    if first and by_fetch(request):
        messages.error(request, refusal.message)
    return show_desk(request, first and first.pk, refusal)


@require_safe
def desk(request, pk=None):
    """The whole desk, at the next performance or at the one asked for; the till first where none is open."""
    if till_at(request) is None:
        return redirect("counter:tills")
    return show_desk(request, pk)


def show_desk(request, pk, refusal=None, chosen=None):
    """Draw the desk; 422 with the sentence where something was refused.

    To a form sent by fetch only the parts are answered that it changes, without a second request.
    """
    status = 422 if refusal else 200
    try:
        booking = baskets.basket_of(request)
    except ReservationLapsed as lapsed:
        booking, refusal = None, refusal or lapsed
    context = {"refusal": refusal, "typed": request.POST, "till": till_at(request), **selling(request, booking)}
    if pk and by_fetch(request):
        chosen = chosen or get_object_or_404(desks.performances(), pk=pk)
        desks.count_left(chosen)
        context |= basket_at(request, booking, chosen)
        return render(request, "counter/parts.html", context, status=status)
    return render_whole(request, pk, booking, context, status)


def render_whole(request, pk, booking, context, status):
    """The desk with its performances, and with the plan unless the page that asks has it already."""
    context["query"] = query = request.GET.get("q", "")
    listed = desks.found(query)
    chosen = get_object_or_404(desks.performances(), pk=pk) if pk else desks.first_on_sale(listed or desks.found(""))
    if chosen is None:
        return render(request, "counter/nothing.html", context, status=status)
    context |= {"days": desks.days(listed, chosen), "last_sale": desks.last_sale(request)}
    context |= basket_at(request, booking, chosen)
    context |= desks.plan_of(chosen, context["channel"], whole="HX-Request" not in request.headers)
    return render(request, "counter/desk.html", context, status=status)


def by_fetch(request):
    return request.method == "POST" and "HX-Request" in request.headers


def selling(request, booking):
    """For whom and how this desk sells now, and what is parked."""
    return {"channel": baskets.channel_of(request, booking), "customer": baskets.customer_of(request, booking),
            "parked": list(Booking.objects.parked())}  # fmt: skip


def basket_at(request, booking, chosen):
    """The basket beside the chosen performance, and whether a seat along would be better for the house."""
    basket = shown(booking, chosen)
    sell_held = request.user.has_perm("events.sell_held_places")
    lines = basket.get("lines", [])
    return {"chosen": chosen, "basket": basket, "sell_held": sell_held,
            "nudge": lines and nudge(chosen, lines, desks.gone(chosen, sell_held))}  # fmt: skip


@require_POST
@says_why
def lines(request):
    """Hold places: those pressed on the plan or ticked in the list, or those typed."""
    chosen = on_sale_here(looked_at(request))
    if chosen is None:
        raise NotOnSale(GONE)
    prices = prices_of(chosen)
    types = types_of(prices)
    pressed = request.POST.getlist("place")
    if pressed:
        party = Party([], list(Place.objects.filter(pk__in=pressed, area__plan=chosen.plan).select_related("area")))
    else:
        party = read_party(request.POST.get("party", ""), chosen.plan, types, bands(prices))
    party = party._replace(places=[(place, dearest_first(types, prices, place)) for place in party.places])
    selected = next((band for band in bands(prices) if str(band.pk) == request.POST.get("band")), None)
    try:
        baskets.put(request, chosen, party, band=party.band or selected, together="apart" not in request.POST)
    except PlaceTaken as refusal:
        refusal.instead = instead(refusal, party)
        raise
    return back(request, chosen)


def dearest_first(types, prices, place):
    """The first price type that the place's band has a price for."""
    return next((price.price_type for price in prices if price.band_id == place.band_id), types[0] if types else None)


def instead(refusal, party):
    """The places a clerk gets by one press where some of the wanted ones are lost; none where none is like them."""
    lost = {place.pk for place in refusal.places}
    return refusal.nearest and [place for place, _ in party.places if place.pk not in lost] + refusal.nearest


@require_POST
@says_why
def price_types(request, pk):
    """Another price type for one line: the same place again, in the line's stead."""
    line = baskets.line_in(request, pk)
    types = types_of(prices_of(line.occurrence)) if line else []
    price_type = next((one for one in types if str(one.pk) == request.POST.get("price_type")), None)
    if line and price_type and price_type != line.price_type:
        line.booking.add([Wanted(line.occurrence, line.place, price_type)], instead_of=[line], by=request.user)
        line.booking.settle(by=request.user)
    return back(request)


@require_POST
@says_why
def releases(request, pk):
    """Give one place of the basket back."""
    if line := baskets.line_in(request, pk):
        line.booking.release([line], reason="taken out of the basket", by=request.user)
        line.booking.settle(by=request.user)
    return back(request)


@require_POST
@says_why
def extensions(request, reference):
    """More time for the basket."""
    baskets.more_time(request, get_object_or_404(Booking, reference=reference))
    return back(request)


def back(request, known=None):
    """To the performance the clerk was looking at; by fetch at once, with the parts that changed."""
    pk = looked_at(request)
    if pk is None:
        return redirect("counter:desk")
    chosen = known or on_sale_here(pk)
    if chosen is None:
        return show_first(request, NotOnSale(GONE))
    return show_desk(request, pk, chosen=chosen) if by_fetch(request) else redirect("counter:performance", pk)


def looked_at(request):
    """The id of the performance the form was sent from, or None."""
    chosen = request.POST.get("performance", "")
    return int(chosen) if chosen.isdecimal() and len(chosen) < 19 else None
