"""An exchange whose difference a card pays: had once the money is there, and until then nobody loses a seat."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from events.models import AskedTooMuch, Booking
from invoicing import card_readers, pay_links
from invoicing.card_purposes import ask_for_exchange
from invoicing.card_tasks import email_bought, look_at_attempts
from invoicing.exchanging import exchange, hold_instead, let_go
from invoicing.models import CardAttempt, CardReader, CounterRules, Exchange, Payment
from invoicing.refunding import NeedsAuthority
from tests.after.conftest import broken, seats
from tests.after.test_exchanges import priced
from tests.stripe.stand_in import server, stand_in

__all__ = ["server", "stand_in"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def stripe(stand_in, monkeypatch):
    """The stand-in; the worker's queue is a list."""
    stand_in.sent_back = []
    monkeypatch.setattr("invoicing.supplies.async_task", lambda *what, **_: stand_in.sent_back.append(what[0]))
    return stand_in


@pytest.fixture
def reader(stripe):
    return CardReader.objects.create(name="Counter reader", stripe_id="tmr_one")


@pytest.fixture
def basket(booking, later, sam):
    """Three better seats the evening after, £7.00 dearer each."""
    return hold_instead(booking, booking.live_lines, priced(later, 2500), by=sam)


def ask(booking, basket, **fields):
    return ask_for_exchange(booking, list(booking.live_lines), basket, **{"key": uuid4().hex, **fields})


def test_the_tap_makes_the_exchange(booking, basket, reader, stripe, sam, till):
    attempt = ask(booking, basket, reader=reader, by=sam, till=till)
    assert (attempt.amount, attempt.what, Exchange.objects.count()) == (2100, f"the exchange of booking {booking}", 0)
    stripe.readers.present("tmr_one")
    for _ in range(2):
        attempt = card_readers.look(attempt)
        look_at_attempts()
    done = Exchange.objects.get()
    assert (attempt.state, done.taken, attempt.payment.booking, attempt.payment.till) == ("paid", 2100, booking, till)
    assert {line.occurrence_id for line in booking.live_lines} == {basket.lines.first().occurrence_id}
    assert (booking.payments.total(), broken()) == (7500, {})


@pytest.mark.parametrize("end", ["declined", "cancelled", "expired"])
def test_a_card_that_does_not_pay_leaves_the_booking_whole(booking, basket, reader, stripe, sam, end):
    attempt = ask(booking, basket, reader=reader, by=sam)
    if end == "declined":
        stripe.readers.present("tmr_one", "insufficient_funds")
    attempt = card_readers.cancel(attempt) if end == "cancelled" else card_readers.look(
        attempt, at=now() + timedelta(minutes=6 if end == "expired" else 0))  # fmt: skip
    assert (attempt.payment, seats(booking), Exchange.objects.count(), broken()) == (None, [1, 2, 3], 0, {})
    basket.refresh_from_db()
    assert basket.status == "reserved"  # to be tried again


def test_a_link_keeps_the_new_places_and_makes_the_exchange(booking, basket, stripe, sam):
    attempt = ask(booking, basket, sent_to="ann@example.org", by=sam)
    basket.refresh_from_db()
    assert basket.reserved_until >= now() + timedelta(minutes=CounterRules.current().link_minutes - 1)
    payment = pay_links.settle(f"link-{attempt.link}", 2100, "pi_link")
    assert pay_links.settle(f"link-{attempt.link}", 2100, "pi_link") == payment
    assert (payment.method, Exchange.objects.get().taken, broken()) == ("stripe", 2100, {})


