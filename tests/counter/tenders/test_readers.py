"""A card on a reader that our server drives: paid once, whoever looks, and never lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from events.models import AskedTooMuch, Booking
from invoicing import card_readers, unfinished
from invoicing.card_tasks import look_at_attempts
from invoicing.models import CardAttempt, Payment
from invoicing.stripe_checkout import CardRefused, CardsUnavailable

pytestmark = pytest.mark.django_db


def key():
    return uuid4().hex


def begin(basket, reader, till, **fields):
    return card_readers.begin(basket, reader, **{"key": key(), "by": till.opened_by, "till": till, **fields})


def late(booking, **fields):
    Booking.objects.filter(pk=booking.pk).update(reserved_until=now() - timedelta(minutes=1))
    Booking.objects.lapse()


def take_the_seats(booking, till):
    line = booking.lines.first()
    Booking.objects.reserve([(line.occurrence, line.place, line.price_type)], channel="shop")


def test_the_tap_sells_the_basket(stripe, basket, reader, till):
    attempt = begin(basket, reader, till)
    assert card_readers.look(attempt).state == "waiting"
    stripe.readers.present("tmr_one")
    attempt = card_readers.look(attempt)
    basket.refresh_from_db()
    assert (attempt.state, basket.status, attempt.payment.amount, attempt.payment.method) == (
        "paid", "confirmed", 3600, "reader")  # fmt: skip
    assert (attempt.payment.till, attempt.payment.reference) == (till, attempt.intent)


def test_the_same_key_is_the_same_attempt_and_one_charge(stripe, basket, reader, till):
    one = key()
    first, again = (begin(basket, reader, till, key=one) for _ in range(2))
    stripe.readers.present("tmr_one")
    for _ in range(2):
        card_readers.look(first)
        look_at_attempts()
    assert (first, Payment.objects.count()) == (again, 1)
    assert sum(one["object"] == "payment_intent" for one in stripe.books.intents.values()
               if one["id"] == first.intent) == 1  # fmt: skip


def test_a_declined_card_says_so_and_can_be_tried_again(stripe, basket, reader, till):
    attempt = begin(basket, reader, till)
    stripe.readers.present("tmr_one", "insufficient_funds")
    attempt = card_readers.look(attempt)
    assert (attempt.state, "insufficient funds" in attempt.error) == ("failed", True)
    assert stripe.books.intent(attempt.intent)["status"] == "canceled"
    second = begin(basket, reader, till)
    stripe.readers.present("tmr_one")
    assert card_readers.look(second).state == "paid"
    assert Payment.objects.count() == 1


def test_cancelled_at_the_counter_it_cannot_be_paid_any_more(stripe, basket, reader, till):
    attempt = card_readers.cancel(begin(basket, reader, till))
    stripe.readers.present("tmr_one")
    assert (card_readers.look(attempt).state, Payment.objects.count()) == ("cancelled", 0)


def test_a_card_that_was_quicker_than_cancelling_counts(stripe, basket, reader, till):
    attempt = begin(basket, reader, till)
    stripe.readers.present("tmr_one")
    assert card_readers.cancel(attempt).state == "paid"
    basket.refresh_from_db()
    assert basket.status == "confirmed"


def test_the_worker_finishes_what_a_browser_left(stripe, basket, reader, till):
    begin(basket, reader, till)
    assert look_at_attempts() == 0
    stripe.readers.present("tmr_one")
    assert look_at_attempts() == 1
    assert Payment.objects.get().booking == basket


def test_nobody_taps_and_its_time_runs_out(stripe, basket, reader, till):
    attempt = begin(basket, reader, till)
    assert card_readers.look(attempt, at=now() + timedelta(minutes=6)).state == "expired"
    stripe.readers.present("tmr_one")
    assert look_at_attempts() == 0 and not Payment.objects.exists()


def test_two_payments_of_one_basket_or_on_one_reader_do_not_run_at_once(stripe, basket, reader, till, performance):
    begin(basket, reader, till)
    with pytest.raises(AskedTooMuch, match="is being paid"):
        begin(basket, reader, till)


def test_a_reader_that_is_off_takes_nothing_and_says_so(stripe, basket, reader, till):
    stripe.readers.reader("tmr_one")["status"] = "offline"
    with pytest.raises(CardRefused, match="offline"):
        begin(basket, reader, till)
    basket.refresh_from_db()
    assert (CardAttempt.objects.get().state, basket.status) == ("failed", "reserved")


def test_while_stripe_is_away_nothing_is_sold_and_nothing_is_lost(stripe, basket, reader, till):
    stripe.faults.add(path="/v1/payment_intents", status=500, times=3)
    with pytest.raises(CardsUnavailable):
        begin(basket, reader, till)
    attempt = begin(basket, reader, till)
    stripe.readers.present("tmr_one")
    stripe.faults.add(path="/v1/terminal", status=500)
    assert look_at_attempts() == 0
    assert look_at_attempts() == 1
    attempt.refresh_from_db()
    assert attempt.state == "paid"


def test_an_answer_lost_after_the_reader_was_asked_is_found_again(stripe, basket, reader, till):
    stripe.faults.add(path="/v1/terminal/readers/tmr_one/process", silence=1.3, after=True, times=3)
    one = key()
    with pytest.raises(CardsUnavailable):
        begin(basket, reader, till, key=one)
    assert CardAttempt.objects.get().state == "waiting"
    begin(basket, reader, till, key=one)
    stripe.readers.present("tmr_one")
    assert look_at_attempts() == 1 and Payment.objects.count() == 1


def test_paid_late_the_places_are_taken_again_where_they_are_free(stripe, basket, reader, till):
    attempt = begin(basket, reader, till)
    stripe.readers.present("tmr_one")
    late(basket)
    assert card_readers.look(attempt).state == "paid"
    basket.refresh_from_db()
    assert (basket.status, basket.lines.live().count()) == ("confirmed", 2)


def test_paid_late_with_the_places_gone_it_stands_on_the_work_list_until_given_back(stripe, basket, reader, till):
    attempt = begin(basket, reader, till)
    stripe.readers.present("tmr_one")
    late(basket)
    take_the_seats(basket, till)
    card_readers.look(attempt)
    assert [(one, one.paid) for one in unfinished.bookings()] == [(basket, 3600)]
    for _ in range(2):
        unfinished.give_back(basket, by=till.opened_by)
    assert unfinished.bookings() == [] and stripe.sent_back == ["invoicing.tasks.refund_card"]


def test_paid_twice_the_card_gets_its_money_back(stripe, basket, reader, till):
    attempt = begin(basket, reader, till)
    stripe.readers.present("tmr_one")
    Payment.objects.take(basket, "cash", by=till.opened_by, till=till)
    card_readers.look(attempt)
    assert sorted(Payment.objects.filter(method="reader").values_list("amount", flat=True)) == [-3600, 3600]
    assert stripe.sent_back == ["invoicing.tasks.refund_card"]


def test_a_till_closed_meanwhile_takes_nothing_and_the_sale_stands(stripe, basket, reader, till):
    attempt = begin(basket, reader, till)
    stripe.readers.present("tmr_one")
    till.close(5000, by=till.opened_by)
    assert (card_readers.look(attempt).payment.till, Booking.objects.get().status) == (None, "confirmed")
