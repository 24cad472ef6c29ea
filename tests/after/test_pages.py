"""The pages after the sale, as a clerk uses them."""

import pytest
from django.core import mail
from django.urls import reverse

from events.models import Booking, Customer
from invoicing.exchanging import hold_instead
from invoicing.models import CounterRules, Exchange
from tests.after.conftest import PIN, another, broken, seats, sell
from tests.cast import trader

pytestmark = pytest.mark.django_db


def at(booking, rest=""):
    return f"/counter/bookings/{booking}/{rest}"


def lines(booking):
    return [line.pk for line in booking.live_lines.order_by("place")]


def give_back(client, booking, chosen, **fields):
    page = client.get(at(booking, "refunds/"), {"line": chosen, "ticked": "1"})
    figure = page.context["quote"].back
    data = {"line": chosen, "reason": "1", "figure": figure, "key": page.context["key"], "way": "tender", **fields}
    return client.post(at(booking, "refunds/"), data), data


def test_the_booking_page_says_everything_that_happened(client, booking, sam, till):
    give_back(client, booking, lines(booking)[:1])
    words = client.get(at(booking)).content.decode()
    for word in ("Reserved, counter", "Cash £54.00 paid", "Cash £18.00 refunded", "Stalls A1 given back: Customer ill",
                 'data-letter="X"', 'data-letter="R"', 'data-letter="M"'):  # fmt: skip
        assert word in words


def test_ticked_places_are_given_back_once_however_often_the_page_is_sent(client, booking, till):
    page, data = give_back(client, booking, lines(booking)[:2])
    again = client.post(at(booking, "refunds/"), data)
    assert (page.status_code, again.status_code, seats(booking)) == (302, 302, [3])
    assert till.expected() == 5000 + 1800


def test_the_button_has_the_figure_and_another_figure_is_refused(client, booking, till):
    page, _ = give_back(client, booking, lines(booking), figure="1")
    assert (page.status_code, seats(booking)) == (422, [1, 2, 3])
    assert "Refund £54.00" in page.content.decode()


@pytest.mark.parametrize("reason", ["", "0", "x", "99"])
def test_no_reason_no_refund(client, booking, till, reason):
    page, _ = give_back(client, booking, lines(booking), reason=reason)
    assert (page.status_code, seats(booking)) == (422, [1, 2, 3])


def test_over_the_limit_it_needs_a_pin_and_a_wrong_one_is_no_help(client, booking, till, max_):
    CounterRules.objects.create(pk=1, refund_pin_over=1000)
    page, _ = give_back(client, booking, lines(booking))
    wrong, _ = give_back(client, booking, lines(booking), authoriser="max", pin="0000")
    assert (page.status_code, wrong.status_code, seats(booking)) == (422, 422, [1, 2, 3])
    right, _ = give_back(client, booking, lines(booking), authoriser="max", pin=PIN)
    assert (right.status_code, seats(booking)) == (302, [])


def test_cancelling_whole_over_the_limit_needs_a_pin_too(client, booking, till, max_):
    CounterRules.objects.create(pk=1, refund_pin_over=1000)
    refused = client.post(at(booking, "cancellations/"), {"reason": "Ill"})
    assert (refused.status_code, seats(booking)) == (422, [1, 2, 3])
    client.post(at(booking, "cancellations/"), {"reason": "Ill", "authoriser": "max", "pin": PIN})
    assert (seats(booking), broken()) == ([], {})


def test_an_exchange_from_ticking_to_settling(client, booking, later):
    page = client.get(at(booking, "exchanges/"), {"q": "blithe"})
    assert b"Hold the best 3" in page.content
    data = {"line": lines(booking), "performance": later.pk, "best": "1"}
    held = client.post(at(booking, "exchanges/"), data)
    settle = client.get(held["Location"])
    assert b"Nothing to pay" in settle.content
    done = [client.post(held["Location"].partition("?")[0], {"line": lines(booking), "way": ""}) for _ in range(2)]
    assert [page.status_code for page in done] == [302, 302]
    assert (Exchange.objects.count(), len(seats(booking)), broken()) == (1, 3, {})


def test_the_seats_held_for_an_exchange_are_given_back(client, booking, later):
    held = client.post(at(booking, "exchanges/"), {"line": lines(booking), "performance": later.pk, "best": "1"})
    client.post(held["Location"].partition("?")[0] + "releases/")
    assert (later.lines.live().count(), seats(booking)) == (0, [1, 2, 3])