def test_who_pays_by_a_link_gets_the_new_tickets_by_e_mail(booking, basket, stripe, sam, mailoutbox, monkeypatch,
                                                              django_capture_on_commit_callbacks):  # fmt: skip
    queued = []
    monkeypatch.setattr("invoicing.card_attempts.async_task", lambda *what: queued.append(what))
    attempt = ask(booking, basket, sent_to="ann@example.org", by=sam)
    with django_capture_on_commit_callbacks(execute=True):
        pay_links.settle(f"link-{attempt.link}", 2100, "pi_link")
    assert queued == [("invoicing.card_tasks.email_bought", attempt.pk)]
    email_bought(attempt.pk)
    assert mailoutbox[0].to == ["ann@example.org"] and f"Your tickets, booking {booking}" in mailoutbox[0].subject
    booking.cancel(reason="Ill", by=sam)
    email_bought(attempt.pk)  # nothing to send any more, and no error
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(("delivery", "to"), [("", "jo@example.org"), ("e-ticket", "jo@example.org"), ("post", ""),
                                              ("collect", ""), ("now", "")])  # fmt: skip
def test_tickets_that_are_posted_or_collected_are_not_mailed(booking, delivery, to):
    Booking.objects.filter(pk=booking.pk).update(delivery=delivery)
    basket = Booking(exchange_of=Booking.objects.get(pk=booking.pk))
    assert CardAttempt(booking=basket, sent_to="jo@example.org").mailed_to == to


def test_while_a_card_pays_nothing_else_is_done_with_the_new_places(booking, basket, reader, stripe, sam, till, later):
    ask(booking, basket, reader=reader, by=sam)
    with pytest.raises(AskedTooMuch, match="is being paid"):
        exchange(booking, booking.live_lines, basket, way="cash", by=sam, till=till)
    with pytest.raises(AskedTooMuch, match="is being paid"):
        hold_instead(booking, booking.live_lines, later, by=sam)
    with pytest.raises(AskedTooMuch, match="is being paid"):
        let_go(basket, reason="No exchange after all", by=sam)


def test_new_places_that_lapsed_are_taken_again_where_they_are_free(booking, basket, stripe, sam):
    attempt = ask(booking, basket, by=sam)
    Booking.objects.lapse(at=now() + timedelta(hours=2))
    pay_links.settle(f"link-{attempt.link}", 2100, "pi_late")
    assert (Exchange.objects.get().taken, broken()) == (2100, {})


def test_paid_when_the_new_places_have_gone_the_card_gets_it_back(booking, basket, stripe, sam):
    attempt = ask(booking, basket, by=sam)
    line = basket.lines.first()
    Booking.objects.lapse(at=now() + timedelta(hours=2))
    Booking.objects.reserve([(line.occurrence, line.place, line.price_type)], channel="shop")
    pay_links.settle(f"link-{attempt.link}", 2100, "pi_late")
    attempt.refresh_from_db()
    assert (seats(booking), Exchange.objects.count(), "too late" in attempt.error) == ([1, 2, 3], 0, True)
    assert (booking.payments.total(), stripe.sent_back, broken()) == (5400, ["invoicing.tasks.refund_card"], {})


def test_a_difference_that_changed_meanwhile_goes_back_too(booking, basket, stripe, sam):
    attempt = ask(booking, basket, by=sam)
    CounterRules.objects.update_or_create(pk=1, defaults={"exchange_fee": 100})
    pay_links.settle(f"link-{attempt.link}", 2100, "pi_other")
    assert (seats(booking), Payment.objects.filter(method="stripe").total(), broken()) == ([1, 2, 3], 0, {})


def test_paid_for_an_exchange_already_made_the_second_money_goes_back(booking, basket, stripe, sam, till):
    attempt = ask(booking, basket, by=sam)
    attempt.end("cancelled")
    exchange(booking, booking.live_lines, basket, way="cash", by=sam, till=till)
    pay_links.settle(f"link-{attempt.link}", 2100, "pi_twice")
    assert (booking.payments.total(), Exchange.objects.count(), broken()) == (7500, 1, {})


