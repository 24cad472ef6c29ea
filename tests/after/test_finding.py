"""The find box: whatever is typed or scanned leads to the booking."""

import pytest
from django.utils.timezone import now

from events.models import TicketIssue
from invoicing.models import StoredValue
from invoicing.refunding import refund
from tests.after.conftest import sell

pytestmark = pytest.mark.django_db


def find(client, query):
    return client.get("/counter/bookings/", {"q": query})


@pytest.mark.parametrize("query", ["Whitlock", "ann@example", "960412", "412", "ab12cd", "AB1 2CD", "ann whitlock"])
def test_the_only_booking_that_fits_is_opened_at_once(client, booking, query):
    assert find(client, query)["Location"] == f"/counter/bookings/{booking}/"


def test_several_are_listed(client, booking, performance, ann):
    other = sell(performance, 9, customer=ann, method="terminal")
    words = find(client, "whitlock").content.decode()
    assert str(booking) in words
    assert str(other) in words


def test_a_ticket_scanned_opens_its_booking(client, booking):
    token = booking.live_lines[0].token
    page = client.get("/counter/bookings/", {"q": token}, follow=True)
    assert page.redirect_chain == [(f"/counter/bookings/{booking}/", 302)]
    assert b"no longer good" not in page.content


def test_a_ticket_given_back_or_printed_again_says_so(client, booking, sam, till):
    first, second, _ = booking.live_lines
    refund(booking, [first], reason="Customer ill", by=sam, till=till)
    page = client.get("/counter/bookings/", {"q": first.token}, follow=True).content.decode()
    assert "This ticket is no longer good: Customer ill." in page
    issue = TicketIssue.objects.create(line=second, number=2, reason="lost", at=now(), by=sam)
    old = client.get("/counter/bookings/", {"q": second.token}, follow=True).content.decode()
    new = client.get("/counter/bookings/", {"q": issue.token}, follow=True).content.decode()
    assert ("printed again" in old, "Only the new one is good" in old, "Only the new one" in new) == (True, True, False)


def test_a_voucher_is_found_by_its_code(client, booking, sam):
    voucher = StoredValue.objects.create(sort="gift", made_at=now())
    assert voucher.code in find(client, voucher.code.lower().replace("-", " ")).content.decode()


@pytest.mark.parametrize("query", ["zzz", "A" * 22, "%", "\x00", "9" * 400, "<b>"])
def test_nothing_found_is_said_and_nothing_breaks(client, booking, query):
    assert find(client, query).status_code == 200