def test_seats_are_moved_in_one_page(client, booking, performance):
    places = [performance.plan.places.get(number=number).pk for number in ("7", "8", "9")]
    data = {"performance": performance.pk, "line": lines(booking), "place": places}
    assert client.post(at(booking, "moves/"), data).status_code == 302
    assert seats(booking) == [7, 8, 9]
    assert "Moved from Stalls A1, Stalls A2, Stalls A3" in client.get(at(booking)).content.decode()
    too_few = client.post(at(booking, "moves/"), {**data, "line": lines(booking), "place": places[:1]})
    assert too_few.status_code == 422


def test_tickets_are_sent_again_to_any_address_and_that_is_noted(client, booking):
    assert b"ann@example.org" in client.get(at(booking, "e-tickets/")).content
    client.post(at(booking, "e-tickets/"), {"email": "bob@example.org"})
    assert (mail.outbox[0].to, mail.outbox[0].attachments[0][2]) == (["bob@example.org"], "application/pdf")
    assert "Tickets sent to bob@example.org" in client.get(at(booking)).content.decode()
    assert client.post(at(booking, "e-tickets/"), {"email": "nobody"}).status_code == 422


def test_a_booking_is_transferred_and_takes_no_place(client, booking, performance):
    for _ in range(2):
        client.post(at(booking, "transfers/"), {"name": "Bob Ash", "email": "bob@example.org"})
    booking.refresh_from_db()
    assert (booking.customer.name, Customer.objects.count(), performance.lines.count()) == ("Bob Ash", 2, 3)
    assert client.get(at(booking)).content.decode().count("Transferred from Ann Whitlock to Bob Ash") == 1


def test_a_seat_tells_its_whole_story(client, booking, performance, sam, till):
    place = booking.live_lines[0].place
    give_back(client, booking, lines(booking)[:1])
    other = sell(performance, 1, method="terminal")
    found = client.get(f"/counter/performances/{performance.pk}/places/", {"q": "a 1"})
    words = client.get(found["Location"]).content.decode()
    assert place.pk == int(found["Location"].rstrip("/").rpartition("/")[2])
    for word in (f"It is sold: booking {other}", "Taken for Ann Whitlock", "Given back: Customer ill, Sam"):
        assert word in words


def test_a_trader_s_day_is_left_to_the_market_desk(client, sam, till):
    from tests import cast

    amy = trader()
    day = cast.market(weeks=1)[0]
    booking = Booking.objects.reserve([(day, day.plan.places.first(), cast.price_type("regular"))], channel="portal",
                                      customer=amy)  # fmt: skip
    booking.confirm()
    for page in ("refunds/", "exchanges/"):
        assert client.get(at(booking, page)).status_code == 200
    assert b'data-letter="R"' not in client.get(at(booking)).content


@pytest.mark.parametrize("page", ["refunds/", "exchanges/", "moves/", "e-tickets/", "transfers/"])
def test_nonsense_is_answered_and_never_breaks(client, booking, till, page):
    for data in ({}, {"line": "x", "place": "y", "performance": "z", "reason": "q", "way": "?"},
                 {"line": "9" * 30, "place": "9" * 30, "performance": "9" * 30, "email": "\x00", "name": "\x00"}):
        assert client.post(at(booking, page), data).status_code in (302, 422)
        assert client.get(at(booking, page), data).status_code in (200, 422)
    assert client.get(at("ZZZZZZZ", page)).status_code == 404
    assert (seats(booking), broken()) == ([1, 2, 3], {})


def test_a_basket_of_another_booking_is_not_found(client, booking, later):
    other = sell(another(later, 3), 5, method="terminal")
    held = client.post(at(booking, "exchanges/"), {"line": lines(booking), "performance": later.pk, "best": "1"})
    basket = held["Location"].split("/exchanges/")[1].split("/")[0]
    assert client.get(at(other, f"exchanges/{basket}/")).status_code == 404


@pytest.mark.parametrize("way", ["payments", "attempts"])
def test_the_places_of_an_exchange_are_not_sold_by_themselves(client, booking, later, sam, till, way):
    basket = hold_instead(booking, booking.live_lines, later, by=sam)
    sent = {"method": "cash", "key": "a" * 32, "way": "reader"}
    answer = client.post(reverse(f"counter:{way}", args=[basket.reference]), sent)
    assert answer.status_code == 422 and b"Settle them there" in answer.content
    assert not basket.payments.exists() and not basket.card_attempts.exists()