def test_who_allows_it_is_asked_before_the_card_is(booking, basket, stripe, sam, max_):
    CounterRules.objects.update_or_create(pk=1, defaults={"exchange_until_hours": 24 * 365})
    with pytest.raises(NeedsAuthority):
        ask(booking, basket, by=sam)
    assert not CardAttempt.objects.exists()
    attempt = ask(booking, basket, by=sam, authorised_by=max_)
    pay_links.settle(f"link-{attempt.link}", 2100, "pi_allowed")
    assert Exchange.objects.get().authorised_by == max_


def test_an_even_exchange_needs_no_card(booking, later, sam, stripe):
    with pytest.raises(AskedTooMuch, match="Nothing is to pay"):
        ask(booking, hold_instead(booking, booking.live_lines, later, by=sam), by=sam)


# ---- At the counter ------------------------------------------------------------------------------------------


def test_the_page_asks_the_reader_and_leads_back_to_the_booking(client, booking, basket, reader, stripe):
    page = reverse("counter:exchange", args=[booking.reference, basket.reference])
    shown = client.get(page).content.decode()
    assert 'value="reader"' in shown and 'value="link"' in shown
    sent = {"way": "reader", "key": uuid4().hex, "line": [line.pk for line in booking.live_lines]}
    answers = [client.post(page, sent) for _ in range(2)]
    attempt = CardAttempt.objects.get()
    assert {answer.url for answer in answers} == {reverse("counter:attempt", args=[attempt.pk])}
    assert client.get(page).url == answers[0].url
    assert f"exchange of booking {booking}" in client.get(answers[0].url).content.decode()
    assert "exchange of booking" in client.get(reverse("counter:unfinished_payments")).content.decode()
    stripe.readers.present("tmr_one")
    over = client.post(reverse("counter:looks", args=[attempt.pk]), follow=True)
    assert over.redirect_chain[-1][0] == reverse("counter:booking", args=[booking.reference])
    assert f"{booking} is exchanged: Card reader £21.00" in over.content.decode()


def test_a_declined_card_leads_back_to_the_exchange_with_the_reason(client, booking, basket, reader, stripe):
    page = reverse("counter:exchange", args=[booking.reference, basket.reference])
    client.post(page, {"way": "reader", "line": [line.pk for line in booking.live_lines]})
    stripe.readers.present("tmr_one", "insufficient_funds")
    over = client.post(reverse("counter:looks", args=[CardAttempt.objects.get().pk]), follow=True)
    said = over.content.decode()
    assert over.redirect_chain[-1][0].startswith(page) and "Nothing was taken. " in said and "£21.00" in said


def test_who_settles_too_late_reads_that_the_new_places_have_gone(client, booking, basket, stripe, till):
    Booking.objects.lapse(at=now() + timedelta(hours=2))
    sent = {"way": "terminal", "line": [line.pk for line in booking.live_lines]}
    answer = client.post(reverse("counter:exchange", args=[booking.reference, basket.reference]), sent, follow=True)
    assert f"{basket}" in answer.content.decode() and not Exchange.objects.exists()


def test_the_link_says_what_they_come_to_instead(client, booking, basket, stripe):
    page = reverse("counter:exchange", args=[booking.reference, basket.reference])
    answer = client.post(page, {"way": "link", "sent_to": "no address", "line": [one.pk for one in booking.live_lines]})
    assert answer.status_code == 422 and not CardAttempt.objects.exists()
    client.post(page, {"way": "link", "line": [one.pk for one in booking.live_lines]})
    shown = client.get(reverse("shop:pay_link", args=[CardAttempt.objects.get().link])).content.decode()
    assert "What you come to instead" in shown and "until then you keep the places you have" in shown


def test_without_stripe_the_page_offers_no_reader_and_refuses_one(client, booking, basket):
    page = reverse("counter:exchange", args=[booking.reference, basket.reference])
    assert 'value="link"' not in client.get(page).content.decode()
    answer = client.post(page, {"way": "reader", "line": [one.pk for one in booking.live_lines]})
    assert answer.status_code == 422 and "Stripe is not set up" in answer.content.decode()
