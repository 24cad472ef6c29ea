"""The work list of unfinished payments: bookings with money in them that are not confirmed, and links that wait."""

from contextlib import suppress

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from boxoffice.counter import basket as baskets
from boxoffice.counter.changes.chosen import who_authorises
from boxoffice.counter.selling.parkings import set_aside
from boxoffice.counter.station import till_at
from boxoffice.counter.tenders.views import sold
from events.models import Booking, Refused, ReservationLapsed
from invoicing import unfinished
from invoicing.models import CardAttempt, CounterRules, Payment
from invoicing.refunding import why_all_back


@require_safe
def unfinished_payments(request):
    """What is to be ended, each with both ways to end it; and the card payments that customers have not made yet."""
    return show(request)


def show(request, refusal="", status=200):
    waiting = CardAttempt.objects.under_way().select_related("booking__exchange_of", "reader").order_by("expires_at")
    bookings, rules = unfinished.bookings(), CounterRules.current()
    for booking in bookings:
        booking.needs = why_all_back(booking, rules)
    context = {"bookings": bookings, "waiting": waiting, "till": till_at(request), "refusal": refusal}
    return render(request, "counter/unfinished_payments.html", context, status=status)


@require_POST
def refunds(request, reference):
    """Give the money back by the tenders it came with."""
    booking = get_object_or_404(Booking, reference=reference)
    try:
        given = unfinished.give_back(booking, authorised_by=who_authorises(request), by=request.user,
                                     till=till_at(request))  # fmt: skip
    except Refused as refusal:
        return show(request, refusal.message, 422)
    if request.session.get(baskets.BASKET) == booking.reference:
        baskets.forget(request)
    if given:
        messages.success(request, f"Given back for {booking}: {', '.join(f'{refund}' for refund in given)}.")
    return redirect("counter:unfinished_payments")


@require_POST
def revivals(request, reference):
    """Have the places again and take the rest; sold at once where nothing is left to pay."""
    booking = get_object_or_404(Booking, reference=reference)
    try:
        booking = unfinished.take_up(booking)
        if booking.total().gross == booking.payments.total():
            Payment.objects.complete(booking, by=request.user)
        else:
            put_in_basket(request, booking)
    except Refused as refusal:
        return show(request, refusal.message, 422)
    return sold(request, booking)


def put_in_basket(request, booking):
    """Make it this desk's basket; what is in it is parked."""
    if request.session.get(baskets.BASKET) == booking.reference:
        return
    with suppress(ReservationLapsed):  # nothing is held there any more
        current = baskets.basket_of(request)
        if current and current.lines.live().exists():
            set_aside(request, current)
    baskets.take_up(request, booking)
