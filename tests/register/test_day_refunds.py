"""What waits to be given back to traders who paid on the spot: the list, the press that gives back, and who may."""

import pytest

from events.models import ChargePolicy
from invoicing import attendance_charges
from invoicing.cancellation import cancel
from invoicing.models import DayRefund, Payment, TillSession
from tests import cast
from tests.invariants.stage import broken
from tests.register.taps import day_of, here, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(day, mo, book):
    """Amy paid £24.50 in cash and told us in time: half goes back."""
    ChargePolicy.objects.create(event=day.event, presence="notified", percent=50)
    line = book(cast.trader(), paid=False)
    Payment.objects.take(line.booking, "cash", by=mo, till=cast.till(mo))
    send(day, mo, here(line, presence="notified"))
    attendance_charges.settle(day_of(day), by=mo)
    return DayRefund.objects.get()


def test_it_is_listed_and_given_back_once(client, day, mo, due):
    client.force_login(mo)
    page = client.get("/market/cash/refunds/").content.decode()
    assert "£12.25" in page and "Absent: told us in time, 50% to pay" in page
    for _ in range(2):
        assert client.post(f"/market/cash/refunds/{due.pk}/payouts/").status_code == 302
    assert Payment.objects.total() == 1225 and broken() == {}
    assert "Nothing waits" in client.get("/market/cash/refunds/").content.decode()


def test_what_went_back_another_way_meanwhile_is_not_handed_out_again(client, day, mo, due):
    cancel(due.booking, reason="Cancelled by hand", by=mo, till=TillSession.objects.open_for(mo))
    client.force_login(mo)
    page = client.post(f"/market/cash/refunds/{due.pk}/payouts/", follow=True).content.decode()
    assert "given back already" in page and "£12.25 given back" not in page and "Nothing waits" in page
    assert Payment.objects.total() == 0 and broken() == {}


def test_without_an_open_drawer_it_says_what_to_do_and_gives_nothing(client, day, max_, due):
    client.force_login(max_)
    answer = client.post(f"/market/cash/refunds/{due.pk}/payouts/")
    assert answer.status_code == 422 and "till" in answer.content.decode()
    assert Payment.objects.total() == 2450 and DayRefund.objects.waiting().exists()
    assert client.post("/market/cash/refunds/999/payouts/").status_code == 404


def test_the_trader_reads_on_the_booking_that_it_waits(client, day, due):
    client.force_login(due.booking.customer.user)
    page = client.get(f"/portal/bookings/{due.booking.reference}/").content.decode()
    assert "£12.25 of what you paid goes back to you" in page
