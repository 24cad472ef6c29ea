"""A trader's bookings: make one, look at them, print permits."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from boxoffice.cards import may_lead_to_stripe, takes_cards
from boxoffice.portal.card_payments import to_stripe
from boxoffice.portal.choice import Choice
from boxoffice.portal.making import book_on_account, booked_already, reserve
from boxoffice.portal.once import booked_with, new_nonce, remember
from boxoffice.portal.pages import own, show_booking, show_check
from boxoffice.portal.traders import channel_of, for_traders
from events.booked_tickets import tickets_of
from events.models import Booking, Refused
from events.tickets import render_tickets

A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@for_traders
@may_lead_to_stripe
def bookings(request):
    """The list, or one more booking."""
    if request.method == "POST":
        return book(request)
    rows = request.customer.bookings.exclude(status=Booking.Status.LAPSED)
    live = Q(lines__released_at=None)
    rows = rows.annotate(days=Count("lines__occurrence", filter=live, distinct=True),
                         first=Min("lines__occurrence__starts_at"))  # fmt: skip
    rows = rows.prefetch_related("lines__occurrence__event", "lines__place__area")
    page = Paginator(rows.order_by("-pk"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/bookings.html", {"page": page})


def book(request):
    """Book what the form says, once however often it is sent; show it again with the reason where it is refused."""
    nonce, by_card = request.POST.get("nonce", ""), request.POST.get("pay") == "card"
    if earlier := booked_with(request.session, nonce):
        return onward(request, earlier, by_card)
    choice = Choice.read(request.POST, request.customer)
    if earlier := booked_already(choice, request.customer):
        messages.info(request, "You have booked these days and this pitch already. Here they are.")
        return onward(request, earlier, by_card)
    try:
        choice.check()
        make = reserve if by_card and takes_cards() else book_on_account
        booking = make(choice, request.customer, request.user, channel_of(request))
    except Refused as refusal:
        if earlier := booked_already(choice, request.customer):  # The same form, sent twice at the same moment.
            return onward(request, earlier, by_card)
        return refused(request, choice, refusal)
    remember(request.session, nonce, booking.reference)
    if not by_card:
        messages.info(request, f"Booked, and on your account. Your reference is {booking}.")
    return onward(request, booking.reference, by_card)


def onward(request, reference, by_card):
    """To the booking; or to Stripe's page for it, where it is to be paid by card."""
    return to_stripe(request, own(request, reference)) if by_card else redirect("portal:booking", reference)


def refused(request, choice, refusal):
    """The check page again, with what can be had instead of what somebody else has just taken."""
    for name in ("pitches", "taken"):
        choice.__dict__.pop(name, None)
    words = choice.taken_words if choice.taken else refusal.message
    return show_check(request, choice, new_nonce(), words, 422)


@require_safe
@for_traders
@may_lead_to_stripe
def booking(request, reference):
    """One booking: its days, its price, its permits, and what cancelling costs."""
    return show_booking(request, own(request, reference))


@require_safe
@for_traders
def permits(request, reference):
    """A permit a day, three to a page, as PDF."""
    booking = own(request, reference)
    tickets = tickets_of(booking) if booking.status == Booking.Status.CONFIRMED else []
    if not tickets:
        return show_booking(request, booking, "This booking has no permits to print.", 422)
    response = HttpResponse(render_tickets(tickets), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="permits-{booking}.pdf"'
    return response
