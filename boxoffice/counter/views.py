"""Selling: choose a performance, hold places in the basket, take the money, be ready again."""

from functools import wraps

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.counter import basket as baskets
from boxoffice.counter import desk as desks
from boxoffice.counter.forms import TakePayment
from boxoffice.counter.party import Party, read_party
from events.models import AskedTooMuch, Booking, Place, PlaceTaken, Refused, ReservationLapsed, Wanted
from invoicing.models import Payment, TillSession


def says_why(view):
    """Answer what the rules refuse with the desk itself: the sentence on it, everything typed and held kept."""

    @wraps(view)
    def run(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            return show_desk(request, request.POST.get("performance"), refusal)

    return run


@require_safe
def desk(request, pk=None):
    """The whole desk, at the next performance or at the one asked for; the till first where none is open."""
    if TillSession.objects.open_for(request.user) is None:
        return redirect("counter:tills")
    return show_desk(request, pk)


def show_desk(request, pk, refusal=None):
    """Draw the desk; 422 with the sentence where something was refused."""
    status = 422 if refusal else 200
    try:
        booking = baskets.basket_of(request)
    except ReservationLapsed as lapsed:
        booking, refusal = None, refusal or lapsed
    query = request.GET.get("q", "")
    listed = desks.found(query)
    chosen = get_object_or_404(desks.performances(), pk=pk) if pk else desks.first_on_sale(listed or desks.found(""))
    context = {"query": query, "refusal": refusal, "typed": request.POST, "last_sale": desks.last_sale(request),
               "till": TillSession.objects.open_for(request.user)}  # fmt: skip
    if chosen is None:
        return render(request, "counter/nothing.html", context, status=status)
    context |= {"chosen": chosen, "days": desks.days(listed, chosen), "basket": baskets.shown(booking, chosen)}
    context |= plan_of(chosen, whole="HX-Request" not in request.headers)
    context["sell_held"] = request.user.has_perm("events.sell_held_places")
    return render(request, "counter/desk.html", context, status=status)


def plan_of(chosen, whole):
    """The plan, and what it costs; without the list of places where the page that asks has it already."""
    prices = desks.prices(chosen)
    return {"bands": desks.bands(prices), "prices_json": desks.plan_prices(prices), "whole": whole,
            "examples": desks.price_types(prices), "seat_rows": desks.seat_rows(chosen) if whole else None}  # fmt: skip


@require_POST
@says_why
def lines(request):
    """Hold places: those pressed on the plan or ticked in the list, or those typed."""
    chosen = get_object_or_404(desks.performances(), pk=request.POST.get("performance"))
    prices = desks.prices(chosen)
    types = desks.price_types(prices)
    pressed = request.POST.getlist("place")
    if pressed:
        party = Party([], list(Place.objects.filter(pk__in=pressed, area__plan=chosen.plan).select_related("area")))
    else:
        party = read_party(request.POST.get("party", ""), chosen.plan, types)
    party = party._replace(places=[(place, dearest_first(types, prices, place)) for place in party.places])
    band = next((band for band in desks.bands(prices) if str(band.pk) == request.POST.get("band")), None)
    try:
        baskets.put(request, chosen, party, band=band, together="apart" not in request.POST)
    except PlaceTaken as refusal:
        refusal.instead = instead(refusal, party)
        raise
    return redirect("counter:performance", chosen.pk)


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
    types = desks.price_types(desks.prices(line.occurrence)) if line else []
    price_type = next((one for one in types if str(one.pk) == request.POST.get("price_type")), None)
    if line and price_type and price_type != line.price_type:
        line.booking.add([Wanted(line.occurrence, line.place, price_type)], instead_of=[line], by=request.user)
    return back(request)


@require_POST
@says_why
def releases(request, pk):
    """Give one place of the basket back."""
    if line := baskets.line_in(request, pk):
        line.booking.release([line], reason="taken out of the basket", by=request.user)
    return back(request)


@require_POST
@says_why
def extensions(request, reference):
    """More time for the basket."""
    baskets.more_time(get_object_or_404(Booking, reference=reference))
    return back(request)


def back(request):
    """To the performance the clerk was looking at."""
    chosen = request.POST.get("performance", "")
    known = chosen.isdecimal() and len(chosen) < 19
    return redirect("counter:performance", int(chosen)) if known else redirect("counter:desk")


@require_http_methods(["GET", "HEAD", "POST"])
@says_why
def payments(request, reference):
    """Take the money; the desk is ready again, with the change to hand back. Asked twice, it is taken once."""
    booking = get_object_or_404(Booking, reference=reference)
    till = TillSession.objects.open_for(request.user)
    if request.method != "POST":
        context = {"booking": booking, "basket": {"booking": booking, "total": booking.total().gross}, "till": till}
        return render(request, "counter/payments.html", context)
    form = TakePayment(request.POST, booking=booking)
    if not form.is_valid():
        raise AskedTooMuch(" ".join(error for errors in form.errors.values() for error in errors))
    if booking.status == Booking.Status.RESERVED and not booking.lines.live().exists():
        raise AskedTooMuch("Nothing is in the basket. Choose places first.")
    Payment.objects.take(booking, by=request.user, till=till, **form.tender())
    if request.session.get(baskets.BASKET) == booking.reference:
        baskets.forget(request)
    request.session[baskets.LAST_SALE] = booking.reference
    return redirect("counter:desk")
