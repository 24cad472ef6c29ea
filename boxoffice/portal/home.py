"""What a trader wants to know first: where they stand next, what they owe, whether their papers hold."""

from django.conf import settings
from django.utils.timezone import now

from boxoffice.portal.account import statement_of
from boxoffice.portal.papers import papers_of
from boxoffice.portal.traders import account_of
from events.models import BookingLine, Event


def open_markets():
    """Markets for traders that have days still to come."""
    events = Event.objects.filter(audience=Event.Audience.TRADERS, occurrences__ends_at__gt=now(),
                                  occurrences__cancelled_at=None, occurrences__plan__unit="pitch")  # fmt: skip
    return list(events.distinct().order_by("title"))


def next_line(customer):
    """The next market day this customer has a pitch at."""
    lines = BookingLine.objects.live().filter(booking__customer=customer, booking__status="confirmed",
                                              occurrence__ends_at__gt=now(), occurrence__cancelled_at=None)  # fmt: skip
    return lines.with_parts().select_related("booking").order_by("occurrence__starts_at").first()


def summary(customer):
    """Everything the home page says."""
    markets = open_markets()
    return {
        "customer": customer, "line": next_line(customer), "markets": markets,
        "papers": papers_of(customer.trader, markets), "email": settings.COUNCIL["email"],
        "why_not": customer.trader.why_not(markets[0], []) if markets else [],
        "statement": statement_of(account_of(customer), with_invoices=False),
    }  # fmt: skip
