"""On which market days traders stood: what the draw's order is made of, and what striking off asks."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q

from events.models import ABSENT, BookingLine, CheckIn
from events.models.attendance import WAS_HERE


def stood_lines(lines=None):
    """Those of the booking lines whose trader stood there: said to be here, or checked in and not said to be away."""
    lines = BookingLine.objects.all() if lines is None else lines
    in_ = Exists(CheckIn.objects.standing().filter(line=OuterRef("pk")))
    away = Q(attendance__isnull=False, attendance__presence__in=ABSENT)
    return lines.filter(Q(attendance__presence__in=WAS_HERE) | in_ & ~away)


def days_stood(customers, first, before, event=None):
    """{customer id: number of market days stood} from one day up to but not including another, at one market or all."""
    lines = stood_lines().filter(booking__customer__in=customers, occurrence__plan__unit="pitch",
                                 occurrence__starts_at__date__gte=first, occurrence__starts_at__date__lt=before)
    lines = lines.filter(occurrence__event=event) if event else lines
    days = defaultdict(set)
    for customer, occurrence in lines.order_by().values_list("booking__customer", "occurrence").distinct():
        days[customer].add(occurrence)
    return {customer: len(found) for customer, found in days.items()}
