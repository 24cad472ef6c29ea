"""Reservations and groups: make one of a basket, work through those that are due, decide them."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.counter.basket import BASKET, forget
from boxoffice.counter.changes.chosen import who_authorises
from boxoffice.counter.reservations.forms import Extend, Reserve, end_of
from boxoffice.counter.station import till_at
from boxoffice.templatetags.british import day_clock, pounds
from events.models import Booking, BookingLine, Refused, Reservation
from invoicing import reserving
from invoicing.models import CounterRules
from invoicing.refunding import why_all_back

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def reserving_basket(request, reference):
    """Reserve the basket for its customer until a day."""
    booking = get_object_or_404(Booking.objects.select_related("customer"), reference=reference)
    if hasattr(booking, "reservation"):
        return redirect("counter:reservation", reference)
    line = booking.live_lines.order_by("occurrence__starts_at").first()
    first = line.occurrence if line else None
    form = Reserve(request.POST if request.method == "POST" else None, initial=Reserve.starting(first))
    if form.is_valid():
        try:
            return reserved(request, booking, reserving.reserve(booking, by=request.user, **form.terms(first)))
        except Refused as refusal:
            form.add_error(None, refusal.message)
    context = {"booking": booking, "form": form, "lines": booking.live_lines, "total": booking.total().gross,
               "till": till_at(request)}  # fmt: skip
    return render(request, "counter/reserve.html", context, status=422 if form.errors else 200)


def reserved(request, booking, reservation):
    """The desk is ready again."""
    if request.session.get(BASKET) == booking.reference:
        forget(request)
    told = "An e-mail goes out" if booking.customer.email else "A letter waits to be printed"
    messages.success(request, f"{booking} is reserved until {day_clock(reservation.decide_by)}. {told}.")
    return redirect("counter:desk")


@require_safe
def reservations(request):
    """What has to be decided, which deposits are due, what runs out soon, and all the others."""
    at, found = now(), Reservation.objects.open().select_related("booking__customer").prefetch_related(
        Prefetch("booking__lines", BookingLine.objects.live().select_related("occurrence__event")))  # fmt: skip
    rows = list(found[:SHOWN])
    paid, due = reserving.paid_for(rows), {one.pk for one in reserving.deposits_due(at)}
    soon = set(Reservation.objects.due_soon(at).values_list("pk", flat=True))
    for row in rows:
        row.paid, row.owing = paid.get(row.booking_id, 0), row.booking.total().gross - paid.get(row.booking_id, 0)
        row.late = row.pk in due and row.deposit_by < localdate(at)
        row.off = any(line.occurrence.cancelled_at for line in row.booking.lines.all())
    context = {"groups": grouped(rows, soon, due, at), "till": till_at(request), "count": len(rows)}
    return render(request, "counter/reservations.html", context)


def grouped(rows, soon, due, at):
    """[(what there is to do, rows)], each row in one of them."""
    called_off, rows = [one for one in rows if one.off], [one for one in rows if not one.off]
    return [
        ("Called off: give back what was paid", called_off),
        ("To decide: their day is over, and something was paid", [one for one in rows if one.decide_by < at]),
        ("Deposits to come", [one for one in rows if one.pk in due and one.decide_by >= at]),
        ("Run out within three days", [one for one in rows if one.pk in soon - due]),
        ("Later", [one for one in rows if one.decide_by >= at and one.pk not in soon | due]),
    ]  # fmt: skip


def get(reference):
    found = Reservation.objects.select_related("booking__customer", "by")
    return get_object_or_404(found, booking__reference=reference)


@require_safe
def reservation(request, reference):
    """One reservation: its terms, its money, and what can be done."""
    return show(request, get(reference))


def show(request, one, form=None, status=200):
    booking = one.booking
    paid = booking.payments.total()
    context = {"reservation": one, "booking": booking, "form": form or Extend(initial={"until": one.decide_by.date()}),
               "lines": booking.live_lines.order_by("occurrence__starts_at", "place"), "paid": paid,
               "total": booking.total().gross, "owing": booking.total().gross - paid, "till": till_at(request),
               "open": booking.status == Booking.Status.RESERVED, "over": one.decide_by < now(),
               "give_up_needs": why_all_back(booking, CounterRules.current()),
               "typed": request.POST}  # fmt: skip
    return render(request, "counter/reservation.html", context, status=status)


def acting(verb):
    """A view that does one thing to a reservation, and shows it again: with the reason where it was refused."""

    @require_POST
    def view(request, reference):
        one = get(reference)
        try:
            if said := verb(request, one):
                messages.success(request, said)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return show(request, get(reference), status=422)
        return redirect("counter:reservation", reference)

    return view


@require_POST
def reservation_extensions(request, reference):
    """Another day for it."""
    one, form = get(reference), Extend(request.POST)
    if form.is_valid():
        line = one.booking.live_lines.order_by("occurrence__starts_at").first()
        try:
            reserving.set_day(one, end_of(form.cleaned_data["until"], line and line.occurrence))
            return redirect("counter:reservation", reference)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return show(request, one, form, 422)


@acting
def reductions(request, one):
    """Fewer places: those ticked go back on sale."""
    picked = [pk for pk in request.POST.getlist("line") if pk.isdecimal() and len(pk) < 19]
    lines = list(one.booking.lines.live().filter(pk__in=picked))
    count = reserving.reduce(one, lines, by=request.user) if picked else 0
    return f"{count} given back." if count else ""


@acting
def invoicings(request, one):
    """The whole of it to the customer's account."""
    account = reserving.invoice(one, by=request.user)
    return f"{one.booking} is confirmed, and charged to {account}. Finance sends the invoice."


@acting
def givings_up(request, one):
    """Cancel it, and give back what was paid."""
    allowed = who_authorises(request)
    refunds = reserving.give_up(one, as_credit="as_credit" in request.POST, authorised_by=allowed, by=request.user,
                                till=till_at(request))  # fmt: skip
    return f"Cancelled. Given back: {', '.join(str(refund) for refund in refunds) or 'nothing, for nothing was paid'}."


@acting
def deposits_kept(request, one):
    """Cancel it, and keep what was paid: somebody who may authorise it enters their PIN."""
    allowed = who_authorises(request)
    return f"Cancelled. {pounds(reserving.keep_deposit(one, authorised_by=allowed, by=request.user))} is kept."
