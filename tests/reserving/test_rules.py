"""Reservations stand until their day, are reminded once, and never lapse with somebody's money on them."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from events.models import AskedTooMuch, Booking, BookingAct, Customer, Message, Reservation
from events.tasks import lapse_overdue
from invoicing import reserving
from invoicing.models import Account, CardAttempt, Code, Payment, Posting, StoredValue
from invoicing.refunding import NeedsAuthority
from tests import cast
from tests.invariants.stage import broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return cast.staff("sam", "Box office")


@pytest.fixture
def school():
    return Customer.objects.create(name="Hill School", email="office@hill.example")


def basket(customer, count=4):
    show = cast.show(days=30)
    return Booking.objects.reserve_best(show, [cast.price_type("adult")] * count, channel="phone", customer=customer)


def reserve(booking, sam, days=7, **terms):
    terms = {"decide_by": now() + timedelta(days=days), **terms}
    return reserving.reserve(booking, by=sam, **terms)


def later(reservation, **past):
    """The time of a reservation is over."""
    gone = now() - timedelta(**(past or {"minutes": 1}))
    Reservation.objects.filter(pk=reservation.pk).update(decide_by=gone)
    Booking.objects.filter(pk=reservation.booking_id, reserved_until__lt=now() + timedelta(days=20)).update(
        reserved_until=gone)  # fmt: skip


def test_it_stands_until_its_day_and_the_customer_is_told(school, sam):
    booking = basket(school)
    reservation = reserve(booking, sam, sort="group", group_name="Year 6", deposit=2000,
                          deposit_by=localdate() + timedelta(days=3))  # fmt: skip
    assert reserve(booking, sam) == reservation  # a double press
    booking.refresh_from_db()
    assert booking.reserved_until == reservation.decide_by
    letter = Message.objects.get()
    for words in ("Year 6", str(booking), "£72.00", "deposit of £20.00", "Stalls A"):
        assert words in letter.body


def test_somebody_without_e_mail_is_told_on_paper(sam):
    reserve(basket(Customer.objects.create(name="Bob Ng")), sam)
    assert Message.objects.to_print().count() == 1


@pytest.mark.parametrize("days", [-1, 31])
def test_a_day_past_or_after_it_begins_is_refused(school, sam, days):
    with pytest.raises(AskedTooMuch, match="Choose a day"):
        reserve(basket(school), sam, days=days)


def test_somebody_must_want_it(sam):
    with pytest.raises(AskedTooMuch, match="who it is for"):
        reserve(basket(None), sam)


def test_unpaid_it_lapses_by_itself(school, sam):
    reservation = reserve(basket(school), sam)
    later(reservation)
    assert reserving.keep_part_paid() == 0
    assert reserving.tell_lapsed() == 0
    lapse_overdue()
    assert Booking.objects.get().status == "lapsed"
    assert not Reservation.objects.open().exists()


def test_whose_reservation_lapsed_is_told_once(school, sam):
    reservation = reserve(basket(school), sam)
    later(reservation)
    lapse_overdue()
    assert reserving.every_minute() == (0, 0, 1)
    assert reserving.every_minute() == (0, 0, 0)
    letter = Message.objects.get(subject=f"Your reservation {reservation.booking} has ended")
    assert "4 places, Stalls A" in letter.body and "£" not in letter.body


def test_what_lapsed_days_ago_while_the_worker_was_away_is_left_alone(school, sam):
    later(reserve(basket(school), sam), days=3)
    lapse_overdue()
    assert reserving.tell_lapsed() == 0


def with_deposit(school, sam, pence=2000):
    reservation = reserve(basket(school), sam, deposit=2000, deposit_by=localdate())
    assert reserving.deposits_due(now()) == [reservation]
    Payment.objects.take(reservation.booking, "terminal", amount=pence, by=sam)
    assert reserving.keep_part_paid() == 1
    assert reserving.keep_part_paid() == 0
    assert reserving.deposits_due(now()) == []
    return reservation


def test_with_a_deposit_it_does_not_lapse_but_waits_for_a_decision(school, sam):
    reservation = with_deposit(school, sam)
    later(reservation)
    lapse_overdue()
    assert Booking.objects.get().status == "reserved"
    assert list(Reservation.objects.past(now())) == [reservation]
    with pytest.raises(AskedTooMuch):
        reservation.extend(now() + timedelta(days=99))
    reserving.set_day(reservation, now() + timedelta(days=5))
    assert Booking.objects.get().reserved_until > now() + timedelta(days=20)
    assert not Reservation.objects.past(now()).exists()


def test_only_the_whole_sum_confirms_it(school, sam):
    reservation = with_deposit(school, sam)
    assert Booking.objects.get().status == "reserved"
    Payment.objects.take(Booking.objects.get(), "terminal", by=sam)
    assert Booking.objects.get().status == "confirmed"
    assert not Reservation.objects.open().filter(pk=reservation.pk).exists()


def test_giving_it_up_gives_the_deposit_back(school, sam):
    reservation = with_deposit(school, sam)
    refund, = reserving.give_up(reservation, by=sam)
    assert reserving.give_up(reservation, by=sam) == []
    assert (refund.amount, Payment.objects.total()) == (-2000, 0)
    assert Posting.objects.balance(Code.BOOKINGS) == 0


def test_a_deposit_may_go_on_the_customers_credit(school, sam):
    reservation = with_deposit(school, sam)
    for _ in range(2):
        reserving.give_up(reservation, as_credit=True, by=sam)
    credit = StoredValue.objects.get(customer=school)
    assert (credit.balance(), Booking.objects.get().status) == (2000, "cancelled")
    assert Posting.objects.balance(Code.BOOKINGS) == 0 and broken() == {}


def test_a_deposit_that_is_kept_is_income_with_its_vat(school, sam):
    reservation = with_deposit(school, sam)
    with pytest.raises(NeedsAuthority, match="£20.00 of the customer's money is kept"):
        reserving.keep_deposit(reservation, by=sam)
    max_ = cast.staff("max", "Managers")
    assert [reserving.keep_deposit(reservation, authorised_by=max_, by=sam) for _ in range(2)] == [2000, 2000]
    booking = Booking.objects.get()
    assert (BookingAct.objects.get(sort="authorised").by, booking.reservation) == (max_, reservation)
    assert (booking.status, booking.lines.live().count()) == ("cancelled", 0)
    assert sum(line.kept for line in booking.lines.all()) == 2000
    assert Posting.objects.balance(Code.BOOKINGS) == 0
    assert (Posting.objects.balance(Code.VAT), Posting.objects.income()) == (-333, {"THE-4100": 1667})


def test_nothing_paid_nothing_kept(school, sam):
    with pytest.raises(AskedTooMuch, match="no deposit"):
        reserving.keep_deposit(reserve(basket(school), sam))


def test_a_reminder_goes_out_once_for_each_day_that_was_set(school, sam):
    reservation = reserve(basket(school), sam)
    assert reserving.remind(now() + timedelta(days=4)) == 0
    at = now() + timedelta(days=5, minutes=1)
    assert [reserving.remind(at), reserving.remind(at)] == [1, 0]
    assert "£72.00 is still to pay" in Message.objects.filter(subject__startswith="Please pay").get().body
    reservation.extend(now() + timedelta(days=9))
    assert reserving.remind(now() + timedelta(days=7, minutes=1)) == 1


def test_made_after_its_reminder_was_due_it_is_not_asked_for_at_once(school, sam):
    reservation = reserve(basket(school), sam, days=1)
    assert reserving.remind(now() + timedelta(minutes=1)) == 0
    reservation.extend(now() + timedelta(days=9))
    assert reserving.remind(now() + timedelta(days=7, minutes=1)) == 1


def test_an_earlier_day_lets_its_places_go_then(school, sam):
    reservation = reserve(basket(school), sam, days=20)
    sooner = now() + timedelta(days=5)
    reserving.set_day(reservation, sooner)
    assert Booking.objects.get().reserved_until == reservation.decide_by == sooner


def test_an_earlier_day_waits_for_the_card_that_is_just_being_charged(school, sam):
    reservation = reserve(basket(school), sam, days=2)
    lasts = timedelta(days=1)
    CardAttempt.objects.begin(reservation.booking, "link", key="k", lasts=lasts, at=now())
    reserving.set_day(reservation, now() + timedelta(minutes=5))
    assert Booking.objects.get().reserved_until > now() + lasts


def test_numbers_are_reduced_but_not_to_nothing(school, sam):
    reservation = reserve(basket(school), sam)
    lines = list(reservation.booking.lines.live())
    assert reservation.reduce(lines[:3], by=sam) == 3
    assert reservation.booking.total().gross == 1800
    with pytest.raises(AskedTooMuch, match="Nothing would be left"):
        reservation.reduce(lines[3:], by=sam)


def test_an_invoice_to_the_account_confirms_it(school, sam):
    Account.objects.open_for(school, credit_limit=50_000)
    reservation = reserve(basket(school), sam, invoiced=True)
    for _ in range(2):
        reserving.invoice(reservation, by=sam)
    assert Booking.objects.get().status == "confirmed"
    assert Account.objects.get().balance() == 7200
