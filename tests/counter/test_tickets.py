"""After the sale: find the booking, print its tickets, cancel it."""

import io
import re

import pypdf
import pytest

from events.models import Booking, BookingLine, Customer, PrintJob
from invoicing.models import Payment
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return Customer.objects.create(name="Ann Whitlock", email="ann@example.org", phone="01632 960 412")


@pytest.fixture
def booking(sam, till, ann):
    adults = [cast.show(), [cast.price_type("adult")] * 2]
    booking = Booking.objects.reserve_best(*adults, channel="counter", by=sam, customer=ann)
    Payment.objects.take(booking, "cash", by=sam, till=till)
    return booking


def text(response):
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.content)).pages)


@pytest.mark.parametrize(("size", "pages"), [("A4", 1), ("80mm", 2), ("", 1)])
def test_tickets_are_printed_on_a4_or_on_the_roll(client, booking, size, pages):
    response = client.post(f"/counter/bookings/{booking}/tickets.pdf", {"size": size})
    assert response["Content-Type"] == "application/pdf"
    assert len(pypdf.PdfReader(io.BytesIO(response.content)).pages) == pages


def test_a_ticket_says_what_where_when_and_for_whom(client, booking):
    words = text(client.post(f"/counter/bookings/{booking}/tickets.pdf"))
    for word in ("Blithe Spirit", "Pomegranate Theatre", "7pm", "Seat A5", "Adult, £18.00", "Ann Whitlock"):
        assert word in words


def test_an_unpaid_booking_has_no_tickets(client, sam):
    booking = Booking.objects.reserve_best(cast.show(), [cast.price_type("adult")], channel="counter")
    page = client.post(f"/counter/bookings/{booking}/tickets.pdf")
    assert (page.status_code, b"no tickets to print" in page.content) == (422, True)


def test_a_pdf_is_noted_like_every_print_and_once_a_page(client, sam, booking):
    page = client.get(f"/counter/bookings/{booking}/").content.decode()
    key = re.search(r'tickets.pdf".*?name="key" value="([^"]+)"', page, re.DOTALL)[1]
    for _ in range(2):
        assert client.post(f"/counter/bookings/{booking}/tickets.pdf", {"key": key}).status_code == 200
    job = PrintJob.objects.get(booking=booking)
    assert (job.what, job.state, job.by, job.pages) == ("2 tickets as PDF", "sent", sam, 2)
    assert "2 tickets as PDF: printed" in client.get(f"/counter/bookings/{booking}/").content.decode()


def test_a_pdf_of_tickets_printed_before_another_till_opened_is_a_reprint(client, sam, till, booking):
    client.post(f"/counter/bookings/{booking}/tickets.pdf")
    till.close(till.expected(), by=sam)
    again = client.post(f"/counter/bookings/{booking}/tickets.pdf")
    assert (again.status_code, b"Press Reprint" in again.content) == (422, True)
    assert PrintJob.objects.filter(booking=booking).count() == 1


@pytest.mark.parametrize("query", ["whitlock", "ann@example", "01632960412", "960 412"])
def test_a_booking_is_found_by_name_phone_or_e_mail(client, booking, query):
    assert client.get("/counter/bookings/", {"q": query})["Location"] == f"/counter/bookings/{booking}/"


def test_a_reference_leads_straight_to_its_booking(client, booking):
    page = client.get("/counter/bookings/", {"q": f" {str(booking).lower()} "})
    assert page["Location"] == f"/counter/bookings/{booking}/"


def test_nothing_found_says_what_to_try(client, booking):
    assert b"No booking fits" in client.get("/counter/bookings/", {"q": "nobody"}).content


def test_a_booking_shows_its_places_money_and_history(client, booking):
    words = client.get(f"/counter/bookings/{booking}/").content.decode()
    for word in ("Stalls A5", "£36.00", "Ann Whitlock", "Reserved, counter", "Cash £36.00 paid", "Confirmed"):
        assert word in words


def test_a_booking_is_cancelled_with_a_reason_and_its_cash_goes_back(client, booking, till):
    page = client.post(f"/counter/bookings/{booking}/cancellations/", {"reason": "Customer ill"}, follow=True)
    assert "is cancelled" in page.content.decode()
    assert (BookingLine.objects.live().count(), till.expected()) == (0, 5000)


def test_no_reason_no_cancellation(client, booking):
    page = client.post(f"/counter/bookings/{booking}/cancellations/", {"reason": ""})
    booking.refresh_from_db()
    assert (page.status_code, booking.status) == (422, "confirmed")


def test_cash_cannot_go_back_without_a_till(client, booking, till, sam):
    till.close(8600, by=sam)
    page = client.post(f"/counter/bookings/{booking}/cancellations/", {"reason": "Customer ill"})
    booking.refresh_from_db()
    assert (page.status_code, b"Open your till first" in page.content) == (422, True)
    assert booking.status == "confirmed"


def test_a_trader_is_kept_out(client, booking):
    client.force_login(cast.trader().user)
    for address in ("/counter/", f"/counter/bookings/{booking}/", f"/counter/bookings/{booking}/tickets.pdf"):
        assert client.get(address).status_code == 403
