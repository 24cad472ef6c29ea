"""A clerk's limits hold whichever way money goes back: exchanged, in slices, given up, or unfinished."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from events.models import Booking, BookingAct
from invoicing import reserving
from invoicing.exchanging import exchange, hold_instead
from invoicing.models import Payment
from invoicing.refunding import NeedsAuthority, refund
from tests.after.conftest import PIN, broken, seats
from tests.after.test_exchanges import priced
from tests.after.test_refunds import rules, some
from tests.cast import price_type

pytestmark = pytest.mark.django_db
MAX = {"authoriser": "max", "pin": PIN}


@pytest.fixture
def reservation(performance, ann, sam, till):
    """Ann's four places, £72.00, with £30.00 of it paid in cash."""
    basket = Booking.objects.reserve_best(performance, [price_type("adult")] * 4, channel="counter", customer=ann)
    one = reserving.reserve(basket, decide_by=now() + timedelta(days=3), by=sam)
    Payment.objects.take(Booking.objects.get(pk=basket.pk), "cash", amount=3000, till=till, by=sam)
    return one


def test_an_exchange_for_cheaper_seats_is_held_to_the_limit(booking, later, sam, till, max_):
    rules(refund_pin_over=2000)
    basket = hold_instead(booking, booking.live_lines, priced(later, 1000), by=sam)
    how = {"way": "refund", "by": sam, "till": till}
    with pytest.raises(NeedsAuthority, match="£24.00 is more than £20.00"):
        exchange(booking, booking.live_lines, basket, **how)
    assert seats(booking) == [1, 2, 3]
    exchange(booking, booking.live_lines, basket, authorised_by=max_, **how)
    assert (till.expected(), broken()) == (5000 + 3000, {})


def test_a_refund_in_slices_is_held_to_the_limit(booking, sam, till, max_):
    rules(refund_pin_over=2000)
    refund(booking, some(booking, 1), reason="Other", by=sam, till=till)
    with pytest.raises(NeedsAuthority, match="£18.00 now and £18.00 before is more than £20.00"):
        refund(booking, some(booking, 2), reason="Other", by=sam, till=till)
    refund(booking, some(booking, 2), reason="Other", by=sam, till=till, authorised_by=max_)
    assert (seats(booking), broken()) == ([3], {})


def test_a_stale_page_gives_no_paid_booking_up(client, reservation, sam, till):
    Payment.objects.take(Booking.objects.get(), "cash", till=till, by=sam)
    page = client.post(f"/counter/reservations/{reservation.booking}/cancellations/")
    assert page.status_code == 422 and "is no reservation any more" in page.content.decode()
    assert (Booking.objects.get().status, till.expected(), broken()) == ("confirmed", 5000 + 7200, {})


def test_a_deposit_over_the_limit_goes_back_with_a_pin(client, reservation, till, max_):
    rules(refund_pin_over=2000)
    address = f"/counter/reservations/{reservation.booking}/"
    assert 'id="pin-back"' in client.get(address).content.decode()
    page = client.post(f"{address}cancellations/")
    assert page.status_code == 422 and "£30.00 is more than £20.00" in page.content.decode()
    assert client.post(f"{address}cancellations/", MAX).status_code == 302
    assert (Booking.objects.get().status, till.expected(), broken()) == ("cancelled", 5000, {})
    assert BookingAct.objects.get().by == max_


def test_so_much_of_a_deposit_in_cash_needs_somebody_s_word_and_no_refusal(reservation, sam, till, max_):
    rules(cash_refund_most=2000)
    with pytest.raises(NeedsAuthority, match=r"£30.00 in cash is more than the £20.00 that goes back from a drawer"):
        reserving.give_up(reservation, by=sam, till=till)
    assert (Booking.objects.get().status, till.expected()) == ("reserved", 5000 + 3000)
    reserving.give_up(reservation, authorised_by=max_, by=sam, till=till)
    assert (Booking.objects.get().status, till.expected(), broken()) == ("cancelled", 5000, {})


@pytest.mark.parametrize("status", ["reserved", "lapsed"])
def test_an_unfinished_payment_over_the_limit_goes_back_with_a_pin(client, performance, sam, till, max_, status):
    booking = Booking.objects.reserve_best(performance, [price_type("adult")] * 4, channel="counter", by=sam)
    Payment.objects.take(booking, "cash", amount=3000, till=till, by=sam)
    if status == "lapsed":
        Booking.objects.lapse(at=now() + timedelta(days=1))
    rules(refund_pin_over=2000)
    assert f'id="pin{booking.pk}"' in client.get("/counter/unfinished-payments/").content.decode()
    page = client.post(f"/counter/unfinished-payments/{booking}/refunds/")
    assert page.status_code == 422 and "£30.00 is more than £20.00" in page.content.decode()
    assert client.post(f"/counter/unfinished-payments/{booking}/refunds/", MAX).status_code == 302
    assert (till.expected(), broken()) == (5000, {})
