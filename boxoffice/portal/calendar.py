"""A trader's days for their own calendar: a private address to make and to end, and what it answers."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from icalendar import Calendar, Event

from boxoffice.portal.traders import for_traders
from events.dates import clock
from events.models import BookingLine, CalendarFeed

BACK = timedelta(days=60)  # days past that stay in the calendar


@require_http_methods(["GET", "HEAD", "POST"])
@for_traders
def calendar_feeds(request):
    """The private address; a POST makes one, and ends the one before."""
    if request.method == "POST":
        CalendarFeed.objects.make(request.customer)
        return redirect("portal:calendar_feeds")
    feed = CalendarFeed.objects.live().filter(customer=request.customer).first()
    return render(request, "portal/calendar_feeds.html", {"feed": feed, "address": address_of(feed) if feed else ""})


@require_POST
@for_traders
def calendar_revocations(request):
    """End the private address."""
    CalendarFeed.objects.revoke(request.customer)
    return redirect("portal:calendar_feeds")


def address_of(feed):
    return f"{settings.SITE_URL}/calendars/{feed.token}.ics"


@require_safe
def calendar(request, token):
    """The days behind a private address, for a calendar that nobody signs in to; 404 once it was ended."""
    feed = get_object_or_404(CalendarFeed.objects.live().select_related("customer"), token=token)
    response = HttpResponse(calendar_of(feed.customer), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"], response["Content-Disposition"] = "private, max-age=900", 'inline; filename="market.ics"'
    response["X-Robots-Tag"], response["Referrer-Policy"] = "noindex", "no-referrer"
    return response


def calendar_of(customer, at=None):
    """The customer's market days as iCalendar (RFC 5545), in bytes."""
    made = Calendar()
    made.add("prodid", "-//Box office and markets//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"Market days of {customer}")
    made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for occurrence, lines in days_of(customer, at or now()):
        made.add_component(event_of(customer, occurrence, lines))
    return made.to_ical()


def days_of(customer, at):
    """[(occurrence, the customer's lines at it)]: those given back since, too, so that they go from the calendar."""
    lines = BookingLine.objects.filter(booking__customer=customer, booking__status__in=["confirmed", "cancelled"],
                                       occurrence__ends_at__gt=at - BACK, occurrence__plan__unit="pitch")  # fmt: skip
    days = defaultdict(list)
    for line in lines.with_parts().select_related("booking").order_by("occurrence__starts_at", "place"):
        days[line.occurrence].append(line)
    return days.items()


def event_of(customer, occurrence, lines):
    """One day. Its UID stays the same, whatever pitch they stand on and whether it goes ahead."""
    live = [line for line in lines if line.released_at is None]
    off = occurrence.cancelled_at is not None or not live
    pitches = ", ".join(str(line.place) for line in live or lines[:1])
    made, venue = Event(), occurrence.plan.venue
    made.add("uid", f"day-{occurrence.pk}-{customer.pk}@{settings.SITE_URL.rpartition('/')[2].partition(':')[0]}")
    made.add("dtstamp", max(filter(None, [occurrence.cancelled_at, *stamps(lines)])))
    made.add("dtstart", occurrence.opens_at or occurrence.starts_at)
    made.add("dtend", occurrence.ends_at)
    made.add("summary", f"{'Cancelled: ' if off else ''}{occurrence.event}, {pitches}")
    made.add("status", "CANCELLED" if off else "CONFIRMED")
    made.add("location", ", ".join([venue.name, *venue.address.splitlines()]))
    opens = f"Set up from {clock(occurrence.opens_at)}. " if occurrence.opens_at else ""
    trading = f"Trading {clock(occurrence.starts_at)} to {clock(occurrence.ends_at)}. "
    references = ", ".join(sorted({str(line.booking) for line in live or lines}))
    made.add("description", f"{opens}{trading}Booking {references}.")
    return made


def stamps(lines):
    """When anything about these lines changed."""
    return [moment for line in lines for moment in (line.released_at, line.booking.confirmed_at,
                                                    line.booking.created_at) if moment]  # fmt: skip
