"""Bookings after the sale: find one, look at it, cancel it."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from boxoffice.counter import finding
from boxoffice.counter.basket import BASKET, forget
from boxoffice.counter.changes.chosen import who_authorises
from boxoffice.counter.forms import CancelBooking
from boxoffice.counter.station import till_at
from events.models import Booking, Refused
from invoicing.booking_history import history
from invoicing.cancelling_whole import cancel_whole, left_to_market, quote_whole
from invoicing.refunding import changeable


@require_safe
def find(request):
    """Bookings by whatever is typed or scanned; the only one that fits is opened, the latest without a question."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())
    if scan := finding.scanned(query):
        if scan.warning:
            messages.warning(request, scan.warning)
        return redirect("counter:booking", scan.line.booking.reference)
    if exact := Booking.objects.filter(reference__iexact=query).first() if query else None:
        return redirect("counter:booking", exact.reference)
    if invoice := finding.invoice_of(query):
        return redirect("counter:invoice", invoice.number)
    found = finding.found(query)
    if only := finding.only_one(found):
        return redirect("counter:booking", only.reference)
    return render(request, "counter/find.html", {**found, "find_query": query, "till": till_at(request)})


@require_safe
def booking(request, reference):
    """One booking: its places, its money and what happened to it."""
    booking = get_object_or_404(Booking, reference=reference.upper())
    if booking.exchange_of and booking.status != Booking.Status.RESERVED:
        return redirect("counter:booking", booking.exchange_of.reference)
    return show_booking(request, booking, CancelBooking())


def show_booking(request, booking, form, status=200):
    payments = list(booking.payments.select_related("taken_by"))
    lines = booking.live_lines.prefetch_related(Prefetch("issues"), "check_ins").order_by("occurrence", "place")
    paid, total = sum(payment.amount for payment in payments), booking.total()
    context = {
        "booking": booking, "lines": lines, "payments": payments, "total": total, "paid": paid,
        "extras": booking.extra_lines.live().with_parts(), "owing": total.gross - paid, "form": form,
        "history": history(booking), "till": till_at(request), "typed": request.POST,
        "changeable": booking.status == Booking.Status.CONFIRMED and changeable(booking).exists(),
        "call_offs": booking.call_off_answers.select_related("call_off__occurrence__event"),
        "open": booking.status in (Booking.Status.RESERVED, Booking.Status.CONFIRMED),
        "cancelling": quote_whole(booking), "left_to_market": left_to_market(booking, request.user),
    }  # fmt: skip
    return render(request, "counter/booking.html", context, status=status)


@require_POST
def cancellations(request, reference):
    """Cancel a booking whole: places go back on sale, money goes back by the tender it came with."""
    booking = get_object_or_404(Booking, reference=reference)
    form = CancelBooking(request.POST)
    if not form.is_valid():
        return show_booking(request, booking, form, status=422)
    try:
        refunds = cancel_whole(booking, reason=form.cleaned_data["reason"], by=request.user, till=till_at(request),
                               authorised_by=who_authorises(request))  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return show_booking(request, booking, form, status=422)
    in_basket = request.session.get(BASKET) == booking.reference
    if refunds or not in_basket:
        given_back = ", ".join(f"{refund}" for refund in refunds) or "nothing was to be paid back"
        messages.success(request, f"{booking} is cancelled: {given_back}.")
    if in_basket:
        forget(request)
        return redirect("counter:desk")
    return redirect("counter:booking", booking.reference)
