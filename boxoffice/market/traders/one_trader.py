"""Everything about one trader that an officer needs while they are on the telephone."""

from django.utils.timezone import localdate, now

from boxoffice.market.papers import papers_of
from events.models import BookingLine, DocumentType, Event, RegisterNote, StandingBooking

SOME = 8


def needed():
    """The papers that some market asks for."""
    return list(DocumentType.objects.filter(events__audience=Event.Audience.TRADERS).distinct().order_by("name"))


def lines_of(customer):
    """Their market days to come."""
    lines = BookingLine.objects.live().filter(booking__customer=customer, booking__status="confirmed",
                                              occurrence__ends_at__gt=now())  # fmt: skip
    return lines.with_parts().select_related("booking").order_by("occurrence__starts_at", "pk")


def summary(customer):
    """What the page shows."""
    account, today = getattr(customer, "account", None), localdate()
    standing = StandingBooking.objects.filter(customer=customer, status__in=["offered", "running"])
    notes = RegisterNote.objects.filter(line__booking__customer=customer).exclude(text="")
    lines = lines_of(customer)
    return {
        "customer": customer, "trader": customer.trader, "account": account, "lines": lines[:SOME],
        "more": max(lines.count() - SOME, 0), "papers": papers_of(customer.trader, needed(), today),
        "licences": standing.select_related("place__area", "event", "series"),
        "owed": account.owed() if account else 0, "balance": account.balance() if account else 0,
        "letters": customer.messages.all()[:SOME], "activities": customer.activities.select_related("by")[:SOME],
        "notes": notes.select_related("by", "occurrence__event").order_by("-pk")[:SOME],
    }  # fmt: skip
