"""Printing at the desk: by itself where a printer is set, by F9 where none is; reprints; the printers' page."""

import uuid

import pytest

from events.models import Booking, Printer, PrintJob, TicketIssue
from events.printing import spool
from invoicing.models import Payment
from tests import cast
from tests.counter import clerk
from tests.printing.fake_printer import printing

pytestmark = pytest.mark.django_db


@pytest.fixture
def basket(sam, performance):
    return Booking.objects.reserve_best(performance, [cast.price_type("adult")] * 2, channel="counter", by=sam)


@pytest.fixture
def sold(sam, till, basket):
    Payment.objects.take(basket, "cash", by=sam, till=till)
    return Booking.objects.get(pk=basket.pk)


def roll(**fields):
    return Printer.objects.create(**{"name": "Roll 1", "language": "escpos", "host": "127.0.0.1", "port": 9, **fields})


def of(booking, what):
    return f"/counter/bookings/{booking}/{what}/"


def test_a_sale_is_printed_by_itself_and_the_drawer_opened(client, till, basket):
    with printing() as fake:
        printer = roll(port=fake.port, drawer="Counter 1", kicks_drawer=True)
        page = clerk.pay(client, basket)
        assert b"Going to Roll 1" in page.content
        assert spool.send_for(printer.pk) == 2
    assert b"\x1bp" in fake.got[0] and b"Blithe Spirit" in fake.got[1]
    assert b"Printed on Roll 1" in client.get(of(basket, "prints/state")).content


def test_a_printer_in_trouble_undoes_nothing(client, sam, till, basket):
    printer = roll()
    Payment.objects.take(basket, "cash", by=sam, till=till)
    assert spool.send_for(printer.pk) == 0
    basket.refresh_from_db()
    assert basket.status == "confirmed"
    assert b"does not answer" in client.get(of(basket, "prints/state")).content


def test_without_a_printer_f9_prints_in_the_browser_on_pages_of_the_papers_size(client, sold):
    page = client.post(of(sold, "prints"), {"size": "boca"}, follow=True)
    words = page.content.decode()
    assert 'class="sheets stub"' in words and "data-print-now" in words
    assert words.count('class="ticket"') == 2
    assert words.count("<svg") == 2
    assert PrintJob.objects.get().state == "sent"


def test_the_paper_is_remembered_at_this_desk(client, sold):
    client.get(of(sold, "ticket-sheets"), {"size": "boca"})
    assert 'class="sheets stub"' in client.get(of(sold, "ticket-sheets")).content.decode()


def test_a_form_sent_twice_prints_once(client, sold):
    key = uuid.uuid4()
    roll()
    for _ in range(2):
        client.post(of(sold, "prints"), {"key": key})
    assert PrintJob.objects.count() == 1


def test_the_till_that_sold_it_may_print_it_again_and_others_may_not(client, sold, till):
    assert client.post(of(sold, "prints")).status_code == 302
    assert client.post(of(sold, "prints")).status_code == 302
    client.force_login(cast.staff("mo", "Box office"))
    page = client.post(of(sold, "prints"))
    assert (page.status_code, b"Press Reprint" in page.content) == (422, True)
    assert PrintJob.objects.count() == 2
    assert not TicketIssue.objects.exists()


def test_an_e_ticket_that_was_never_printed_is_printed_by_anybody(client, sold):
    client.force_login(cast.staff("mo", "Box office"))
    assert client.post(of(sold, "prints")).status_code == 302


def test_nothing_is_printed_of_an_unpaid_booking(client, basket):
    for answer in (client.post(of(basket, "prints")), client.get(of(basket, "ticket-sheets")),
                   client.post(of(basket, "reprints"), {"reason": "1"})):  # fmt: skip
        assert (answer.status_code, b"no tickets to print" in answer.content) == (422, True)
    assert not PrintJob.objects.exists()


def test_a_reprint_voids_the_old_code_and_prints_the_new_one(client, sold):
    printer = roll()
    first, second = sold.live_lines
    page = client.get(of(sold, "reprints")).content.decode()
    assert page.count('name="reason"') == 9
    said = {"line": [first.pk], "reason": "1", f"issue-{first.pk}": "1", "why": "on the bus"}
    for _ in range(2):  # a double press
        assert client.post(of(sold, "reprints"), said).status_code == 302
    issue = TicketIssue.objects.get()
    assert (issue.line, issue.reason) == (first, "Lost, or left at home: on the bus")
    job = PrintJob.objects.get(printer=printer, what="1 ticket, printed anew")
    assert issue.token.encode() in bytes(job.payload) and first.token.encode() not in bytes(job.payload)
    assert "on the bus" in client.get(of(sold, "reprints")).content.decode()


def test_a_reprint_without_a_printer_goes_to_the_page_that_prints_itself(client, sold):
    line = sold.live_lines[0]
    answer = client.post(of(sold, "reprints"), {"line": [line.pk], "reason": "2"})
    assert f"line={line.pk}" in answer["Location"]
    words = client.get(answer["Location"]).content.decode()
    assert words.count('class="ticket"') == 1 and "data-then" in words


@pytest.mark.parametrize("said", [{}, {"reason": "1"}, {"reason": "0", "line": "1"}, {"reason": "1", "line": "x"}])
def test_a_reprint_asks_why_and_which(client, sold, said):
    assert client.post(of(sold, "reprints"), said).status_code == 422
    assert not TicketIssue.objects.exists()


def test_a_manager_adds_tests_and_retires_a_printer(client):
    client.force_login(cast.staff("max", "Managers"))
    said = {"name": "Boca 1", "language": "fgl", "host": "10.0.0.9", "port": "9100", "drawer": "Counter 1"}
    client.post("/counter/printers/", said)
    printer = Printer.objects.get()
    client.post(f"/counter/printers/{printer.pk}/test-pages/")
    assert b"Boca 1" in bytes(printer.jobs.get().payload)
    client.post(f"/counter/printers/{printer.pk}/retirements/")
    printer.refresh_from_db()
    assert (printer.active, printer.jobs.get().state) == (False, "failed")
    assert client.post("/counter/printers/", {**said, "port": "0"}).status_code == 422


def test_a_clerk_sees_printers_and_adds_none(client, sam):
    printer = roll()
    assert b"A manager adds printers" in client.get("/counter/printers/").content
    assert client.post("/counter/printers/", {"name": "x"}).status_code == 403
    assert client.post(f"/counter/printers/{printer.pk}/retirements/").status_code == 403
    assert client.post("/counter/printers/99999/test-pages/").status_code == 404


def test_what_did_not_come_out_is_printed_again_or_in_the_browser(client, sold):
    job = PrintJob.objects.create(printer=roll(), booking=sold, what="2 tickets", state="failed", error="Off.",
                                  made_at=sold.created_at)  # fmt: skip
    assert b"Off." in client.get("/counter/printers/").content
    client.post(f"/counter/print-jobs/{job.pk}/again/")
    assert job.again.state == "waiting"
    answer = client.post(f"/counter/print-jobs/{job.pk}/again/", {"browser": "1"})
    assert "ticket-sheets" in answer["Location"]
    assert PrintJob.objects.count() == 2
