"""The outbox of the printers: rows written beside a sale, sent by the worker once that is committed."""

import uuid
from functools import partial

from django.db import transaction
from django.utils.timezone import now
from django_q.tasks import async_task

from events.models import Printer, PrintJob
from events.models.booking import Booking
from events.models.printer import KICK

SEND = "events.printing.spool.send_for"
DRAWER = "Cash drawer"
AT_ONCE = ("", Booking.Delivery.NOW)  # the ways of delivery that are printed when they are sold


def print_sale(booking, drawer, *, cash=None, by=None, at=None):
    """Have a booking paid at a drawer printed once it is confirmed, and the drawer opened for cash.

    `cash` is the id of the payment in cash, where it was one. Once, however often it is asked; nothing happens where
    no printer stands there. Returns the jobs.
    """
    printers, jobs = Printer.objects.at(drawer), []
    kicker = next((one for one in printers if one.kicks_drawer), None)
    if cash and kicker:
        jobs.append(put(kicker, DRAWER, payload=KICK, by=by, key=uuid.uuid5(SALES, f"cash {cash}")))  # now, not `at`
    if printers and booking.status == Booking.Status.CONFIRMED and booking.delivery in AT_ONCE:
        count = booking.lines.live().filter(occurrence__plan__unit="seat").count()
        if count:
            jobs.append(put(printers[0], tickets(count), booking=booking, pages=count, by=by, at=at,
                            key=uuid.uuid5(SALES, f"{booking.pk}")))  # fmt: skip
    return jobs


def put(printer, what, *, booking=None, payload=b"", pages=1, key=None, by=None, at=None, instead_of=None):
    """One job for a printer, sent after this transaction. The same `key` twice is one job: the first is returned."""
    fields = {"printer": printer, "what": what, "booking": booking, "payload": payload, "pages": pages, "by": by,
              "made_at": at or now(), "instead_of": instead_of}  # fmt: skip
    job, made = PrintJob.objects.get_or_create(key=key or uuid.uuid4(), defaults=fields)
    if made:
        transaction.on_commit(partial(async_task, SEND, printer.pk))
    return job


def by_browser(booking, what, *, pages=1, key=None, by=None, at=None, instead_of=None):
    """Note that the browser prints something. The same `key` twice is noted once."""
    fields = {"booking": booking, "what": what, "pages": pages, "by": by, "made_at": at or now(),
              "sent_at": at or now(), "state": PrintJob.State.SENT, "instead_of": instead_of}  # fmt: skip
    return PrintJob.objects.get_or_create(key=key or uuid.uuid4(), defaults=fields)[0]


def again(job, *, by=None, at=None):
    """Print what did not work once more on its printer. Asked twice, done once."""
    if not PrintJob.objects.failed().filter(pk=job.pk).exists():
        return None
    return put(job.printer, job.what, booking=job.booking, payload=bytes(job.payload), pages=job.pages, by=by, at=at,
               instead_of=job, key=uuid.uuid5(SALES, f"again {job.pk}"))  # fmt: skip


def tickets(count):
    return f"{count} ticket{'' if count == 1 else 's'}"


SALES = uuid.UUID("6f1f4a52-8c5c-4c1e-9a40-0f5c1c1f9b80")  # keys of sales are made in this namespace
