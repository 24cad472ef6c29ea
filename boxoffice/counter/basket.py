"""The basket on this desk: a reserved booking whose reference the session keeps, with whom it is for and how sold."""

from datetime import timedelta

from django.utils.timezone import now

from boxoffice.counter.station import rules_at
from events.models import Booking, BookingLine, Customer, ReservationLapsed, Wanted

BASKET, LAST_SALE, CUSTOMER, CHANNEL = "basket", "last_sale", "customer", "channel"


def minutes(request):
    """How long a basket is held at the counter."""
    return rules_at(request).basket_minutes


def basket_of(request):
    """The booking in this desk's basket, or None. Raises ReservationLapsed, once, where its time ran out.

    It is asked for once in a request: the verbs keep what they change on it up to date.
    """
    if known := getattr(request, "basket", None):
        return known
    request.basket = read_basket(request)
    return request.basket


def read_basket(request):
    reference = request.session.get(BASKET)
    found = Booking.objects.select_related("customer").filter(reference=reference) if reference else ()
    booking = next(iter(found), None)
    if booking is None or booking.status == Booking.Status.RESERVED:
        return booking
    forget(request)
    if booking.status == Booking.Status.LAPSED:
        raise ReservationLapsed(booking.reference)
    return None


def look_again(request):
    """Something was refused: what was read of the basket before may no longer hold."""
    request.basket = None


def forget(request):
    """Start afresh: no basket, nobody's, over the counter."""
    request.basket = None
    for key in (BASKET, CUSTOMER, CHANNEL):
        request.session.pop(key, None)


def take_up(request, booking):
    """Make this the desk's basket."""
    forget(request)
    request.session[BASKET], request.basket = booking.reference, booking


def channel_of(request, booking):
    """How this desk sells now: over the counter, or by telephone where somebody said so."""
    return booking.channel if booking else request.session.get(CHANNEL, Booking.Channel.COUNTER)


def customer_of(request, booking):
    """Whose basket it is, also before there is one; None for a walk-up."""
    if booking:
        return booking.customer
    return Customer.objects.filter(pk=request.session.get(CUSTOMER)).first() if CUSTOMER in request.session else None


def put(request, occurrence, party, *, band=None, together=True):
    """Hold a party's places: in the basket there is, or in a new one; its offers and fees follow."""
    basket, by = basket_of(request), {"by": request.user, "minutes": minutes(request)}
    new = {} if basket else {"channel": channel_of(request, None), "customer": customer_of(request, None)}
    if party.places:
        hold = basket.add if basket else Booking.objects.reserve
        held = hold([Wanted(occurrence, *one) for one in party.places], **by, **new)
    else:
        hold = basket.add_best if basket else Booking.objects.reserve_best
        held = hold(occurrence, party.price_types, band=band, together=together, **by, **new)
    if basket is None:
        basket = held
        take_up(request, basket)
    basket.settle(by=request.user)


def line_in(request, pk):
    """A line of this desk's basket, or None where it has gone already."""
    basket = basket_of(request)
    lines = BookingLine.objects.live().with_parts().select_related("booking", "occurrence__price_list")
    return lines.filter(booking=basket, pk=pk).first() if basket else None


def more_time(request, booking):
    booking.extend(now() + timedelta(minutes=minutes(request)))
