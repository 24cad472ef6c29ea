"""What's on, and the page of one event. Anybody may look."""

from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from boxoffice.shop.listing import access_words, dates_of, listings, months_of
from boxoffice.shop.prices import price_table
from events.models import Event, Occurrence


@require_safe
def whats_on(request):
    """Every event that is still to come, soonest first; by month and by words where asked."""
    month, text = request.GET.get("month", ""), request.GET.get("q", "").strip()
    upcoming = list(Occurrence.objects.upcoming().with_parts())
    found = listings(upcoming, now(), month=month, text=text)
    return render(request, "shop/whats_on.html", {
        "shows": [each for each in found if each.event.audience == Event.Audience.PUBLIC],
        "markets": [each for each in found if each.event.audience != Event.Audience.PUBLIC],
        "months": months_of(upcoming), "month": month, "q": text,
    })  # fmt: skip


@require_safe
def show(request, slug):
    """One event, its dates and its prices."""
    event = get_object_or_404(Event, slug=slug)
    dates = dates_of(list(event.occurrences.upcoming().with_parts()), now())
    first = dates[0].occurrence if dates else None
    return render(request, "shop/show.html", {
        "event": event, "dates": dates, "first": first,
        "prices": price_table(first) if first else None,
        "access": access_words(first.plan) if first else "",
        "for_traders": event.audience != Event.Audience.PUBLIC,
    })  # fmt: skip
