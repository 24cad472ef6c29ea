"""The history of one seat: why it is grey, who had it and who let it go."""

from django.db.models import Value
from django.db.models.functions import Concat
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from boxoffice.counter.station import till_at
from events.models import Occurrence, Place
from events.place_history import history, why

MOST_FOUND = 20


@require_safe
def places(request, pk):
    """Find a seat of a performance by its name; the only one that fits is shown at once."""
    occurrence = get_object_or_404(Occurrence.objects.with_parts(), pk=pk)
    query = "".join(request.GET.get("q", "").replace("\0", "").split())
    found = named(occurrence, query) if query else []
    if len(found) == 1:
        return redirect("counter:place", occurrence.pk, found[0].pk)
    context = {"occurrence": occurrence, "query": query, "places": found, "till": till_at(request)}
    return render(request, "counter/places.html", context)


def named(occurrence, query):
    """The places of a plan whose row and number are these."""
    own = Place.objects.filter(area__plan=occurrence.plan).select_related("area")
    called = own.alias(called=Concat("row", Value(""), "number")).filter(called__iexact=query)
    return list(called.order_by("area", "row", "position")[:MOST_FOUND])


@require_safe
def place(request, pk, place):
    """Everything that happened to one seat at one performance."""
    occurrence = get_object_or_404(Occurrence.objects.with_parts(), pk=pk)
    place = get_object_or_404(Place.objects.select_related("area"), pk=place, area__plan=occurrence.plan)
    context = {"occurrence": occurrence, "place": place, "why": why(occurrence, place), "till": till_at(request),
               "history": history(occurrence, place)}  # fmt: skip
    return render(request, "counter/place.html", context)
