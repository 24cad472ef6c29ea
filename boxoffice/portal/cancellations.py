"""Giving market days back by the market's rule, one or all that are left; and swapping one for another day."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.portal.choice import numbers
from boxoffice.portal.one_booking import OneBooking
from boxoffice.portal.pages import own, show_booking
from boxoffice.portal.swaps import days_for
from boxoffice.portal.traders import for_traders
from boxoffice.templatetags.british import day as in_words
from boxoffice.templatetags.british import pounds
from events.models import AskedTooMuch, Booking, Refused
from invoicing.cancellation import cancel
from invoicing.cancelling_by_rule import cancel_days
from invoicing.swapping import swap_day


@require_POST
@for_traders
def cancellations(request, reference):
    """Give back the days named, or all that can be: off the account, or back to the card, but for what stays."""
    booking = own(request, reference)
    if booking.status == Booking.Status.CANCELLED:
        return redirect("portal:booking", booking.reference)
    if booking.status == Booking.Status.RESERVED and not booking.payments.exists():
        return given_back(request, booking)
    one, asked = OneBooking(booking), set(numbers(request.POST, "day"))
    lines = [line for day in one.days if day.occurrence.pk in asked for line in day.lines] if asked else one.to_cancel
    try:
        if one.why_not:
            raise AskedTooMuch(one.why_not)
        refunds = cancel_days(booking, lines, by=request.user, reason="Cancelled by the trader")
    except Refused as refusal:
        return show_booking(request, booking, refusal.message, 422)
    messages.info(request, words_of(own(request, reference), lines, refunds))
    return redirect("portal:booking", booking.reference)


def given_back(request, booking):
    """Let go of what was kept to be paid by card; money that came or comes for it all the same goes back, or is credit.
    """
    try:
        refunds = cancel(booking, reason="Given back before it was paid", by=request.user)
    except Refused as refusal:
        return show_booking(request, own(request, booking.reference), refusal.message, 422)
    back = -sum(refund.amount for refund in refunds)
    money = f"{pounds(back)} goes back to your card." if back else "Nothing was charged."
    messages.info(request, f"Given back. {money}")
    return redirect("portal:days")


def words_of(booking, lines, refunds):
    """What was done, in a sentence."""
    back = -sum(refund.amount for refund in refunds)
    money = f"{pounds(back)} goes back to your card, which can take some days." if back else ""
    if booking.status == Booking.Status.CANCELLED:
        if booking.payments.exists():
            return f"Booking {booking} is cancelled. {money}"
        kept = any(row.kept for rows in (booking.lines, booking.extra_lines) for row in rows.all())
        return f"Booking {booking} is cancelled and off your account{', but for what stays' if kept else ''}."
    days = sorted({line.occurrence.starts_at for line in lines})
    return f"Given back: {', '.join(map(in_words, days))}. {money}".strip() if days else "Nothing was changed."


@require_safe
@for_traders
def booked_day(request, reference, day):
    """One day of a booking: what giving it back costs, and the way to another day."""
    return render(request, "portal/booked_day.html", the_day(request, reference, day))


def the_day(request, reference, pk):
    """The context of one day of a booking; 404 where it has no such day."""
    booking = own(request, reference)
    one = OneBooking(booking)
    found = next((day for day in one.days if day.occurrence.pk == pk), None)
    if found is None or not one.is_open:
        raise Http404
    return {"booking": booking, "one": one, "day": found, "stays": one.stays_on(found)}


@require_http_methods(["GET", "HEAD", "POST"])
@for_traders
def swaps(request, reference, day):
    """The days this one may be swapped for; or the swap."""
    booking = own(request, reference)
    if request.method == "POST" and (done := swapped(booking, day, request.POST)):
        return redirect("portal:booked_day", booking.reference, done.pk)
    context = the_day(request, reference, day)
    context["days"] = days_for(request.customer, context["day"])
    if request.method != "POST":
        return render(request, "portal/swaps.html", context)
    try:
        new, behind = take(context["day"], context["days"], request)
    except Refused as refusal:
        context["error"] = refusal.message
        return render(request, "portal/swaps.html", context, status=422)
    messages.info(request, f"Swapped. You now have {in_words(new.starts_at)}.{behind}")
    return redirect("portal:booked_day", booking.reference, new.pk)


def swapped(booking, day, data):
    """The day that this very form swapped it for before; None where it has not."""
    lines = booking.lines.live().filter(replaces__occurrence=day, occurrence__in=numbers(data, "to"))
    line = lines.select_related("occurrence").first()
    return line.occurrence if line else None


def take(day, days, request):
    """Swap to the day of the form: (the new day, what did not come along in words). Raises a Refused."""
    asked = numbers(request.POST, "to")
    wanted = next((one for one in days if one.occurrence.pk in asked), None)
    if wanted is None:
        raise AskedTooMuch("No day is chosen. Choose the day you want instead.")
    if day.terms.why_not or day.terms.percent:
        raise AskedTooMuch(day.terms.words)
    made = swap_day(day.lines, wanted.occurrence, wanted.places, by=request.user)
    left = [f"{extra.quantity} × {extra.extra}" for swap in made for extra in swap.left_behind]
    return wanted.occurrence, f" Not left on that day, and not charged: {', '.join(left)}." if left else ""
