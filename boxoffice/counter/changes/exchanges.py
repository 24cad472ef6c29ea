"""Exchanging: tick what is given up, choose a performance and seats, then settle the difference."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice.counter import desk as desks
from boxoffice.counter.changes.chosen import the_booking, ticked, who_authorises
from boxoffice.counter.changes.forms import Settle
from boxoffice.counter.changes.moves import whole
from boxoffice.counter.prices import plan_prices, prices_of
from boxoffice.counter.station import till_at, till_for
from boxoffice.counter.tenders.beside import by_card, ways
from events.models import AskedTooMuch, Booking, Place, Refused
from invoicing.card_purposes import ask_for_exchange
from invoicing.exchanging import exchange as carry_out
from invoicing.exchanging import hold_instead, is_on_account, let_go, settlement
from invoicing.models import CardAttempt, CounterRules, StoredValue
from invoicing.slips import once


@require_http_methods(["GET", "HEAD", "POST"])
def exchanges(request, reference):
    """What is given up, and for which performance and seats; POST holds them in a basket of their own."""
    booking = the_booking(reference)
    if request.method != "POST":
        return show(request, booking)
    try:
        basket = hold(request, booking)
    except Refused as refusal:
        return show(request, booking, refusal)
    lines = "&".join(f"line={pk}" for pk in whole(request.POST.getlist("line")))
    address = redirect("counter:exchange", booking.reference, basket.reference)
    address["Location"] += f"?{lines}"
    return address


def hold(request, booking):
    """Hold the seats chosen on the plan, or the best there are. Raises what reserving raises."""
    _, chosen = ticked(request, booking)
    occurrence = performance_of(request)
    if occurrence is None:
        raise AskedTooMuch("Choose a performance first.")
    asked = [] if "best" in request.POST else whole(request.POST.getlist("place"))
    places = Place.objects.filter(pk__in=asked, area__plan=occurrence.plan)
    places = list(places.select_related("area").order_by("area", "row", "position"))
    return hold_instead(booking, chosen, occurrence, places=places, by=request.user)


def performance_of(request):
    asked = whole([(request.POST or request.GET).get("performance", "")])
    return desks.performances().filter(pk__in=asked).first()


def show(request, booking, refusal=None):
    """Draw the first page; 422 with the sentence where something was refused."""
    lines, chosen = ticked(request, booking)
    query = request.GET.get("q", "")
    listed = desks.found(query or (lines[0].occurrence.event.title if lines else ""))
    had = {line.occurrence_id for line in chosen}
    other = [one for one in listed if one.pk not in had] or listed
    occurrence = performance_of(request) or (desks.first_on_sale(other) if query else None)
    context = {"booking": booking, "lines": lines, "chosen": chosen, "query": query, "listed": listed[:12],
               "refusal": refusal, "till": till_at(request), "rules": CounterRules.current()}  # fmt: skip
    if occurrence:
        own = [line.place_id for line in lines if line.occurrence_id == occurrence.pk]
        context |= {"occurrence": occurrence, "prices_json": plan_prices(prices_of(occurrence)),
                    "seat_rows": desks.seat_rows(occurrence), "mine_json": own}  # fmt: skip
    return render(request, "counter/exchanges.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request, reference, basket):
    """What the exchange comes to; POST settles it and writes the new seats into the booking."""
    booking = the_booking(reference)
    basket = get_object_or_404(Booking, reference=basket.upper(), exchange_of=booking)
    form = Settle(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return settle(request, booking, basket, form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return settling(request, booking, basket, form)


def settle(request, booking, basket, form):
    """Carry the exchange out as the form says, or have a card pay it first; the next page. Raises a Refused."""
    data = form.cleaned_data
    _, lines = ticked(request, booking)
    if data["way"] in CardAttempt.Way.values:
        ask = partial(ask_for_exchange, booking, lines, basket, authorised_by=who_authorises(request))
        return by_card(request, data["way"], ask, key=data["key"], sent_to=data["sent_to"])
    with once(f"Slip {data['reference']}"):
        done = carry_out(booking, lines, basket, way=data["way"], by=request.user, till=till_for(request, data["way"]),
                         tendered=data["tendered"], reference=data["reference"], reason=data["reason"],
                         stored=stored_by(data, booking), authorised_by=who_authorises(request))  # fmt: skip
    messages.success(request, f"{booking} is exchanged{form.change_of(done.taken)}. Print the new tickets.")
    return redirect("counter:booking", booking.reference)


def stored_by(data, booking):
    """The voucher or the customer's credit that pays, or None. Raises NotSpendable."""
    if data["way"] == "voucher":
        return StoredValue.objects.with_code(data["code"])
    own = StoredValue.objects.filter(sort=StoredValue.Sort.CREDIT, customer=booking.customer)
    return own.first() if data["way"] == "credit" and booking.customer else None


def settling(request, booking, basket, form):
    """Draw the second page; back to the booking where there is nothing to settle any more."""
    lines, chosen = ticked(request, booking)
    if basket.status != Booking.Status.RESERVED:
        settled = f"The places held for the exchange of {booking} were settled or given back."
        messages.info(request, " ".join(form.non_field_errors()) or settled)
        return redirect("counter:booking", booking.reference)
    if not form.errors and (attempt := basket.card_attempts.under_way().first()):
        return redirect("counter:attempt", attempt.pk)
    settled = settlement(booking, chosen, basket)
    context = {"booking": booking, "basket": basket, "chosen": chosen, "settled": settled, "form": form,
               "new_lines": basket.live_lines.order_by("place"), "till": till_at(request), "typed": request.POST,
               "owed": abs(settled.difference), "on_account": is_on_account(booking), **ways(request)}  # fmt: skip
    return render(request, "counter/exchange.html", context, status=422 if form.errors else 200)


@require_POST
def exchange_releases(request, reference, basket):
    """Give the places held for an exchange back; the booking stays as it is."""
    booking = the_booking(reference)
    basket = get_object_or_404(Booking, reference=basket.upper(), exchange_of=booking)
    try:
        let_go(basket, reason="No exchange after all", by=request.user)
    except AskedTooMuch as refusal:
        messages.error(request, refusal.message)
    return redirect("counter:booking", booking.reference)
