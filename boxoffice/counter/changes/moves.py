"""Other seats at the same performance for the same price, in one page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from boxoffice.counter import desk as desks
from boxoffice.counter.changes.chosen import the_booking, ticked
from boxoffice.counter.prices import plan_prices, prices_of
from boxoffice.counter.station import till_at
from events.models import AskedTooMuch, BookingAct, Place, Refused
from events.models.transactions import retried
from invoicing.rebooking import rebook


@require_http_methods(["GET", "HEAD", "POST"])
def moves(request, reference):
    """The plan with the seats they have; POST moves the ticked ones to those chosen. Asked twice, moved once."""
    booking = the_booking(reference)
    if request.method != "POST":
        return show(request, booking)
    try:
        moved = move(request, booking)
    except Refused as refusal:
        return show(request, booking, refusal)
    messages.success(request, f"{booking} now has {', '.join(str(line.place) for line in moved)}. Print new tickets.")
    return redirect("counter:booking", booking.reference)


@retried
def move(request, booking):
    """Move each ticked line to a chosen place of its performance, in their order."""
    occurrence, lines, chosen = at_one(request, booking)
    places = list(Place.objects.filter(pk__in=whole(request.POST.getlist("place")), area__plan=occurrence.plan)
                  .select_related("area").order_by("area", "row", "position"))  # fmt: skip
    if not chosen or len(places) != len(chosen):
        raise AskedTooMuch(f"{len(chosen)} ticked and {len(places)} chosen: choose as many seats as are ticked.")
    before = ", ".join(str(line.place) for line in chosen)
    pairs = [(line, occurrence, place) for line, place in zip(chosen, places, strict=True)]
    moved = rebook(booking, pairs, words="Moved to other seats", by=request.user, at=now())
    after = ", ".join(str(line.place) for line in moved)
    BookingAct.objects.note(booking, BookingAct.Sort.MOVED, f"Moved from {before} to {after}", by=request.user)
    return moved


def whole(values):
    return [int(value) for value in values if value.isdecimal() and len(value) < 19]


def at_one(request, booking):
    """(the performance, its lines, those ticked): the one asked for, else the first. Raises AskedTooMuch for none."""
    lines, chosen = ticked(request, booking)
    if not lines:
        raise AskedTooMuch(f"{booking} has no seats that can be moved.")
    asked = (request.POST or request.GET).get("performance")
    occurrence = next((line.occurrence for line in lines if str(line.occurrence_id) == asked), lines[0].occurrence)
    return (occurrence, *([line for line in some if line.occurrence_id == occurrence.pk] for some in (lines, chosen)))


def show(request, booking, refusal=None):
    """Draw the page; 422 with the sentence where something was refused."""
    context = {"booking": booking, "refusal": refusal, "till": till_at(request)}
    try:
        occurrence, lines, chosen = at_one(request, booking)
    except AskedTooMuch as none_left:
        return render(request, "counter/moves.html", {**context, "refusal": none_left}, status=422)
    days = {one.occurrence_id: one.occurrence for one in ticked(request, booking)[0]}
    context |= {"occurrence": occurrence, "lines": lines, "chosen": chosen, "performances": list(days.values()),
                "mine_json": [one.place_id for one in lines], "seat_rows": desks.seat_rows(occurrence),
                "prices_json": plan_prices(prices_of(occurrence))}  # fmt: skip
    return render(request, "counter/moves.html", context, status=422 if refusal else 200)
