"""Pat holds places back by naming them, and releases them."""

import pytest
from django.db import IntegrityError, InternalError, transaction

from events.models import Booking, Hold, HoldNote, HoldType
from events.place_history import history, why
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def performance(client):
    client.force_login(cast.staff("pat", "Programme"))
    return cast.show()


def hold(client, performance, places, kind="House", **more):
    area = performance.plan.areas.first().pk
    return client.post(f"/programme/occurrences/{performance.pk}/holds/",
                       {"area": area, "places": places, "kind_of_hold": kind, **more})  # fmt: skip


def held(performance):
    return sorted(int(number) for number in performance.holds.values_list("place__number", flat=True))


@pytest.mark.parametrize(("text", "numbers"), [
    ("A1", [1]), ("a3", [3]), ("A 2 - 4", [2, 3, 4]), ("A2–A4, A6", [2, 3, 4, 6]), ("A1 to 3", [1, 2, 3]),
    ("A10;A12", [10, 12]), ("row A", list(range(1, 13))), ("A1, A1-2", [1, 2]),
])  # fmt: skip
def test_places_are_named_as_people_write_them(client, performance, text, numbers):
    assert hold(client, performance, text).status_code == 302
    assert held(performance) == numbers


@pytest.mark.parametrize("text", ["B1", "A13", "A9-13", "A4-2", "front row", "A1-B3", "", ", ;", "1"])
def test_what_is_not_on_the_plan_is_quoted_and_kept(client, performance, text):
    answer = hold(client, performance, text)
    assert answer.status_code == 422
    assert not Hold.objects.exists()
    assert answer.context["hold_form"]["places"].value() == text


def test_one_wrong_part_holds_nothing(client, performance):
    answer = hold(client, performance, "A1, Z9")
    assert "“Z9” is not on the plan" in answer.content.decode()
    assert not Hold.objects.exists()


def test_a_sold_place_cannot_be_held(client, performance):
    Booking.objects.reserve_best(performance, [cast.price_type("adult")] * 12, channel="counter")
    answer = hold(client, performance, "A1")
    assert answer.status_code == 422 and "gone to somebody else" in answer.content.decode()


def test_a_held_place_cannot_be_held_again(client, performance):
    hold(client, performance, "A1")
    answer = hold(client, performance, "A1-2", "Press")
    assert answer.status_code == 422 and "held back already (House)" in answer.content.decode()
    assert held(performance) == [1]


def test_a_type_is_known_by_its_name_in_any_capitals(client, performance):
    HoldType.objects.create(name="House")
    hold(client, performance, "A1", "house")
    hold(client, performance, "A2", "Camera")
    assert sorted(HoldType.objects.values_list("name", "letter")) == [("Camera", "C"), ("House", "H")]


def test_ticked_places_are_released(client, performance):
    hold(client, performance, "A1-3")
    ticked = performance.plan.places.filter(number__in=["1", "3"])
    client.post(f"/programme/occurrences/{performance.pk}/releases/", {"place": [place.pk for place in ticked]})
    assert held(performance) == [2]


@pytest.mark.parametrize("place", [[], ["x"], ["999999"]])
def test_releasing_nothing_says_to_tick(client, performance, place):
    hold(client, performance, "A1")
    answer = client.post(f"/programme/occurrences/{performance.pk}/releases/", {"place": place})
    assert answer.status_code == 422
    assert held(performance) == [1]


def test_releasing_leaves_other_days_alone(performance):
    days = cast.market()
    house = HoldType.objects.create(name="Kept")
    for day in days[:2]:
        day.hold(list(day.plan.places), house)
    assert days[0].release_holds(days[0].plan.places) == 6
    assert days[1].holds.count() == 6


def test_the_place_tells_who_held_it_and_why_and_who_let_it_go(client, performance):
    pat, place = cast.staff("pat2", "Programme"), performance.plan.places.get(number="1")
    hold(client, performance, "A1", "Press", reason="for the critic")
    first = performance.holds.get()
    now_held = why(performance, place)
    assert now_held.startswith("It is held back: Press, for the critic, since ") and ", by " in now_held
    performance.release_holds([place], by=pat)
    performance.release_holds([place], by=pat)  # nothing is held any more, and nothing is noted
    said = [(step.words, step.by and step.by.email.partition("@")[0]) for step in history(performance, place)]
    assert said == [("Held back: Press, for the critic", "pat"), ("No longer held: Press", "pat2")]
    assert (first.occurrence.hold_notes.count(), why(performance, place)) == (2, "It is free.")


def test_a_hold_of_which_nobody_wrote_when_is_told_all_the_same(performance):
    place = performance.plan.places.get(number="1")
    Hold.objects.create(occurrence=performance, place=place, hold_type=HoldType.objects.create(name="House"))
    assert why(performance, place) == "It is held back: House."
    assert [(step.at, step.words) for step in history(performance, place)] == [(None, "Held back: House")]


def test_a_note_is_a_fact(client, performance):
    hold(client, performance, "A1")
    with pytest.raises((IntegrityError, InternalError), match="stays written"), transaction.atomic():
        HoldNote.objects.update(reason="no")
