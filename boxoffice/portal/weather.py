"""A trader says that they stay away from a day of vehicles only."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from boxoffice.portal.traders import for_traders
from events.dates import day
from events.models import BookingLine, Refused
from invoicing.weather import stay_away


@require_POST
@for_traders
def stays(request, line):
    """Not coming, and so not charged: all their pitches of that day. Sent twice it is once."""
    own = BookingLine.objects.live().filter(booking__customer=request.customer, booking__status="confirmed")
    line = get_object_or_404(own.select_related("occurrence"), pk=line)
    try:
        for each in own.filter(occurrence=line.occurrence).select_related("booking", "occurrence", "place"):
            stay_away(each, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("portal:home")
    messages.info(request, f"We do not expect you on {day(line.occurrence.starts_at)}, and you are not charged.")
    return redirect("portal:home")
