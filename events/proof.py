"""Proofs about places, run on the live database: each returns what breaks its rule, in words."""

from django.db.models import Count, Exists, F, OuterRef, Q

from events import proof_standing as standing
from events.models import Booking, BookingLine, CheckIn, Hold, Occurrence


def no_place_sold_twice():
    """At any occurrence, at most one live line a place."""
    places = BookingLine.objects.live().order_by().values("occurrence", "place")
    doubles = places.annotate(n=Count("pk")).filter(n__gt=1)
    return [f"occurrence {row['occurrence']}, place {row['place']}: {row['n']} live lines" for row in doubles]


def lines_are_on_their_plan():
    """A line's place belongs to its occurrence's plan."""
    strays = BookingLine.objects.live().exclude(place__area__plan=F("occurrence__plan"))
    return [f"line {pk}" for pk in strays.values_list("pk", flat=True)]


def no_killed_place_sold():
    """A place taken out of the plan is not sold."""
    sold = BookingLine.objects.live().filter(occurrence=OuterRef("occurrence"), place=OuterRef("place"))
    killed = Hold.objects.filter(Exists(sold), hold_type__kill=True)
    return [f"occurrence {hold.occurrence_id}, place {hold.place_id}" for hold in killed]


def ended_bookings_hold_nothing():
    """A cancelled or lapsed booking has given back exactly every place it had."""
    ended = BookingLine.objects.live().filter(booking__status__in=["cancelled", "lapsed"])
    return [f"booking {ref}" for ref in ended.order_by().values_list("booking__reference", flat=True).distinct()]


def bookings_have_lines():
    """No booking was ever made without a place."""
    return [f"booking {ref}" for ref in Booking.objects.filter(lines=None).values_list("reference", flat=True)]


def companions_have_their_space():
    """A companion seat is held by the booking that holds its wheelchair space."""
    space = BookingLine.objects.live().filter(
        booking=OuterRef("booking"), occurrence=OuterRef("occurrence"), place=OuterRef("place__companion_of")
    )
    alone = BookingLine.objects.live().filter(~Exists(space), place__companion_of__isnull=False)
    return [f"line {pk}" for pk in alone.values_list("pk", flat=True)]


def nobody_admitted_twice():
    """At most one admission stands for each ticket, and only for a confirmed booking's."""
    doubles = CheckIn.objects.filter(undone_at=None).order_by().values("line").annotate(n=Count("pk")).filter(n__gt=1)
    unpaid = CheckIn.objects.filter(Q(undone_at=None) & Q(line__booking__status__in=["reserved", "lapsed"]))
    return [f"line {row['line']}" for row in doubles] + [f"check-in {pk}" for pk in unpaid.values_list("pk", flat=True)]


def lists_cover_their_days():
    """The price list of every market day or performance that something is sold at holds on that day."""
    sold = BookingLine.objects.live().filter(occurrence=OuterRef("pk"))
    days = Occurrence.objects.filter(Exists(sold)).select_related("event", "price_list").order_by("pk")
    return [f"occurrence {day.pk}: {day.price_list} does not hold" for day in days
            if not day.price_list.covers(day.day)]  # fmt: skip


PROOFS = [
    *standing.rules,
    ("No place is sold twice", no_place_sold_twice),
    ("Every line's place is on its occurrence's plan", lines_are_on_their_plan),
    ("No place taken out of the plan is sold", no_killed_place_sold),
    ("Cancelled and lapsed bookings hold no place", ended_bookings_hold_nothing),
    ("No booking is without lines", bookings_have_lines),
    ("Companion seats go with their wheelchair space", companions_have_their_space),
    ("Nobody is admitted twice or unpaid", nobody_admitted_twice),
    ("The tariff of every day sold holds on that day", lists_cover_their_days),
]
