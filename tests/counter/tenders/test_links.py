"""A link that a customer pays by themselves, from the counter's side and from theirs."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from events.models import Booking
from invoicing import pay_links, unfinished
from invoicing.card_settlements import settle
from invoicing.card_tasks import email_link, look_at_attempts
from invoicing.models import CardAttempt, Payment
from tests.stripe.buyer import choose

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(stripe, basket, till):
    return pay_links.make(basket, key="one", sent_to="jo@example.org", by=till.opened_by, till=till)


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def pay(link, how="pay"):
    """The customer presses the button and chooses on Stripe's page; where that leads."""
    page = Client().post(f"/pay/b/{link.link}/card-payments/")
    return choose(page["Location"], how)[2].removeprefix("http://testserver")


def test_the_customer_opens_it_pays_and_the_counter_sees_each_step(client, stripe, link, basket):
    page = Client().get(f"/pay/b/{link.link}/")
    assert "Pay £36.00 for booking" in words(page) and "Blithe Spirit" in words(page)
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    link.refresh_from_db()
    assert (link.state, link.opened_at is not None) == ("opened", True)
    back = pay(link)
    assert "We have your payment" in words(Client().get(back))
    basket.refresh_from_db()
    assert (basket.status, Payment.objects.get().method) == ("confirmed", "stripe")


def test_it_keeps_the_places_twenty_minutes(link, basket):
    basket.refresh_from_db()
    assert timedelta(minutes=19) < basket.reserved_until - now() <= timedelta(minutes=20)
    assert link.expires_at == basket.reserved_until


def test_the_webhook_alone_or_the_worker_alone_settles_it_once(stripe, link, basket):
    pay(link)
    for _ in range(2):
        assert settle(f"link-{link.link}", 3600, "pi_x").booking == basket
        look_at_attempts()
    assert Payment.objects.count() == 1


def test_a_browser_that_never_came_back_loses_nothing(stripe, link, basket):
    pay(link)
    assert look_at_attempts() == 1
    basket.refresh_from_db()
    assert basket.status == "confirmed"


def test_leaving_takes_nothing_and_the_link_stays(stripe, link):
    assert "nothing was taken" in words(Client().get(pay(link, "leave")))
    assert look_at_attempts() == 0


def test_taken_back_it_cannot_be_paid(stripe, link):
    page = Client().post(f"/pay/b/{link.link}/card-payments/")["Location"]
    link.refresh_from_db()
    assert pay_links.cancel(link).state == "cancelled"
    assert stripe.books.session(page.rsplit("/", 1)[1])["status"] == "expired"
    assert "cannot be paid any more" in words(Client().get(f"/pay/b/{link.link}/"))
    assert Client().post(f"/pay/b/{link.link}/card-payments/").status_code == 422


def test_paid_before_it_was_taken_back_counts(stripe, link, basket):
    pay(link)
    link.refresh_from_db()
    assert pay_links.cancel(link).state == "paid"


def test_its_time_runs_out(stripe, link):
    assert pay_links.look(link, at=now() + timedelta(minutes=21)).state == "expired"


def test_paid_late_with_the_places_gone_it_stands_on_the_work_list(stripe, link, basket):
    pay(link)
    Booking.objects.filter(pk=basket.pk).update(reserved_until=now() - timedelta(minutes=1))
    Booking.objects.lapse()
    line = basket.lines.first()
    Booking.objects.reserve([(line.occurrence, line.place, line.price_type)], channel="shop")
    look_at_attempts()
    assert [one.paid for one in unfinished.bookings()] == [3600]
    assert "came too late" in words(Client().get(f"/pay/b/{link.link}/"))


def test_the_counter_makes_it_shows_it_and_serves_the_next(client, stripe, basket, till):
    session = client.session
    session["basket"] = basket.reference
    session.save()
    page = client.post(f"/counter/bookings/{basket}/attempts/",
                       {"way": "link", "key": "k", "sent_to": "07700 900123", "performance": "x"},
                       follow=True)  # fmt: skip
    attempt = CardAttempt.objects.get()
    shown = page.content.decode()
    assert f"/pay/b/{attempt.link}/" in shown and 'class="qr"' in shown and "sms:07700900123?" in shown
    assert "Not opened yet" in words(page)
    client.post(f"/counter/attempts/{attempt.pk}/asides/")
    assert "basket" not in client.session
    assert "07700900123" in words(client.get("/counter/unfinished-payments/"))
    assert client.get(f"/counter/attempts/{attempt.pk}/").status_code == 200
    basket.refresh_from_db()
    assert basket.status == "reserved"


@pytest.mark.parametrize("sent_to", ["jo@", "12", "seven"])
def test_an_address_that_cannot_be_is_refused(client, stripe, basket, till, sent_to):
    asked = {"way": "link", "key": "k", "sent_to": sent_to}
    assert client.post(f"/counter/bookings/{basket}/attempts/", asked).status_code == 422
    assert not CardAttempt.objects.exists()


def test_it_goes_by_email_and_not_once_it_is_over(stripe, link):
    email_link(link.pk, "http://a.example/pay/b/x/")
    pay_links.cancel(link)
    email_link(link.pk, "http://a.example/pay/b/x/")
    assert [letter.to for letter in mail.outbox] == [["jo@example.org"]]
    assert "http://a.example/pay/b/x/" in mail.outbox[0].body


def test_a_link_nobody_made_is_404(db):
    assert Client().get("/pay/b/nothing/").status_code == 404
