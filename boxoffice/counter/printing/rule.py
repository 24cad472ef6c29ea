"""When the same tickets may be printed again with the codes they have, and when only anew, with codes that void them.

The first print is free, also of an e-ticket that its owner has shown already: one code opens the door once. The till
that sold a booking may print it again while it is open, for paper jams. Anything else is a reprint, with a reason.
"""

from boxoffice.counter.basket import LAST_SALE
from boxoffice.counter.station import till_at
from boxoffice.templatetags.british import day_clock
from events.models import Booking, Printer, Refused

PAPER = "ticket_paper"  # in the session: what this browser prints on
SIZES = ("80mm", "boca")


class PrintedAlready(Refused):
    """The tickets are on paper by now: somebody may hold them."""

    code = "printed_already"


def check_printable(booking):
    """Raise Refused where the booking has no tickets."""
    if booking.status != Booking.Status.CONFIRMED or not booking.lines.live().exists():
        raise Refused(f"Booking {booking} has no tickets to print: it is not paid, or it was cancelled.")


def check_again(request, booking):
    """Raise PrintedAlready where these tickets may only be printed anew."""
    printed = booking.print_jobs.filter(state="sent").select_related("by").last()
    till = till_at(request)
    ours = request.session.get(LAST_SALE) == booking.reference or (
        till is not None and booking.payments.filter(till=till).exists())  # fmt: skip
    if printed and not ours:
        who = f" by {printed.by}" if printed.by else ""
        raise PrintedAlready(f"These tickets were printed {day_clock(printed.sent_at)}{who}. Press Reprint and say "
                             "why: the old codes then stop working.")  # fmt: skip


def size_of(request):
    """What this browser prints on: as asked now, as asked before, or the roll."""
    asked = request.POST.get("size") or request.GET.get("size")
    if asked in SIZES:
        request.session[PAPER] = asked
    return request.session.get(PAPER, SIZES[0])


def printer_at(request):
    """The ticket printer of this till, or None: then the browser prints."""
    till = till_at(request)
    return next(iter(Printer.objects.at(till.drawer)), None) if till else None
