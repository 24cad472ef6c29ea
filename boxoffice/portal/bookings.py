"""A trader's bookings: make one on account, look at them, print permits, cancel."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.portal.choice import Choice
from boxoffice.portal.once import booked_with, new_nonce, remember
from boxoffice.portal.pages import show_check
from boxoffice.portal.traders import account_of, for_traders
from boxoffice.templatetags.british import day_clock
from events.booked_tickets import tickets_of
from events.models import AskedTooMuch, Booking, BookingLine, Refused
from events.models.transactions import retried
from events.tickets import render_tickets
from invoicing.cancellation import cancel
from invoicing.models import CreditRefused

A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@for_traders
def bookings(request):
    """The list, or one more booking."""
    if request.method == "POST":
        return book(request)
    rows = request.customer.bookings.exclude(status=Booking.Status.LAPSED)
    rows = rows.annotate(days=Count("lines"), first=Min("lines__occurrence__starts_at"))
    rows = rows.prefetch_related("lines__occurrence__event", "lines__place__area")
    page = Paginator(rows.order_by("-pk"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/bookings.html", {"page": page})


def book(request):
    """Book what the form says, once however often it is sent; show it again with the reason where it is refused."""
    nonce = request.POST.get("nonce", "")
    if earlier := booked_with(request.session, nonce):
        return redirect("portal:booking", earlier)
    choice = Choice.read(request.POST)
    if earlier := booked_already(choice, request.customer):
        messages.info(request, "You have booked these days and this pitch already. Here they are.")
        return redirect("portal:booking", earlier)
    try:
        choice.check()
        booking = book_on_account(choice, request.customer, request.user)
    except Refused as refusal:
        if earlier := booked_already(choice, request.customer):  # The same form, sent twice at the same moment.
            return redirect("portal:booking", earlier)
        choice.__dict__.pop("taken", None)
        words = choice.taken_words if choice.taken else refusal.message
        return show_check(request, choice, new_nonce(), words, 422)
    remember(request.session, nonce, booking.reference)
    messages.info(request, f"Booked, and on your account. Your reference is {booking}.")
    return redirect("portal:booking", booking.reference)


@retried
def book_on_account(choice, customer, user):
    """Take the pitch on every day and charge the account, or neither."""
    account = account_of(customer)
    if account is None:
        raise CreditRefused("You have no account with us yet, so nothing was booked. Telephone us to open one.")
    booking = Booking.objects.reserve(choice.wanted(), channel="portal", by=user, customer=customer)
    account.charge(booking, by=user)
    return booking


def booked_already(choice, customer):
    """The reference of this customer's own booking of exactly this pitch on these days."""
    if not (choice.place and choice.days):
        return None
    lines = BookingLine.objects.live().filter(booking__customer=customer, booking__status="confirmed",
                                              place=choice.place, occurrence__in=choice.days)  # fmt: skip
    found = list(lines.order_by().values_list("booking__reference", flat=True))
    return found[0] if len(found) == len(choice.days) and len(set(found)) == 1 else None


def own(request, reference):
    """One of the trader's own bookings; 404 for anybody else's."""
    return get_object_or_404(Booking, reference=reference.upper(), customer=request.customer)


@require_safe
@for_traders
def booking(request, reference):
    """One booking: its days, its price, its permits, and whether it can be cancelled."""
    return show_booking(request, own(request, reference))


def show_booking(request, booking, error="", status=200):
    cancelled = booking.status == Booking.Status.CANCELLED
    lines = booking.lines.with_parts() if cancelled else booking.live_lines
    lines = list(lines.order_by("occurrence__starts_at", "place"))
    return render(request, "portal/booking.html", {
        "booking": booking, "lines": lines, "total": booking.total(), "error": error,
        "why_not": why_not_cancel(booking, lines), "first": lines[0].occurrence if lines else None,
    }, status=status)  # fmt: skip


def why_not_cancel(booking, lines):
    """Why a trader cannot cancel this booking by themselves, in a sentence; empty where they can."""
    begun = [line.occurrence.starts_at for line in lines if line.occurrence.starts_at <= now()]
    if booking.status not in (Booking.Status.RESERVED, Booking.Status.CONFIRMED):
        return f"This booking is {booking.get_status_display().lower()}."
    if begun:
        return f"Its first day began on {day_clock(min(begun))}, so it cannot be cancelled here. Telephone us."
    if BookingLine.objects.filter(booking=booking).exclude(charges__invoice=None).exists():
        return "It is on an invoice already, so it cannot be cancelled here. Telephone us and we will credit it."
    if booking.payments.exists():
        return "It was paid at our counter, so it is refunded there. Telephone us or come in."
    return ""


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


@require_POST
@for_traders
def cancellations(request, reference):
    """Cancel a whole booking where the rule allows it; its charges come off the account."""
    booking = own(request, reference)
    if booking.status == Booking.Status.CANCELLED:
        return redirect("portal:booking", booking.reference)
    try:
        if reason := why_not_cancel(booking, list(booking.live_lines)):
            raise AskedTooMuch(reason)
        cancel(booking, reason="Cancelled by the trader", by=request.user)
    except Refused as refusal:
        return show_booking(request, booking, refusal.message, 422)
    messages.info(request, f"Booking {booking} is cancelled and off your account.")
    return redirect("portal:booking", booking.reference)
