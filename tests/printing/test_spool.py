"""Printers in every mood: what they took is never sent twice by itself, and none of them undoes a sale."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from events.models import Booking, Printer, PrintJob
from events.printing import outbox, spool
from invoicing.models import Payment
from tests import cast
from tests.printing.fake_printer import printing, unused_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return cast.staff("sam", "Box office")


@pytest.fixture
def booking(sam):
    return sold(sam)


def sold(sam):
    booking = Booking.objects.reserve_best(cast.show(), [cast.price_type("adult")] * 2, channel="counter", by=sam)
    Payment.objects.take(booking, "terminal", by=sam)
    return Booking.objects.get(pk=booking.pk)


def printer_at(port, **fields):
    fields = {"name": "Roll 1", "language": "escpos", "host": "127.0.0.1", "drawer": "Counter 1", **fields}
    return Printer.objects.create(port=port, **fields)


def job_of(booking, sam, **fields):
    return outbox.print_sale(booking, "Counter 1", by=sam, **fields)[0]


def test_a_printer_that_takes_it_gets_every_ticket_once(booking, sam):
    with printing() as fake:
        printer = printer_at(fake.port)
        job = job_of(booking, sam)
        assert (spool.send_for(printer.pk), spool.send_for(printer.pk)) == (1, 0)
    job.refresh_from_db()
    assert (job.state, job.pages, len(fake.got)) == ("sent", 2, 1)
    for line in booking.live_lines:
        assert line.token.encode() in fake.got[0]


def test_a_sale_is_printed_once_however_often_it_is_asked(booking, sam):
    printer_at(9)
    assert job_of(booking, sam) == job_of(booking, sam)
    assert PrintJob.objects.count() == 1


def test_no_printer_at_the_till_no_job(booking, sam):
    printer_at(9, drawer="Counter 2")
    assert outbox.print_sale(booking, "Counter 1", by=sam) == []


def test_the_tills_own_ticket_printer_comes_before_the_one_for_everybody(booking, sam):
    printer_at(9, name="For all", drawer="")
    printer_at(9, name="Roll")
    boca = printer_at(9, name="Boca", language="fgl")
    assert job_of(booking, sam).printer == boca


def test_cash_opens_the_drawer_by_the_printer_it_hangs_on(booking, sam):
    printer_at(9, name="Boca", language="fgl")
    roll = printer_at(9, name="Roll", kicks_drawer=True)
    drawer, tickets = outbox.print_sale(booking, "Counter 1", cash=1, by=sam)
    assert (drawer.printer, bytes(drawer.payload)) == (roll, outbox.KICK)
    assert tickets.printer.name == "Boca"


def test_no_drawer_springs_open_long_after_the_sale(booking, sam):
    printer = printer_at(unused_port(), kicks_drawer=True)
    drawer, tickets = outbox.print_sale(booking, "Counter 1", cash=1, by=sam)
    spool.send_for(printer.pk)
    drawer.refresh_from_db()
    assert (drawer.state, "Open the drawer with its key" in drawer.error) == ("failed", True)
    with printing() as fake:
        Printer.objects.filter(pk=printer.pk).update(port=fake.port)
        spool.send_waiting(now() + timedelta(minutes=1))
    tickets.refresh_from_db()
    assert tickets.state == "sent" and len(fake.got) == 1


def test_a_drawer_that_waited_for_the_worker_stays_shut(booking, sam):
    with printing() as fake:
        printer = printer_at(fake.port, kicks_drawer=True)
        drawer, tickets = outbox.print_sale(booking, "Counter 1", cash=1, by=sam)
        spool.send_for(printer.pk, now() + timedelta(minutes=5))
    for job in (drawer, tickets):
        job.refresh_from_db()
    assert (drawer.state, tickets.state) == ("failed", "sent")
    assert len(fake.got) == 1 and outbox.KICK not in fake.got[0]


def test_e_tickets_are_not_printed_by_themselves(booking, sam):
    printer_at(9)
    booking.delivery = "e-ticket"
    assert outbox.print_sale(booking, "Counter 1", by=sam) == []


def test_a_printer_that_is_off_is_tried_again_with_longer_and_longer_waits_then_given_up(booking, sam):
    printer = printer_at(unused_port())
    job, at, waits = job_of(booking, sam), now(), []
    for _ in range(6):
        assert spool.send_for(printer.pk, at) == 0
        assert spool.send_for(printer.pk, at) == 0  # not before its time
        job.refresh_from_db()
        if job.state == "waiting":
            waits.append((job.try_after - at).total_seconds())
            at = job.try_after
    assert waits == [10, 30, 60, 120, 300]
    assert (job.state, job.tries) == ("failed", 6)
    assert "does not answer" in job.error


def test_a_printer_switched_on_meanwhile_prints_what_waited(booking, sam):
    printer, at = printer_at(unused_port()), now()
    job = job_of(booking, sam)
    spool.send_for(printer.pk, at)
    with printing() as fake:
        Printer.objects.filter(pk=printer.pk).update(port=fake.port)
        assert spool.send_waiting(at + timedelta(minutes=1)) == 1
    job.refresh_from_db()
    assert (job.state, job.tries) == ("sent", 2)


@pytest.mark.parametrize(("manner", "says"), [("closes", "stopped half way"), ("hangs", "it takes no more")])
def test_what_may_have_been_printed_is_never_sent_again_by_itself(booking, sam, monkeypatch, manner, says):
    monkeypatch.setattr(spool, "WRITE", 0.3)
    with printing(manner) as fake:
        printer = printer_at(fake.port)
        job = outbox.put(printer, "Much", payload=b"x" * 8_000_000, by=sam)
        assert spool.send_for(printer.pk) == 0
        assert spool.send_waiting(now() + timedelta(hours=1)) == 0
    job.refresh_from_db()
    assert (job.state, job.tries) == ("failed", 1)
    assert says in job.error


def test_a_worker_that_went_away_in_the_middle_leaves_a_job_for_a_person(booking, sam):
    printer_at(9)
    job = job_of(booking, sam)
    assert PrintJob.objects.claim(job, now())
    assert not PrintJob.objects.claim(job, now())
    spool.send_waiting(now() + timedelta(minutes=3))
    job.refresh_from_db()
    assert (job.state, "cut off" in job.error) == ("failed", True)


def test_what_failed_is_printed_again_once_by_whoever_asks(booking, sam):
    printer_at(9)
    job = job_of(booking, sam)
    PrintJob.objects.claim(job, now())
    job.cut_short("Look what came out.")
    assert list(PrintJob.objects.failed()) == [job]
    again = outbox.again(job, by=sam)
    assert (again.state, again.instead_of) == ("waiting", job)
    assert (outbox.again(job, by=sam), PrintJob.objects.count()) == (None, 2)
    assert not PrintJob.objects.failed().exists()


def test_one_worker_at_a_time_sends_to_a_printer(booking, sam):
    printer = printer_at(9)
    PrintJob.objects.claim(job_of(booking, sam), now())
    outbox.put(printer, "Another", payload=b"x", by=sam)
    assert spool.send_for(printer.pk) == 0


def test_a_printer_taken_out_of_use_fails_what_waits(booking, sam):
    printer, job = printer_at(9), None
    job = job_of(booking, sam)
    printer.retire()
    job.refresh_from_db()
    assert (job.state, Printer.objects.at("Counter 1")) == ("failed", [])
