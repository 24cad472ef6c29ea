"""Which lines of a booking are ticked, and who authorises: what every change after the sale asks for."""

import uuid

from django.shortcuts import get_object_or_404

from boxoffice.counter.authorising import authoriser
from events.models import Booking
from invoicing.refunding import changeable


def the_booking(reference):
    return get_object_or_404(Booking.objects.select_related("customer"), reference=reference.upper())


def ticked(request, booking):
    """(every line that may be changed, those ticked): all of them where the page is asked for without any."""
    lines = list(changeable(booking))
    asked = request.POST if request.method == "POST" else request.GET
    if "line" not in asked and "ticked" not in asked and request.method != "POST":
        return lines, lines
    wanted = set(asked.getlist("line"))
    return lines, [line for line in lines if str(line.pk) in wanted]


def who_authorises(request):
    """The User whose PIN was typed, or None where none was. Raises NotAuthorised."""
    return authoriser(request) if request.POST.get("pin") else None


def new_key():
    """A key for one page: what it sends twice is done once."""
    return str(uuid.uuid4())
