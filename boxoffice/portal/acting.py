"""What was done for a trader in their place: written down, and told to them."""

from django.contrib.messages import get_messages

from events.dates import day
from events.models import Activity, Booking, Message
from events.money import pounds

SAFE = ("GET", "HEAD", "OPTIONS")


def record(request, response, began):
    """Keep an Activity of an act that succeeded while somebody stood in, and write to the trader about it."""
    if request.method in SAFE or response.status_code >= 400:
        return
    standing, words = request.standing_in, said(request)
    activity = Activity.objects.create(
        customer=standing.customer, by=request.user, asked=standing.asked, address=request.path[:200],
        words=(words or f"Sent the form at {request.path}")[:300],
    )  # fmt: skip
    if words:
        Message.objects.tell(standing.customer, topic="done for you", subject="What we did for you", by=request.user,
                             body=letter(activity, words, made_since(request, began)), once=f"activity-{activity.pk}"
                             )  # fmt: skip


def said(request):
    """What the page told whoever stood there: the product's own words for what was done."""
    queued = getattr(get_messages(request), "_queued_messages", [])  # looking at them leaves them to be shown
    return " ".join(str(message) for message in queued if message.level_tag != "error")


def made_since(request, began):
    """Bookings that this very act made."""
    made = request.standing_in.customer.bookings.filter(created_at__gte=began, taken_by=request.user)
    return list(made.exclude(status=Booking.Status.LAPSED).order_by("pk"))


def letter(activity, words, bookings):
    """The body: how they asked, what was done, and the days of a booking."""
    asked = activity.get_asked_display().lower()
    parts = [f"You asked us {asked} to do something for you. This is what we did:", words]
    for booking in bookings:
        lines = booking.live_lines.order_by("occurrence__starts_at", "place")
        rows = [f"{day(line.occurrence.starts_at)}: {line.occurrence.event}, {line.place}" for line in lines]
        parts.append("\n".join([f"Booking {booking}, {pounds(booking.total().gross)}:", *rows]))
    return "\n\n".join([*parts, "If this is not what you wanted, tell us at once."])
