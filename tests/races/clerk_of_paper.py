"""One clerk who races others for the same blanks and reprints: `python -m tests.races.clerk_of_paper SCENARIO …`."""

import json
import os
import sys
from collections import Counter
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
django.setup()

from django.utils.timezone import now  # noqa: E402

from events.models import AskedTooMuch, Booking, DowntimePack, Printer, PrintJob, TicketIssue  # noqa: E402
from events.printing import outbox  # noqa: E402
from invoicing import downtime  # noqa: E402
from invoicing.models import Payment  # noqa: E402
from tests import cast  # noqa: E402
from tests.races.racer import start_together  # noqa: E402

BLANKS = 8


def stage():
    """A pack of eight blanks for a house of forty, a booking of two, and a job at a printer."""
    show = cast.show(seats=40)
    downtime.make(show, at=now() - timedelta(hours=1), blanks=BLANKS)
    booking = cast.basket(show, None, adults=2)
    Payment.objects.take(booking, "terminal")
    printer = Printer.objects.create(name="Roll", language="escpos", host="127.0.0.1", port=9)
    outbox.put(printer, "Race", payload=b"x")


def enter(number, racers):
    """Enter every blank of the pack, each with a seat of one's own."""
    pack, outcome, adult = DowntimePack.objects.get(), Counter(), cast.price_type("adult")
    seats = list(pack.occurrence.plan.places.filter(lines=None))[int(number) * BLANKS :][:BLANKS]
    start_together()
    for blank, seat in zip(pack.blanks.values_list("number", flat=True), seats, strict=True):
        try:
            entered, = downtime.enter(pack, [blank], [seat], [adult], method="terminal", sold_at=now())
            outcome["sold" if entered.line else entered.problem] += 1
        except AskedTooMuch:
            outcome["used"] += 1
    return outcome


def reissue(number, racers):
    """Print both tickets anew from a page that everybody opened before, and begin the one print job."""
    lines = list(Booking.objects.get(payments__method="terminal", print_jobs=None, note="").lines.all())
    job = PrintJob.objects.get(what="Race")
    start_together()
    issues = TicketIssue.objects.reissue(lines, reason="Lost", since={line.pk: 1 for line in lines})
    return {"claimed": PrintJob.objects.claim(job, now()), **{f"issue {issue.pk}": 1 for issue in issues}}


SCENARIOS = {f.__name__: f for f in (stage, enter, reissue)}

if __name__ == "__main__":
    print(json.dumps(SCENARIOS[sys.argv[1]](*sys.argv[2:]) or {}))  # noqa: T201
