"""Bookings after the sale: find one, look at it, print its tickets, cancel it."""

from django.contrib import messages
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Replace
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from boxoffice.counter.basket import BASKET, forget
from boxoffice.counter.forms import CancelBooking
from boxoffice.counter.invoices import owed_by
from events.booked_tickets import tickets_of
from events.models import Booking, Refused
from events.tickets import A4_SIZE, ROLL_SIZE, render_tickets
from invoicing.cancellation import cancel
from invoicing.models import TillSession

MOST_FOUND = 50


@require_safe
def find(request):
    """Bookings by reference, name, telephone or e-mail; the latest where nothing is asked for."""
    query = " ".join(request.GET.get("q", "").split())
    bookings = Booking.objects.select_related("customer").prefetch_related("lines__occurrence__event")
    exact = Booking.objects.filter(reference__iexact=query).first() if query else None
    if exact:
        return redirect("counter:booking", exact.reference)
    found = matching(bookings, query).annotate(places=Count("lines", filter=Q(lines__released_at=None)))
    context = {"query": query, "bookings": found[:MOST_FOUND], "invoices": owed_by(query),
               "till": TillSession.objects.open_for(request.user)}  # fmt: skip
    return render(request, "counter/find.html", context)


def matching(bookings, query):
    """Bookings whose customer's name, e-mail or telephone holds the query; spaces in numbers do not matter."""
    if not query:
        return bookings
    bookings = bookings.alias(digits=Replace(F("customer__phone"), Value(" ")))
    who = Q(customer__name__icontains=query) | Q(customer__email__icontains=query) | Q(reference__istartswith=query)
    digits = query.replace(" ", "")
    return bookings.filter(who | Q(digits__contains=digits) if digits.isdigit() else who)


@require_safe
def booking(request, reference):
    """One booking: its places, its money and what happened to it."""
    return show_booking(request, get_object_or_404(Booking, reference=reference.upper()), CancelBooking())


def show_booking(request, booking, form, status=200):
    payments = list(booking.payments.select_related("taken_by"))
    context = {
        "booking": booking, "lines": booking.live_lines.order_by("occurrence", "place"), "payments": payments,
        "total": booking.total(), "paid": sum(payment.amount for payment in payments), "form": form,
        "timeline": timeline(booking, payments), "till": TillSession.objects.open_for(request.user),
        "open": booking.status in (Booking.Status.RESERVED, Booking.Status.CONFIRMED),
    }  # fmt: skip
    return render(request, "counter/booking.html", context, status=status)


def timeline(booking, payments):
    """What happened: (moment, words, who), the first thing first."""
    acts = [(booking.created_at, f"Reserved, {booking.get_channel_display().lower()}", booking.taken_by)]
    acts += [(payment.taken_at, f"{payment}{' refunded' if payment.refund_of_id else ' paid'}", payment.taken_by)
             for payment in payments]  # fmt: skip
    acts += [(booking.confirmed_at, "Confirmed", None)] if booking.confirmed_at else []
    released = booking.lines.exclude(released_at=None).with_parts().select_related("released_by")
    acts += [(line.released_at, f"{line.place} given back: {line.release_reason}", line.released_by)
             for line in released]  # fmt: skip
    acts += [(booking.cancelled_at, "Cancelled", None)] if booking.cancelled_at else []
    return sorted(acts, key=lambda act: act[0])


@require_safe
def tickets(request, reference):
    """The tickets as PDF: three to an A4 page, or ?size=80mm for the roll printer."""
    booking = get_object_or_404(Booking, reference=reference)
    papers = tickets_of(booking)
    if booking.status != Booking.Status.CONFIRMED or not papers:
        form = CancelBooking()
        messages.error(request, f"Booking {booking} has no tickets to print: it is not paid, or it was cancelled.")
        return show_booking(request, booking, form, status=422)
    size = ROLL_SIZE if request.GET.get("size") == ROLL_SIZE else A4_SIZE
    response = HttpResponse(render_tickets(papers, size), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="tickets-{booking}.pdf"'
    return response


@require_POST
def cancellations(request, reference):
    """Cancel a booking whole: places go back on sale, money goes back by the tender it came with."""
    booking = get_object_or_404(Booking, reference=reference)
    form = CancelBooking(request.POST)
    if not form.is_valid():
        return show_booking(request, booking, form, status=422)
    try:
        refunds = cancel(booking, reason=form.cleaned_data["reason"], by=request.user,
                         till=TillSession.objects.open_for(request.user))  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return show_booking(request, booking, form, status=422)
    if request.session.get(BASKET) == booking.reference:
        forget(request)
        return redirect("counter:desk")
    given_back = ", ".join(f"{refund}" for refund in refunds) or "nothing was paid"
    messages.success(request, f"{booking} is cancelled: {given_back}.")
    return redirect("counter:booking", booking.reference)
