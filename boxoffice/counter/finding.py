"""What the find box finds: a booking, ticket, customer, invoice or voucher, by whatever somebody types or scans."""

import re
from dataclasses import dataclass

from django.db.models import Count, F, Q, Value
from django.db.models.functions import Replace

from boxoffice.counter.invoices import owed_by
from events.dates import day
from events.models import Booking, BookingLine, TicketIssue
from invoicing.models import Invoice, StoredValue
from invoicing.models.stored_value import as_printed

MOST_FOUND = 50
TICKET = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Scanned:
    """A ticket's code: the line it is of, and what is to be said about it where it lets nobody in."""

    line: BookingLine
    warning: str = ""


def scanned(query):
    """The Scanned of a ticket's code, or None where it is none of ours."""
    if not TICKET.fullmatch(query):
        return None
    issue = TicketIssue.objects.filter(token=query).select_related("line__booking").first()
    line = issue.line if issue else BookingLine.objects.filter(token=query).select_related("booking").first()
    return Scanned(line, why_dead(line, issue)) if line else None


def why_dead(line, issue):
    """Why this code lets nobody in; empty where it does."""
    newer = line.issues.filter(number__gt=issue.number if issue else 1).last()
    if line.released_at:
        instead = BookingLine.objects.live().filter(replaces=line).select_related("place__area", "occurrence__event")
        now_it_is = f" It was replaced by {instead[0].place}, {instead[0].occurrence}." if instead else ""
        return f"This ticket is no longer good: {line.release_reason}.{now_it_is}"
    if newer:
        return f"This ticket was printed again on {day(newer.at)} ({newer.reason}). Only the new one is good."
    return ""


def invoice_of(query):
    """The issued invoice of exactly this number, or None."""
    return Invoice.objects.issued().filter(number__iexact=query).first()


def voucher_of(query):
    """The gift voucher or credit of this code, or None."""
    code = as_printed(query)
    return StoredValue.objects.filter(code=code).select_related("customer").first() if code else None


def found(query):
    """What fits a query: bookings, invoices to pay and a voucher, for the page."""
    bookings = Booking.objects.filter(exchange_of=None).select_related("customer")
    bookings = matching(bookings.prefetch_related("lines__occurrence__event"), query)
    places = Count("lines", filter=Q(lines__released_at=None))
    return {"query": query, "bookings": list(bookings.annotate(places=places)[:MOST_FOUND]),
            "invoices": owed_by(query), "voucher": voucher_of(query)}  # fmt: skip


def matching(bookings, query):
    """Bookings whose reference, customer, telephone, e-mail or postcode fits; spaces in numbers do not matter."""
    if not query:
        return bookings
    close = query.replace(" ", "")
    bookings = bookings.alias(digits=Replace(F("customer__phone"), Value(" ")),
                              code=Replace(F("customer__postcode"), Value(" ")))  # fmt: skip
    who = Q(customer__name__icontains=query) | Q(customer__email__icontains=query) | Q(reference__istartswith=close)
    who |= Q(code__iexact=close) | Q(collector__icontains=query)
    return bookings.filter(who | Q(digits__contains=close) if close.isdigit() else who)


def only_one(found):
    """The booking to open at once, where it is all that was found."""
    alone = len(found["bookings"]) == 1 and not found["invoices"] and not found["voucher"]
    return found["bookings"][0] if found["query"] and alone else None
