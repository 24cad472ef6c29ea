"""Book again: the same pitch, price and extras on the next day of the same market that is free."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from boxoffice.portal.month import booked_by, on_sale
from boxoffice.portal.objections import objections_on
from boxoffice.portal.pages import own
from boxoffice.portal.taken import Pitches
from boxoffice.portal.traders import for_traders
from events.models import Booking, BookingLine, Occurrence

AHEAD = 60


@require_safe
@for_traders
def again(request, reference=""):
    """To the check page, filled in from a booking of theirs, or from the last one."""
    booking = own(request, reference) if reference else last_booking(request.customer)
    lines = last_day(booking) if booking else []
    day = next_day(lines, request.customer) if lines else None
    if day is None:
        if lines:
            messages.info(request, "That pitch is not free on any day to come. Choose a day and another pitch.")
        return redirect("portal:days")
    return redirect(f"{reverse('portal:check')}?{address(day, lines)}")


def last_booking(customer):
    """The booking of the latest market day this customer has, or had."""
    lines = BookingLine.objects.filter(booking__customer=customer, booking__status=Booking.Status.CONFIRMED,
                                       occurrence__plan__unit="pitch", released_at=None)  # fmt: skip
    line = lines.select_related("booking").order_by("-occurrence__starts_at", "pk").first()
    return line.booking if line else None


def last_day(booking):
    """The lines of its latest market day, side by side; also of a booking that was cancelled."""
    lines = booking.lines.filter(occurrence__plan__unit="pitch").select_related("place", "occurrence", "booking")
    lines = list(lines.order_by("place"))
    lines = [line for line in lines if line.released_at is None] or lines
    latest = max((line.occurrence.starts_at for line in lines), default=None)
    return [line for line in lines if line.occurrence.starts_at == latest]


def next_day(lines, customer):
    """The first day to come of the same market and weekday on which these pitches are free and nothing is booked."""
    at, before = now(), lines[0].occurrence
    coming = Occurrence.objects.upcoming(at).filter(event=before.event_id, plan=before.plan_id).with_parts()
    coming = [one for one in coming[:AHEAD] if on_sale(one, at) and one.day.weekday() == before.day.weekday()]
    booked, pitches = booked_by(customer, coming), Pitches(coming, objections_on(coming, customer))
    places = [line.place for line in lines]
    return next((one for one in coming if one.pk not in booked and not pitches.lost(places, one)), None)


def address(day, lines):
    """The query string of the check page."""
    query = QueryDict(mutable=True)
    query["day"], query["type"] = day.pk, lines[0].price_type_id
    query.setlist("place", [line.place_id for line in lines])
    booking, occurrence = lines[0].booking_id, lines[0].occurrence_id
    extras = lines[0].booking.extra_lines.live().filter(booking=booking, occurrence=occurrence, extra__offered=True)
    for extra in extras:
        query[f"x{extra.extra_id}"] = extra.quantity + int(query.get(f"x{extra.extra_id}", 0))
    return query.urlencode()
