"""Taking and giving back money for bookings."""

import pytest
from django.db import IntegrityError, transaction

from events.models import AskedTooMuch, Booking, ReservationLapsed
from events.proof import PROOFS as PLACES
from invoicing.cancellation import cancel
from invoicing.models import Code, Payment, Posting, TillClosed, TillSession
from invoicing.proofs.every import PROOFS as MONEY
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return cast.staff("sam", "Box office")


@pytest.fixture
def till(sam):
    return cast.till(sam)


@pytest.fixture(autouse=True)
def everything_holds_afterwards(db):
    yield
    assert {title: broken for title, check in PLACES + MONEY if (broken := check())} == {}


@pytest.fixture
def booking():
    performance = cast.show()
    seats = performance.plan.places.select_related("area")[:2]
    return Booking.objects.reserve([(performance, seat, cast.price_type("adult")) for seat in seats], channel="counter")


def test_cash_confirms_the_booking_and_gives_change(booking, sam, till):
    payment = Payment.objects.take(booking, "cash", tendered=5000, by=sam, till=till)
    assert booking.status == "confirmed"
    assert payment.change == 1400
    assert till.expected() == 8600
    assert Posting.objects.income() == {"THE-4100": 3000}
    assert Posting.objects.balance(Code.VAT) == -600
    assert Posting.objects.balance(Code.BOOKINGS) == 0


def test_paying_twice_is_paying_once(booking, sam, till):
    Payment.objects.take(booking, "cash", by=sam, till=till)
    again = Booking.objects.get(pk=booking.pk)
    assert Payment.objects.take(again, "cash", by=sam, till=till) is None
    assert Payment.objects.count() == 1


def test_a_new_booking_paid_elsewhere_meanwhile_takes_nothing_more(booking, sam, till):
    Payment.objects.take(Booking.objects.get(pk=booking.pk), "terminal", by=sam)
    with pytest.raises(AskedTooMuch, match="paid by somebody else"), transaction.atomic():
        Payment.objects.take(booking, "cash", by=sam, till=till)
    assert Payment.objects.count() == 1


def test_two_tenders_confirm_together(booking, sam, till):
    booking = Booking.objects.get(pk=booking.pk)
    Payment.objects.take(booking, "cash", amount=1000, by=sam, till=till)
    assert booking.status == "reserved"
    Payment.objects.take(booking, "terminal", reference="slip 7", by=sam)
    assert booking.status == "confirmed"


def test_too_little_cash_is_refused_and_nothing_kept(booking, sam, till):
    with pytest.raises(AskedTooMuch, match="£20.00 does not cover £36.00"):
        Payment.objects.take(booking, "cash", tendered=2000, by=sam, till=till)
    assert not Payment.objects.exists()


def test_more_than_is_due_is_refused(booking, sam, till):
    with pytest.raises(AskedTooMuch, match="£36.00 is to pay"):
        Payment.objects.take(booking, "cash", amount=4000, by=sam, till=till)


def test_cash_needs_an_open_till(booking, sam, till):
    with pytest.raises(TillClosed, match="Open your till"):
        Payment.objects.take(booking, "cash", by=sam)
    till.close(5000, by=sam)
    with pytest.raises(TillClosed):
        Payment.objects.take(booking, "cash", by=sam, till=till)
    assert not Payment.objects.exists()


def test_the_database_keeps_cash_out_of_a_closed_till(booking, sam, till):
    till.close(5000, by=sam)
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        Payment.objects.create(booking=booking, method="cash", amount=100, till=till)


def test_a_lapsed_basket_takes_no_money(booking, sam, till):
    Booking.objects.lapse(at=booking.reserved_until.replace(year=2100))
    with pytest.raises((ReservationLapsed, AskedTooMuch)):
        Payment.objects.take(Booking.objects.get(pk=booking.pk), "cash", by=sam, till=till)
    assert not Payment.objects.exists()
    assert not Posting.objects.exists()


def test_cancelling_gives_the_money_back_and_the_income_with_it(booking, sam, till):
    Payment.objects.take(booking, "cash", by=sam, till=till)
    refunds = cancel(booking, reason="ill", by=sam, till=till)
    assert [refund.amount for refund in refunds] == [-3600]
    assert till.expected() == 5000
    assert Posting.objects.income() == {"THE-4100": 0}
    assert Posting.objects.balance(Code.VAT) == 0
    assert cancel(booking, reason="again", by=sam, till=till) == []


def test_a_refund_never_exceeds_what_is_left(booking, sam, till):
    payment = Payment.objects.take(booking, "cash", by=sam, till=till)
    with pytest.raises(AskedTooMuch, match="left to refund"), transaction.atomic():
        Payment.objects.refund(payment, 3601, by=sam, till=till)


def test_a_till_closes_once_with_its_variance_and_a_number(booking, sam, till):
    Payment.objects.take(booking, "cash", by=sam, till=till)
    till.close(8500, by=sam)
    till.close(9999, by=sam)
    assert (till.counted, till.variance, till.number) == (8500, -100, 1)
    assert Posting.objects.balance(Code.TILL_VARIANCE) == 100
    second = cast.till(sam)
    second.close(5000, by=sam)
    assert second.number == 2


def test_a_drawer_and_a_person_have_one_open_till(sam, till):
    with pytest.raises(TillClosed, match="already open"):
        cast.till(cast.staff("max", "Managers"))
    with pytest.raises(TillClosed, match="another till open"):
        cast.till(sam, "Counter 2")
    assert TillSession.objects.count() == 1
