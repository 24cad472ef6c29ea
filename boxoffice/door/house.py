"""Who is in and who is still to come at one performance, and finding them without a ticket."""

from django.db.models import Count, OuterRef, Q, Subquery

from events.models import Booking, BookingLine, CheckIn, TicketIssue

SHORT = 8  # characters of a token that are printed for typing
MOST = 50


def tickets(occurrence):
    """The tickets that open the door of this performance, each with `admission`: the id of its check-in, or None."""
    admission = CheckIn.objects.standing().filter(line=OuterRef("pk")).values("pk")[:1]
    lines = BookingLine.objects.live().filter(occurrence=occurrence, booking__status="confirmed")
    return lines.annotate(admission=Subquery(admission))


def head_count(occurrence):
    """{inside, to_come} in one query."""
    return tickets(occurrence).aggregate(
        inside=Count("pk", filter=Q(admission__isnull=False)), to_come=Count("pk", filter=Q(admission=None))
    )


def found(occurrence, text):
    """Tickets of this performance by booking reference, or by the customer's name, e-mail address or telephone."""
    plain = text.replace(" ", "")
    named = Q(*(("booking__customer__name__icontains", word) for word in text.split()))
    who = named | Q(booking__reference__iexact=plain)
    who |= Q(booking__customer__email__iexact=text) | Q(booking__customer__phone__endswith=plain)
    lines = tickets(occurrence).filter(who).select_related("place__area", "price_type", "booking__customer")
    lines = list(lines.order_by("booking__customer__name", "booking", "place")[:MOST])
    codes = TicketIssue.objects.codes(lines)
    for line in lines:
        line.code = codes[line.pk]
    return lines


def is_reference(code):
    return len(code) == 7 and Booking.objects.filter(reference=code.upper()).exists()


def token_for(code, occurrence):
    """The whole token for a code: scanned whole, or the first eight characters typed from a ticket of this night."""
    plain = code.replace(" ", "")
    if len(plain) != SHORT:
        return plain
    lines = BookingLine.objects.filter(occurrence=occurrence, token__startswith=plain).values_list("token", flat=True)
    later = TicketIssue.objects.filter(line__occurrence=occurrence, token__startswith=plain)
    tokens = [token for token in [*lines, *later.values_list("token", flat=True)] if token.startswith(plain)]
    return tokens[0] if len(tokens) == 1 else plain
