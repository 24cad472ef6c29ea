"""Selling at the counter: hold places, take the money, be ready again."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from events.models import Booking, BookingLine, Hold, HoldType
from invoicing.models import Payment
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def performance():
    return cast.show()


@pytest.fixture
def sam(client):
    sam = cast.staff("sam", "Box office")
    client.force_login(sam)
    return sam


@pytest.fixture
def till(sam):
    return cast.till(sam)


def seat(performance, number):
    return performance.plan.places.get(number=str(number))


def hold(client, performance, text="", *numbers, **fields):
    places = [seat(performance, number).pk for number in numbers]
    data = {"performance": performance.pk, "party": text, "place": places, **fields}
    return client.post("/counter/lines/", data, follow=True)


def basket(client):
    return Booking.objects.get(reference=client.session["basket"])


def pay(client, booking, **data):
    return client.post(f"/counter/bookings/{booking}/payments/", {"method": "cash", **data}, follow=True)


def seats(booking):
    return sorted(int(line.place.number) for line in booking.live_lines)


def test_the_next_performance_is_chosen_already(client, till, performance):
    page = client.get("/counter/")
    assert page.status_code == 200
    assert page.context["chosen"] == performance
    assert b"12 of 12 left" in page.content


def test_markets_are_not_sold_here(client, till, performance):
    market = cast.market()[0]
    assert b"Thursday market" not in client.get("/counter/").content
    assert client.get(f"/counter/performances/{market.pk}/").status_code == 404


def test_two_adults_by_the_number(client, till, performance):
    page = hold(client, performance, "2")
    assert seats(basket(client)) == [5, 6]
    assert basket(client).taken_by.first_name == "Sam"
    assert "£36.00" in page.content.decode()


def test_a_mixed_party_by_letters(client, till, performance):
    hold(client, performance, "2a1c")
    assert sorted(line.price for line in basket(client).live_lines) == [900, 1800, 1800]


def test_seats_by_name(client, till, performance):
    hold(client, performance, "a3-5, a9")
    assert seats(basket(client)) == [3, 4, 5, 9]


def test_pressing_places_adds_them_to_the_same_basket(client, till, performance):
    hold(client, performance, "", 1)
    hold(client, performance, "", 2)
    assert seats(basket(client)) == [1, 2]
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("text", ["2x?", "x", "", "2z", "A99", "0"])
def test_what_cannot_be_read_says_what_to_type_and_stays(client, till, performance, text):
    hold(client, performance, "", 1)
    page = hold(client, performance, text)
    assert page.status_code == 422
    assert f'value="{text}"' in page.content.decode()
    assert 'role="alert"' in page.content.decode()
    assert seats(basket(client)) == [1]


def test_unknown_text_names_the_letters(client, till, performance):
    message = hold(client, performance, "2x?").context["refusal"].message
    assert message == ("“2x?” cannot be read. Type a number such as 2 or 2a1c (a Adult, c Child), "
                       "or seats such as C12-13.")  # fmt: skip


def test_a_row_in_two_areas_must_be_said_which(client, till, performance):
    plan = performance.plan
    circle = plan.areas.create(name="Circle")
    circle.places.create(band=plan.bands.get(), row="A", number="1", position=1)
    plan.seal()
    page = hold(client, performance, "a1")
    assert (page.status_code, "Circle and in Stalls" in page.context["refusal"].message) == (422, True)
    hold(client, performance, "circle a1")
    assert [str(line.place) for line in basket(client).live_lines] == ["Circle A1"]


def test_a_place_just_lost_is_named_and_another_is_one_press_away(client, till, performance):
    wanted = [(performance, seat(performance, 5), cast.price_type("adult"))]
    Booking.objects.reserve(wanted, channel="shop")
    page = hold(client, performance, "a4-5")
    assert page.status_code == 422
    assert "Stalls A5 has just gone" in page.context["refusal"].message
    assert "Take Stalls A6 instead" in page.content.decode()
    assert "basket" not in client.session
    client.post("/counter/lines/", {"performance": performance.pk,
                                    "place": [place.pk for place in page.context["refusal"].instead]})  # fmt: skip
    assert seats(basket(client)) == [4, 6]


def test_no_four_together_may_sit_apart_by_one_press(client, till, performance):
    for number in (3, 6, 9, 12):
        Booking.objects.reserve([(performance, seat(performance, number), cast.price_type("adult"))], channel="shop")
    page = hold(client, performance, "4")
    assert (page.status_code, "Let them be apart" in page.content.decode()) == (422, True)
    hold(client, performance, "4", apart=1)
    assert len(seats(basket(client))) == 4


def test_a_held_place_is_refused_by_name(client, till, performance):
    Hold.objects.create(occurrence=performance, place=seat(performance, 1),
                        hold_type=HoldType.objects.create(name="House seats"))  # fmt: skip
    page = hold(client, performance, "", 1)
    assert (page.status_code, "Stalls A1 is held back" in page.content.decode()) == (422, True)


def test_a_price_type_is_changed_and_the_seat_stays(client, till, performance):
    hold(client, performance, "", 3)
    line = basket(client).live_lines.get()
    child = cast.price_type("child")
    client.post(f"/counter/lines/{line.pk}/price-types/", {"price_type": child.pk, "performance": performance.pk})
    assert [(each.place.number, each.price) for each in basket(client).live_lines] == [("3", 900)]


def test_a_place_is_taken_out(client, till, performance):
    hold(client, performance, "", 3, 4)
    line = basket(client).live_lines.first()
    client.post(f"/counter/lines/{line.pk}/releases/", {"performance": performance.pk})
    client.post(f"/counter/lines/{line.pk}/releases/", {"performance": performance.pk})
    assert seats(basket(client)) == [4]


def test_a_line_of_somebody_elses_basket_is_left_alone(client, till, performance):
    other = Booking.objects.reserve([(performance, seat(performance, 5), cast.price_type("adult"))], channel="shop")
    hold(client, performance, "", 1)
    client.post(f"/counter/lines/{other.live_lines.get().pk}/releases/", {"performance": performance.pk})
    assert seats(other) == [5]


def test_more_time_is_ten_minutes_from_now(client, till, performance):
    hold(client, performance, "2")
    booking = basket(client)
    Booking.objects.filter(pk=booking.pk).update(reserved_until=now() + timedelta(minutes=1))
    client.post(f"/counter/bookings/{booking}/extensions/", {"performance": performance.pk})
    assert basket(client).reserved_until > now() + timedelta(minutes=9)


def test_cash_shows_the_change_and_the_desk_is_ready_again(client, till, performance):
    hold(client, performance, "2")
    booking = basket(client)
    page = pay(client, booking, tendered="40")
    booking.refresh_from_db()
    assert booking.status == "confirmed"
    assert "Last sale 2 places £36.00, <b>change £4.00</b>" in page.content.decode()
    assert f"/counter/bookings/{booking}/tickets.pdf" in page.content.decode()
    assert "basket" not in client.session
    assert till.expected() == 5000 + 3600


def test_a_double_click_takes_the_money_once_and_shows_the_same(client, till, performance):
    hold(client, performance, "2")
    booking = basket(client)
    first, second = (pay(client, booking, tendered="40") for _ in range(2))
    assert Payment.objects.count() == 1
    for page in (first, second):
        assert page.status_code == 200
        assert "change £4.00" in page.content.decode()


def test_nothing_typed_is_exact(client, till, performance):
    hold(client, performance, "1")
    assert "change £0.00" in pay(client, basket(client), tendered="").content.decode()


def test_too_little_cash_is_refused_and_kept_on_the_form(client, till, performance):
    hold(client, performance, "2")
    page = pay(client, basket(client), tendered="£20")
    assert page.status_code == 422
    assert "£20.00 does not cover £36.00" in page.content.decode()
    assert 'value="£20"' in page.content.decode()
    assert (basket(client).status, Payment.objects.count()) == ("reserved", 0)


def test_an_amount_nobody_can_read_is_refused(client, till, performance):
    hold(client, performance, "2")
    page = pay(client, basket(client), tendered="forty")
    assert (page.status_code, "Write an amount in pounds" in page.content.decode()) == (422, True)


def test_the_card_terminal_keeps_its_slip_number(client, till, performance):
    hold(client, performance, "2")
    pay(client, basket(client), method="terminal", reference="0042")
    payment = Payment.objects.get()
    assert (payment.method, payment.reference, payment.amount) == ("terminal", "0042", 3600)


def test_a_slip_number_is_used_once(client, till, performance):
    hold(client, performance, "1")
    pay(client, basket(client), method="terminal", reference="0042")
    hold(client, performance, "1")
    page = pay(client, basket(client), method="terminal", reference="0042")
    assert (page.status_code, "Slip 0042 was used" in page.content.decode()) == (422, True)
    assert basket(client).status == "reserved"


def test_cash_with_no_till_open_says_so_with_the_way_to_open_one(client, sam, performance):
    hold(client, performance, "2")
    page = pay(client, basket(client))
    assert page.status_code == 422
    assert "Open your till" in page.content.decode()
    assert (Payment.objects.count(), seats(basket(client))) == (0, [5, 6])


def test_a_lapsed_basket_is_said_emptied_and_not_charged(client, till, performance):
    hold(client, performance, "2")
    booking = basket(client)
    Booking.objects.filter(pk=booking.pk).update(reserved_until=now() - timedelta(minutes=1))
    Booking.objects.lapse()
    page = pay(client, booking)
    assert page.status_code == 422
    assert "Nothing was charged" in page.content.decode()
    assert (Payment.objects.count(), "basket" in client.session) == (0, False)


def test_a_lapsed_basket_is_said_on_the_next_look_too(client, till, performance):
    hold(client, performance, "2")
    Booking.objects.lapse(at=now() + timedelta(minutes=11))
    assert "Time ran out" in client.get("/counter/").content.decode()
    assert "Time ran out" not in client.get("/counter/").content.decode()


def test_an_empty_basket_is_not_sold(client, till, performance):
    hold(client, performance, "", 1)
    booking = basket(client)
    booking.release(booking.lines.all(), reason="taken out")
    page = pay(client, booking)
    assert (page.status_code, Payment.objects.count()) == (422, 0)


def test_emptying_the_basket_gives_everything_back(client, till, performance):
    hold(client, performance, "2")
    client.post(f"/counter/bookings/{basket(client)}/cancellations/", {"reason": "basket emptied"})
    assert (BookingLine.objects.live().count(), "basket" in client.session) == (0, False)


def test_performances_are_found_by_title_and_day(client, till, performance):
    assert b"Blithe Spirit" in client.get("/counter/", {"q": "blithe 7pm"}).content
    page = client.get("/counter/", {"q": "hamlet"})
    assert b"Nothing to come is called" in page.content


def test_a_desk_with_nothing_to_sell_says_so(client, sam):
    cast.till(sam)
    assert b"Nothing to sell yet" in client.get("/counter/").content


def test_the_desk_asks_the_same_number_of_questions_for_one_performance_as_for_ten(
    client, till, performance, django_assert_max_num_queries
):
    hold(client, performance, "2")
    client.get("/counter/")
    with django_assert_max_num_queries(40) as few:
        client.get("/counter/")
    for days in range(1, 10):
        performance.pk, performance._state.adding = None, True
        performance.starts_at += timedelta(days=days)
        performance.ends_at += timedelta(days=days)
        performance.save()
    hold(client, performance, "3")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/counter/")


def test_the_way_without_javascript_has_a_tick_box_for_every_seat(client, till, performance):
    page = client.get("/counter/").content.decode()
    assert page.count('type="checkbox" name="place"') == 12
    assert 'name="place"' not in client.get("/counter/", headers={"HX-Request": "true"}).content.decode()
    assert client.get(f"/counter/bookings/{hold_one(client, performance)}/payments/").status_code == 200


def hold_one(client, performance):
    hold(client, performance, "1")
    return basket(client)
