"""The pitches a trader mostly stands on at one market: marked on the plan, and chosen before they are asked for."""

from collections import Counter

from events.models import BookingLine

LATELY = 12  # market days looked back on


def usual_pitches(customer, event):
    """Ids of the run of pitches that was booked most often lately; the latest of several. Empty for a newcomer."""
    lines = BookingLine.objects.live().filter(booking__customer=customer, occurrence__event=event,
                                              booking__status="confirmed")  # fmt: skip
    days = {}
    for day, place in lines.order_by("-occurrence__starts_at", "place").values_list("occurrence", "place")[:5 * LATELY]:
        days.setdefault(day, []).append(place)
    runs = Counter(tuple(places) for places in list(days.values())[:LATELY])
    return list(max(runs, key=runs.get)) if runs else []
