"""Cancelling whole goes by the rules of a refund; traders' days are left to the market desk."""

import pytest

from events.models import Booking, CheckIn
from invoicing.models import Account, Payment
from tests import cast
from tests.after.conftest import PIN, broken, seats, sell
from tests.after.test_refunds import rules

pytestmark = pytest.mark.django_db
MAX = {"authoriser": "max", "pin": PIN}


def cancel(client, booking, **sent):
    return client.post(f"/counter/bookings/{booking}/cancellations/", {"reason": "Ill", **sent})


def refused(page, words):
    return page.status_code == 422 and words in page.content.decode()


def test_the_fee_stays_and_the_page_says_so(client, booking, till):
    rules(refund_fee=250)
    words = client.get(f"/counter/bookings/{booking}/").content.decode()
    assert "£46.50 goes back" in words and "£7.50 of it stays" in words
    assert cancel(client, booking).status_code == 302
    booking.refresh_from_db()
    assert (booking.status, till.expected(), broken()) == ("cancelled", 5000 + 750, {})


def test_a_used_ticket_and_a_late_one_need_a_pin(client, booking, sam, till, max_):
    CheckIn.objects.check_in(booking.live_lines[0].token, by=sam)
    assert refused(cancel(client, booking), "1 of these tickets was used at the door")
    rules(refund_until_hours=24 * 8)
    assert refused(cancel(client, booking), "could be changed until")
    assert cancel(client, booking, **MAX).status_code == 302
    assert (seats(booking), till.expected(), broken()) == ([], 5000, {})


def test_no_more_goes_back_in_cash_than_the_rules_let_out(client, booking, till):
    rules(cash_refund_most=1000)
    assert refused(cancel(client, booking), "most that goes back in cash")
    assert (seats(booking), till.expected()) == ([1, 2, 3], 10400)


def test_what_an_account_bears_is_held_to_the_limit_and_credited(client, performance, ann, sam, max_):
    account = Account.objects.open_for(ann, credit_limit=100_000)
    booking = Booking.objects.reserve_best(performance, [cast.price_type("adult")] * 2, channel="counter", customer=ann)
    account.charge(booking)
    rules(refund_pin_over=2000)
    assert refused(cancel(client, booking), "£36.00 is more than £20.00")
    assert cancel(client, booking, **MAX).status_code == 302
    assert (account.balance(), seats(booking), broken()) == (0, [], {})


def test_a_deposit_in_cash_over_the_most_needs_a_pin(client, performance, sam, till):
    booking = Booking.objects.reserve_best(performance, [cast.price_type("adult")] * 2, channel="counter", by=sam)
    Payment.objects.take(booking, "cash", amount=3000, till=till, by=sam)
    rules(cash_refund_most=2000)
    assert refused(cancel(client, booking), "£30.00 in cash is more than the £20.00 that goes back from a drawer")


def test_a_trader_s_booking_is_left_to_the_market_desk(client, sam):
    day = cast.market(weeks=1)[0]
    booking = Booking.objects.reserve([(day, day.plan.places.first(), cast.price_type("regular"))], channel="portal",
                                      customer=cast.trader())  # fmt: skip
    booking.confirm()
    page = client.get(f"/counter/bookings/{booking.reference}/").content.decode()
    assert "Ask the market desk" in page and "Cancel booking" not in page
    assert refused(cancel(client, booking), "Ask the market desk")
    booking.refresh_from_db()
    assert booking.status == "confirmed"
    client.force_login(cast.staff("max", "Managers"))
    assert cancel(client, booking).status_code == 302
    booking.refresh_from_db()
    assert booking.status == "cancelled"


def test_cancelled_twice_is_cancelled_once(client, performance, sam, till):
    booking = sell(performance, 4, till=till, by=sam)
    assert [cancel(client, booking).status_code for _ in range(2)] == [302, 302]
    assert (till.expected(), broken()) == (5000, {})
