"""Sends print jobs to their printers over raw TCP. What may have been printed is never sent again by itself."""

import socket

from django.conf import settings
from django.utils.timezone import now

from events.booked_tickets import tickets_of
from events.models import Printer, PrintJob
from events.models.printer import KICK_WITHIN
from events.printing import escpos, fgl

CONNECT, WRITE, CLOSE = 3, 10, 0.5  # seconds a printer has to answer, to take the bytes, to say it threw them away
LANGUAGES = {"escpos": escpos, "fgl": fgl}


class CutShort(OSError):
    """The connection ended when a part had been sent."""


def send_for(printer, at=None):
    """Send what is due for one printer, in order; how many went. Leaves it to another worker that is at it already."""
    sent, printer = 0, Printer.objects.get(pk=printer)
    while not printer.jobs.filter(state=PrintJob.State.SENDING).exists():
        moment = at or now()
        job = printer.jobs.due(moment).select_related("printer", "booking").first()
        if job is None or not (PrintJob.objects.claim(job, moment) and send(job, moment)):
            break
        sent += 1
    return sent


def send(job, at):
    """Send a claimed job; whether the next may follow. Every way it can go wrong is written on the job."""
    job.refresh_from_db(fields=["tries"])
    if job.opens_drawer and at - job.made_at > KICK_WITHIN:
        job.cut_short("Nobody was there to send it in time, so the drawer stayed shut.")
        return True
    try:
        transmit(job.printer, bytes(job.payload) or drawn(job))
    except CutShort as error:
        job.cut_short(f"{job.printer} stopped half way ({error}). Look what came out, then print again.")
        return False
    except OSError as error:
        not_reached(job, f"{job.printer} does not answer ({reason(error)}).", at)
        return False
    except Exception as error:
        job.cut_short(f"It could not be drawn ({type(error).__name__}). Print it in the browser.")
        raise
    job.sent()
    return True


def not_reached(job, why, at):
    """Tickets are tried again by and by; a cash drawer is not, or it would spring open with nobody by."""
    if job.opens_drawer:
        job.cut_short(f"{why} Open the drawer with its key.")
    else:
        job.not_reached(f"{why} Is it on, and has it paper?", at)


def drawn(job):
    """The bytes of a booking's tickets in the language of the job's printer."""
    return LANGUAGES[job.printer.language].render(tickets_of(job.booking))


def transmit(printer, data):
    """All the bytes to a printer. Raises CutShort where a part went, OSError where nothing did, as in training."""
    if settings.TRAINING:
        raise OSError("Printers are off in training")
    with socket.create_connection((printer.host, printer.port), timeout=CONNECT) as connection:
        try:
            connection.settimeout(WRITE)
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(CLOSE)
            connection.recv(64)
        except TimeoutError as error:
            if connection.gettimeout() == CLOSE:
                return  # it keeps the connection open, as most do
            raise CutShort("it takes no more") from error
        except OSError as error:
            raise CutShort(reason(error)) from error


def reason(error):
    return "no answer" if isinstance(error, TimeoutError) else (error.strerror or str(error)).lower()


def send_waiting(at=None):
    """What the worker does each minute: everything that is due by now, printer by printer; how many went."""
    at = at or now()
    PrintJob.objects.give_up_on_cut_off(at)
    printers = PrintJob.objects.due(at).order_by().values_list("printer", flat=True).distinct()
    return sum(send_for(printer, at) for printer in printers)
