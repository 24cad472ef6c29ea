"""A trader sees their own things and nobody else's: bookings, permits, invoices, papers."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from django.utils.timezone import localdate, now

from boxoffice.portal.one_booking import OneBooking
from events.models import Booking, Document, Occurrence
from invoicing.models import BillingRun, Invoice, Payment
from tests import cast

pytestmark = pytest.mark.django_db


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.fixture
def invoice(amy, days, booked):
    fay = cast.staff("fay", "Finance")
    run = BillingRun.objects.create(until=days[-1].day, created_by=fay)
    return run.issue(by=fay)[0]


@pytest.fixture
def bob(client, booked):
    """Bob signs in where Amy was."""
    bob = cast.trader("bob")
    client.force_login(bob.user)
    return bob


def test_home_says_what_is_next_owed_and_in_order(client, amy, days, booked):
    Occurrence.objects.update(opens_at=days[0].starts_at - timedelta(hours=2))
    page = text(client.get("/portal/"))
    for words in ("North side N1", "Set up from 6am", "You owe nothing", "On your account now £147.00",
                  "Your public liability insurance is in order"):  # fmt: skip
        assert words in page


def test_home_with_nothing_booked(client, amy):
    assert "You have no market days booked" in text(client.get("/portal/"))


@pytest.mark.parametrize(("fields", "words"), [
    ({"checked_at": None}, "are checking it"),
    ({"expires_on": localdate() - timedelta(days=1)}, "expired on"),
    ({"expires_on": localdate() + timedelta(days=9)}, "Send us the next certificate before then"),
    ({"checked_at": None, "refused_reason": "the name is not yours"}, "could not accept"),
    ({"cover": 1}, "We have no public liability insurance that is enough"),
])  # fmt: skip
def test_papers_say_what_to_do(client, days, fields, words):
    Document.objects.update(**fields)
    assert words in text(client.get("/portal/"))


def test_bookings_are_listed_and_shown(client, booked):
    listed = text(client.get("/portal/bookings/"))
    assert booked in listed
    assert "6 days from" in listed
    assert "Book the last pitch again" in listed
    page = text(client.get(f"/portal/bookings/{booked.lower()}/"))
    assert "Total £147.00" in page
    assert "Cancel all 6 days" in page


def test_permits_are_a_page_of_three_days(client, booked):
    answer = client.get(f"/portal/bookings/{booked}/permits.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 2
    assert "Pitch N1" in pages[0].extract_text()


def test_cancelling_gives_the_days_back_and_clears_the_account(client, amy, booked):
    page = client.post(f"/portal/bookings/{booked}/cancellations/", follow=True)
    assert "is cancelled and off your account" in text(page)
    assert "Cancelled" in text(page)
    assert amy.account.balance() == 0
    assert not Booking.objects.get().lines.live().exists()
    assert client.post(f"/portal/bookings/{booked}/cancellations/").status_code == 302
    assert client.get(f"/portal/bookings/{booked}/permits.pdf").status_code == 422


def test_what_is_invoiced_is_credited_as_it_is_cancelled(client, amy, booked, invoice):
    page = client.post(f"/portal/bookings/{booked}/cancellations/", follow=True)
    assert "is cancelled and off your account" in text(page)
    assert (invoice.owing_total(), amy.account.balance()) == (0, 0)


def test_what_has_begun_stays_and_the_rest_is_cancelled(client, amy, booked, days):
    Occurrence.objects.filter(pk=days[0].pk).update(starts_at=now() - timedelta(hours=1))
    assert "Cancel all 5 days still to come" in text(client.get(f"/portal/bookings/{booked}/"))
    client.post(f"/portal/bookings/{booked}/cancellations/")
    assert [line.occurrence for line in Booking.objects.get().lines.live()] == [days[0]]
    page = client.post(f"/portal/bookings/{booked}/cancellations/")
    assert (page.status_code, "All of its days have begun" in text(page)) == (422, True)


def test_what_was_paid_at_the_counter_is_refunded_there(amy, days):
    booking = Booking.objects.reserve([(days[0], days[0].plan.places.first(), cast.price_type("regular"))],
                                      channel="counter", customer=amy)  # fmt: skip
    Payment.objects.take(booking, "terminal")
    assert "refunded there" in OneBooking(booking).why_not


def test_invoices_are_listed_with_their_state_and_their_pages(client, amy, invoice):
    page = text(client.get("/portal/invoices/"))
    assert f"{invoice.number}" in page
    assert "Pay by" in page
    assert amy.account.reference in page
    answer = client.get(f"/portal/invoices/{invoice.number}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == bytes(Invoice.objects.get().paper.pdf)
    Payment.objects.receive(amy.account, "bacs", invoice.gross, invoice=invoice)
    assert "Paid" in text(client.get("/portal/invoices/"))


def test_another_traders_booking_is_not_found(client, bob, booked):
    for address in (f"/portal/bookings/{booked}/", f"/portal/bookings/{booked}/permits.pdf"):
        assert client.get(address).status_code == 404
    assert client.post(f"/portal/bookings/{booked}/cancellations/").status_code == 404
    assert booked not in text(client.get("/portal/bookings/"))
    assert Booking.objects.get().status == "confirmed"


def test_another_traders_invoice_is_not_found(client, invoice, bob):
    assert client.get(f"/portal/invoices/{invoice.number}.pdf").status_code == 404
    assert invoice.number not in text(client.get("/portal/invoices/"))


def test_somebody_who_is_no_trader_is_told_what_to_do(client):
    client.force_login(cast.staff("nat", "Traders"))
    page = client.get("/portal/")
    assert (page.status_code, "You are not set up as a trader yet" in text(page)) == (200, True)
    assert client.post("/portal/bookings/").status_code == 403


@pytest.mark.parametrize("address", ["", "days/", "pitches/", "check/", "bookings/", "invoices/", "bookings/X/"])
def test_nobody_is_sent_to_sign_in(client, address):
    assert client.get(f"/portal/{address}")["Location"].startswith("/sign-in/")
