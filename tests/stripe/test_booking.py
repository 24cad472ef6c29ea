"""A trader pays a booking by card: kept for thirty minutes, settled once, and never lost where it comes too late."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from events.models import Booking, Extra, Message
from invoicing import card_bookings
from invoicing.card_bookings import settle
from invoicing.card_payments import UnknownReference
from invoicing.models import Account, Payment
from tests import cast
from tests.stripe.buyer import choose

pytestmark = pytest.mark.django_db


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


@pytest.fixture
def amy(client):
    amy = cast.trader("amy")
    client.force_login(amy.user)
    return amy


@pytest.fixture
def form(amy):
    """Amy's form: two days and a gazebo on each, by card."""
    days = cast.market()
    cast.determination("equipment", "S", 2000)
    gazebo = Extra.objects.create(event=days[0].event, name="Gazebo", price=800, basis="gross", stock=1,
                                  charge_type="equipment", budget_code="MKT-4411")  # fmt: skip
    return {"day": [day.pk for day in days[:2]], "place": days[0].plan.places.first().pk, "nonce": "one",
            "type": cast.price_type("regular").pk, "pay": "card", f"x{gazebo.pk}": 1}  # fmt: skip


def pay(client, form):
    """Send the form: (the address of Stripe's page, the booking)."""
    page = client.post("/portal/bookings/", form)["Location"]
    return page, Booking.objects.get()


def test_kept_for_thirty_minutes_and_confirmed_on_the_way_back_once(client, stripe, form, deliver):
    page, booking = pay(client, form)
    assert page.startswith(stripe.url)
    assert booking.status == "reserved"
    assert timedelta(minutes=29) < booking.reserved_until - now() <= timedelta(minutes=30)
    back = paid_on(page)
    for _ in range(2):
        assert "Total £65.00" in text(client.get(back, follow=True))
        deliver()
    booking.refresh_from_db()
    assert (booking.status, Payment.objects.get().amount) == ("confirmed", 6500)


def paid_on(page):
    """Pay on the stand-in's page; where it leads back to, as a path here."""
    return choose(page, "pay")[2].removeprefix("http://testserver")


def test_the_webhook_alone_confirms_it(client, stripe, form, deliver):
    page, booking = pay(client, form)
    paid_on(page)
    assert {answer.status_code for answer in deliver()} == {200}
    booking.refresh_from_db()
    assert booking.status == "confirmed"


def test_the_same_form_leads_to_the_same_page(client, stripe, form):
    first, _ = pay(client, form)
    assert pay(client, form)[0] == first
    assert client.post("/portal/bookings/", {**form, "nonce": "two"})["Location"] == first
    assert Booking.objects.count() == 1


def test_while_stripe_is_away_the_pitch_stays_kept_and_can_be_paid_later(client, stripe, form):
    for _ in range(3):
        stripe.faults.add(path="/v1/checkout/sessions", status=500)
    page = client.post("/portal/bookings/", form)
    assert (page.status_code, "does not answer" in text(page)) == (422, True)
    booking = Booking.objects.get()
    assert "by card" in text(client.get(f"/portal/bookings/{booking}/"))
    assert client.post(f"/portal/bookings/{booking}/card-payments/")["Location"].startswith(stripe.url)


@pytest.fixture
def lapsed(client, stripe, form):
    """Amy's booking, whose time ran out before she paid."""
    _, booking = pay(client, form)
    Booking.objects.filter(pk=booking.pk).update(reserved_until=now() - timedelta(minutes=5))
    Booking.objects.lapse()
    return Booking.objects.get()


def test_a_payment_after_the_time_ran_out_takes_the_places_again_where_they_are_free(lapsed):
    assert lapsed.status == "lapsed"
    for _ in range(2):
        settle(f"booking-{lapsed}", 6500, "pi_late")
    lapsed.refresh_from_db()
    assert (lapsed.status, lapsed.lines.live().count(), lapsed.extra_lines.live().count()) == ("confirmed", 2, 2)
    assert Payment.objects.get().booking == lapsed


def take_the_pitch(booking):
    line = booking.lines.first()
    Booking.objects.reserve([(line.occurrence, line.place, line.price_type)], channel="portal",
                            customer=cast.trader("bob"))  # fmt: skip


def test_where_the_places_have_gone_the_money_is_credit_on_the_account_and_she_is_told(amy, lapsed):
    take_the_pitch(lapsed)
    for _ in range(2):
        settle(f"booking-{lapsed}", 6500, "pi_late")
    assert (amy.account.credit(), Payment.objects.count()) == (6500, 1)
    assert "It is credit on your account" in Message.objects.get().body
    lapsed.refresh_from_db()
    assert lapsed.status == "lapsed"


def test_told_twice_at_the_same_moment_money_that_came_too_late_is_kept_once(lapsed, monkeypatch):
    take_the_pitch(lapsed)
    first = settle(f"booking-{lapsed}", 6500, "pi_late")
    known = iter([None, None, first])  # neither has seen the other's payment when it looks
    monkeypatch.setattr(card_bookings, "recorded", lambda intent: next(known))
    assert settle(f"booking-{lapsed}", 6500, "pi_late") == first and Payment.objects.count() == 1


def test_without_an_account_it_goes_back_to_the_card(amy, lapsed, monkeypatch):
    sent = []
    monkeypatch.setattr("invoicing.supplies.async_task", lambda *what, **_: sent.append(what[0]))
    Account.objects.all().delete()
    take_the_pitch(lapsed)
    for _ in range(2):
        settle(f"booking-{lapsed}", 6500, "pi_late")
    assert sorted(Payment.objects.values_list("amount", flat=True)) == [-6500, 6500]
    assert sent == ["invoicing.tasks.refund_card"]


def test_a_second_payment_for_a_paid_booking_is_credit_too(amy, client, stripe, form):
    _, booking = pay(client, form)
    settle(f"booking-{booking}", 6500, "pi_one")
    settle(f"booking-{booking}", 6500, "pi_two")
    assert amy.account.credit() == 6500


def test_a_booking_that_is_not_ours_is_unknown():
    with pytest.raises(UnknownReference):
        settle("booking-NOTHING", 100, "pi_x")


def test_coming_back_without_having_paid_nothing_is_taken(client, stripe, form):
    pay(client, form)
    booking = Booking.objects.get()
    page = text(client.get(f"/portal/bookings/{booking}/?left=1"))
    assert "nothing was taken" in page and "kept for you until" in page
    assert client.get(f"/portal/bookings/{booking}/paid/?session=cs_test_nothing").status_code == 200
    assert not Payment.objects.exists()


def test_what_is_kept_can_be_given_back_and_money_that_comes_all_the_same_is_credit(amy, client, stripe, form):
    _, booking = pay(client, form)
    assert "Given back" in text(client.post(f"/portal/bookings/{booking}/cancellations/", follow=True))
    assert not booking.lines.live().exists()
    settle(f"booking-{booking}", 6500, "pi_x")
    assert amy.account.credit() == 6500
