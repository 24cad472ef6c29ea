"""A performance called off or moved: sales stop, every customer chooses, and all the money is accounted for."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.timezone import localdate, now

from boxoffice.call_off_answer_form import Answer
from events.mailing import send_waiting
from events.models import AskedTooMuch, Booking, Message, NotOnSale
from invoicing.call_off_answers import answer, by_default, others, try_again
from invoicing.call_off_tasks import tell
from invoicing.calling_off import call_off, preview, standing
from invoicing.models import CallOffAnswer, Code, Payment, Posting, StoredValue
from tests.after.conftest import broken, seats, sell
from tests.cast import price_type

pytestmark = pytest.mark.django_db
ALL = ["refund", "exchange", "credit", "donate"]


@pytest.fixture
def off(performance, booking, later, sam, max_, till):
    """Ann paid cash for A1 to A3, a walk-up by card machine for A4, Bob online for A5 and A6."""
    sell(performance, 4, method="terminal", by=sam)
    return made(performance, max_)


def made(performance, by, **fields):
    fields = {"choices": ALL, "default": "refund", "answer_by": localdate() + timedelta(days=14),
              "wording": "We are sorry.", "reason": "Flood", **fields}  # fmt: skip
    return call_off(performance, by=by, **fields)


def test_the_preview_counts_what_is_at_stake(performance, booking, sam):
    sell(performance, 4, method="terminal", by=sam)
    Booking.objects.reserve([(performance, performance.plan.places.get(number="5"), price_type("adult"))],
                            channel="shop")  # fmt: skip
    found = preview(performance)
    assert (found.bookings, found.tickets, found.value, found.nameless, found.reserved) == (2, 4, 7200, 1, 1)
    assert found.tenders == {"Cash": "£54.00", "Card terminal": "£18.00"}


def test_nobody_buys_any_more_not_even_who_is_paying(performance, max_, sam):
    place = performance.plan.places.get(number="8")
    basket = Booking.objects.reserve([(performance, place, price_type("adult"))], channel="shop")
    made(performance, max_)
    performance.refresh_from_db()
    with pytest.raises(NotOnSale):
        Payment.objects.take(Booking.objects.get(pk=basket.pk), "terminal")
    with pytest.raises(NotOnSale):
        sell(performance, 9, method="terminal")


def test_it_is_made_once_and_everybody_is_told_once(off, max_):
    assert made(off.occurrence, max_) == off
    for _ in range(2):
        tell(off.pk)
    assert Message.objects.count() == 1  # the walk-up left no name
    send_waiting()
    assert f"/answers/{off.answers.exclude(booking__customer=None).get().token}/" in mail.outbox[0].body
    off.job.refresh_from_db()
    assert off.job.said.startswith("Everybody")


def test_cash_waits_for_the_counter_and_goes_back_once(off, booking, sam, till):
    given = off.answers.get(booking=booking)
    assert answer(given, "refund").trouble == "Paid by cash: give it back at the counter."
    assert till.expected() == 10400
    for done in (1, 0):
        assert try_again(off, by=sam, till=till) == done
    assert (till.expected(), broken()) == (5000, {})


def test_credit_and_donations_need_nobody_at_the_counter(off, booking):
    answer(off.answers.get(booking=booking), "credit")
    walk_up = off.answers.get(booking__customer=None)
    answer(walk_up, "donate")
    assert StoredValue.objects.get().balance() == 5400
    assert -Posting.objects.balance(Code.DONATIONS) == 1800
    assert (Posting.objects.balance(Code.VAT), Posting.objects.income()["THE-4100"]) == (0, 0)
    assert standing(off)["done"] == 2
    assert broken() == {}


def test_who_comes_another_evening_has_the_same_seats_where_they_are_free(off, booking, later, sam):
    given = answer(off.answers.get(booking=booking), "exchange", instead=later)
    assert (given.trouble, seats(booking)) == ("", [1, 2, 3])
    assert {line.occurrence for line in booking.live_lines} == {later}
    assert booking.payments.total() == booking.total().gross
    sell(later, 4, method="terminal")
    walk_up = answer(off.answers.get(booking__customer=None), "exchange", instead=later)
    assert walk_up.done_at
    assert seats(walk_up.booking) not in ([4], [])
    assert broken() == {}


def test_a_full_house_is_trouble_and_changes_nothing(off, booking, later):
    sell(later, *range(1, 13), method="terminal")
    given = answer(off.answers.get(booking=booking), "exchange", instead=later)
    assert "left" in given.trouble
    assert seats(booking) == [1, 2, 3]
    assert answer(given, "credit").done_at


def test_silence_is_what_was_announced(off, booking):
    assert by_default() == 0
    assert by_default(now() + timedelta(days=15)) == 0  # both were paid at the counter, so they wait there
    assert set(off.answers.values_list("choice", flat=True)) == {"refund"}
    type(off).objects.update(default="credit")
    CallOffAnswer.objects.update(choice="")
    assert by_default(now() + timedelta(days=15)) == 2


def test_the_money_of_all_choices_is_what_was_paid(performance, later, sam, max_, till, ann):
    """Refunded + credited + donated + still in the bookings = paid."""
    bookings = [sell(performance, number, customer=ann, method="terminal") for number in range(1, 9)]
    off = made(performance, max_)
    for number, booking in enumerate(bookings):
        choice = ALL[number % 4]
        answer(off.answers.get(booking=booking), choice, instead=later, by=sam, till=till)
    paid = sum(one.amount for one in Payment.objects.filter(refund_of=None))
    refunded = -sum(one.amount for one in Payment.objects.filter(method="terminal").exclude(refund_of=None))
    kept = sum(booking.total().gross for booking in bookings)
    donated = -Posting.objects.balance(Code.DONATIONS)
    assert paid == refunded + StoredValue.objects.get().balance() + donated + kept == 8 * 1800
    assert (standing(off)["done"], broken()) == (8, {})


def test_a_moved_performance_may_be_kept(performance, booking, max_):
    new = performance.starts_at + timedelta(days=2)
    off = made(performance, max_, moved_to=new, choices=["keep", "refund"], default="keep")
    performance.refresh_from_db()
    assert (performance.starts_at, performance.cancelled_at, off.was_at < new) == (new, None, True)
    assert answer(off.answers.get(), "keep").done_at
    assert seats(booking) == [1, 2, 3]


def test_a_moved_performance_may_be_called_off_and_the_silent_are_asked_anew(performance, booking, sam, max_, till):
    told = sell(performance, 4, method="terminal", by=sam)
    new = performance.starts_at + timedelta(days=2)
    moved = made(performance, max_, moved_to=new, choices=["keep", "refund"], default="keep")
    assert made(performance, max_, moved_to=new, choices=["keep", "refund"], default="keep") == moved
    answer(moved.answers.get(booking=told), "keep")
    tell(moved.pk)
    link = moved.answers.get(booking=booking).token
    off = made(performance, max_)
    performance.refresh_from_db()
    assert off != moved and performance.cancelled_at and made(performance, max_) == off
    tell(off.pk)
    assert Message.objects.count() == 2 and CallOffAnswer.objects.get(token=link).call_off == off
    assert {one.booking for one in off.answers.all()} == {booking, told}
    for one in off.answers.all():
        assert answer(one, "refund", by=sam, till=till).done_at
    assert Payment.objects.total() == 0 and broken() == {}


def test_what_somebody_chose_and_waits_for_is_not_asked_again(performance, booking, sam, max_, till):
    moved = made(performance, max_, moved_to=performance.starts_at + timedelta(days=2), choices=["keep", "refund"],
                 default="keep")  # fmt: skip
    waits = answer(moved.answers.get(), "refund")
    assert waits.trouble and not waits.done_at  # cash
    assert not made(performance, max_).answers.exists()
    assert try_again(moved, by=sam, till=till) == 1
    assert Payment.objects.total() == 0 and broken() == {}


def test_what_is_called_off_after_it_was_moved_cannot_be_kept(performance, booking, sam, max_, till):
    moved = made(performance, max_, moved_to=performance.starts_at + timedelta(days=2), choices=["keep", "refund"],
                 default="keep")  # fmt: skip
    waits = answer(moved.answers.get(), "refund")
    made(performance, max_)
    with pytest.raises(AskedTooMuch, match="not take place"):
        answer(waits, "keep")
    assert "keep" not in dict(Answer(given=waits, others=others(moved)).fields["choice"].choices)
    assert answer(waits, "refund", by=sam, till=till).done_at
    assert Payment.objects.total() == 0 and broken() == {}


def test_who_buys_for_the_new_time_is_not_told_that_it_is_moved(performance, booking, sam, max_):
    place = performance.plan.places.get(number="8")
    paying = Booking.objects.reserve([(performance, place, price_type("adult"))], channel="shop")
    off = made(performance, max_, moved_to=performance.starts_at + timedelta(days=2), choices=["keep", "refund"],
               default="keep")  # fmt: skip
    Payment.objects.take(Booking.objects.get(pk=paying.pk), "terminal")
    sell(performance, 9, method="terminal", by=sam)
    tell(off.pk)
    assert {one.booking for one in off.answers.all()} == {booking, paying}
