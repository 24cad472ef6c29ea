"""Tickets on paper: the first time, again after a jam, and how a print job is doing."""

import uuid

import segno
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from boxoffice.counter.printing.rule import check_again, check_printable, printer_at, size_of
from boxoffice.counter.station import till_at
from events.booked_tickets import tickets_of
from events.models import Booking, Refused
from events.printing import outbox
from events.tickets import A4_SIZE, ROLL_SIZE, render_tickets


@require_POST
def prints(request, reference):
    """Print a booking's tickets with the codes they have: on the till's printer, or else in the browser."""
    booking = get_object_or_404(Booking, reference=reference)
    try:
        check_printable(booking)
        check_again(request, booking)
    except Refused as refusal:
        return refused(request, booking, refusal)
    what = outbox.tickets(booking.lines.live().count())
    fields = {"booking": booking, "key": key_of(request), "by": request.user}
    printer = None if "browser" in request.POST else printer_at(request)
    if printer:
        outbox.put(printer, what, **fields)
        return redirect(back(request, booking))
    outbox.by_browser(fields.pop("booking"), what, **fields)
    return redirect(sheets_of(booking, size_of(request)))


@require_POST
def tickets(request, reference):
    """The tickets as PDF: three to an A4 page, or size=80mm for the roll. Noted and held to the rule like any print."""
    booking = get_object_or_404(Booking, reference=reference)
    try:
        note_pdf(request, booking)
    except Refused as refusal:
        return refused(request, booking, refusal)
    size = ROLL_SIZE if request.POST.get("size") == ROLL_SIZE else A4_SIZE
    response = HttpResponse(render_tickets(tickets_of(booking), size), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="tickets-{booking}.pdf"'
    return response


def note_pdf(request, booking):
    """Note that a PDF was printed; a form sent again, as by loading the page anew, is noted once. Raises Refused."""
    check_printable(booking)
    key, count = key_of(request), booking.lines.live().count()
    if not booking.print_jobs.filter(key=key).exists():
        check_again(request, booking)
        outbox.by_browser(booking, f"{outbox.tickets(count)} as PDF", pages=count, key=key, by=request.user)


def key_of(request):
    """The key that the page minted, so that a form sent twice prints once; a new one where it is none."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def back(request, booking):
    chosen = request.POST.get("performance", "")
    if chosen.isdecimal() and len(chosen) < 19:
        return reverse("counter:performance", args=[int(chosen)])
    return reverse("counter:booking", args=[booking.reference])


def sheets_of(booking, size, lines=(), then=""):
    """The address of the page that prints itself."""
    asked = urlencode([("size", size), *(("line", pk) for pk in lines), *([("then", then)] if then else [])])
    return f"{reverse('counter:ticket_sheets', args=[booking.reference])}?{asked}"


def refused(request, booking, refusal):
    """Say why, and where to go instead."""
    context = {"booking": booking, "refusal": refusal, "till": till_at(request)}
    return render(request, "counter/not_printed.html", context, status=422)


@require_safe
def ticket_sheets(request, reference):
    """Tickets as pages of the size of their paper; the page prints itself when it has loaded."""
    booking = get_object_or_404(Booking, reference=reference)
    try:
        check_printable(booking)
    except Refused as refusal:
        return refused(request, booking, refusal)
    only = {int(pk) for pk in request.GET.getlist("line") if pk.isdecimal() and len(pk) < 19}
    tickets = [(ticket, code(ticket)) for ticket in tickets_of(booking, only or None)]
    then = reverse("counter:booking", args=[reference]) if request.GET.get("then") == "booking" else ""
    context = {"booking": booking, "tickets": tickets, "size": size_of(request), "then": then}
    return render(request, "counter/ticket_sheets.html", context)


def code(ticket):
    """The ticket's QR code as SVG: drawn by us from a token, so it is safe in a page."""
    drawn = segno.make_qr(ticket.token, error="m", mask=3, boost_error=False)
    return mark_safe(drawn.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None))  # noqa: S308


@require_safe
def print_state(request, reference):
    """How printing a booking goes: the words beside the last sale."""
    booking = get_object_or_404(Booking, reference=reference)
    return render(request, "counter/print_state.html", {"booking": booking})
