"""Choosing places at the counter: typed, pressed, changed and given back."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from events.models import Booking, BookingLine, Hold, HoldType
from tests import cast
from tests.counter.clerk import basket, hold, seat, seats

pytestmark = pytest.mark.django_db


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
    asked = len(few)
    for days in range(1, 10):
        performance.pk, performance._state.adding = None, True
        performance.starts_at += timedelta(days=days)
        performance.ends_at += timedelta(days=days)
        performance.save()
    hold(client, performance, "3")
    with django_assert_max_num_queries(asked):
        client.get("/counter/")


def test_the_way_without_javascript_has_a_tick_box_for_every_seat(client, till, performance):
    page = client.get("/counter/").content.decode()
    assert page.count('type="checkbox" name="place"') == 12
    assert 'name="place"' not in client.get("/counter/", headers={"HX-Request": "true"}).content.decode()
    assert client.get(f"/counter/bookings/{hold_one(client, performance)}/payments/").status_code == 200


def hold_one(client, performance):
    hold(client, performance, "1")
    return basket(client)
