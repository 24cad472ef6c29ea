"""What an event is sold with: the whole price of its tickets, its extras and fees, and its caps."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events.all_in import wholes
from events.caps_sold import reached
from events.extras_sold import counted
from events.models import Event, NotPriced, Occurrence
from events.offer_words import told


@require_safe
def events(request):
    """Every event with something to come, and what it is sold with."""
    coming = Event.objects.filter(occurrences__in=Occurrence.objects.upcoming().order_by()).distinct()
    rows = coming.annotate(beside=Count("extras", distinct=True), capped=Count("caps", distinct=True)).order_by("title")
    return render(request, "programme/events.html", {"rows": rows})


@require_safe
def event(request, pk):
    """One event."""
    found, prices, unpriced = get_object_or_404(Event, pk=pk), [], ""
    try:
        prices = wholes(found)
    except NotPriced as refusal:
        unpriced = refusal.message
    caps = found.caps.select_related("event", "price_type", "occurrence").order_by("pk")
    return render(request, "programme/event.html", {
        "event": found, "wholes": prices, "unpriced": unpriced, "extras": counted(found),
        "public": found.audience == Event.Audience.PUBLIC, "caps": reached(caps),
        "offers": [(one, told(one)) for one in found.offers.select_related("event").prefetch_related(
            "parts__price_type")],
    })  # fmt: skip
