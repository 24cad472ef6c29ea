"""A request with an Idempotency-Key has its effect once."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from api.models import IdempotencyKey
from events.models import Booking
from invoicing.models import Payment
from tests import cast
from tests.api.conftest import assert_problem


def test_a_repeat_gets_the_first_answer(machine, asked):
    first = machine.post("bookings", asked(1), key="a-1")
    again = machine.post("bookings", asked(1), key="a-1")
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Idempotent-Replayed"] == "true" and again["Location"] == first["Location"]
    assert "Idempotent-Replayed" not in first
    assert Payment.objects.count() == 1


def test_a_repeated_best_request_books_once(machine, performance):
    body = {"best": {"occurrence": performance.pk, "price_types": [cast.price_type("adult").pk]}}
    answers = [machine.post("bookings", body, key="a").content for _ in range(3)]
    assert len(set(answers)) == 1
    assert Booking.objects.count() == 1


def test_fields_in_another_order_are_the_same_request(machine, asked):
    body = asked(1)
    machine.post("bookings", body, key="a")
    assert machine.post("bookings", dict(reversed(body.items())), key="a").status_code == 201


@pytest.mark.parametrize("number", [1, 2])
def test_the_same_key_with_another_body_is_refused(machine, asked, number):
    machine.post("bookings", asked(1), key="a")
    assert_problem(machine.post("bookings", asked(number, minutes=20), key="a"), 422, "idempotency_key_reused")
    assert Booking.objects.count() == 1


def test_a_refused_request_may_be_tried_again(machine, asked):
    reserved = machine.post("bookings", asked(1)).json()["reference"]
    assert_problem(machine.post("bookings", asked(1), key="a"), 409, "place_taken")
    machine.post(f"bookings/{reserved}/cancellations", {"reason": "moved"})
    assert machine.post("bookings", asked(1), key="a").status_code == 201


def test_keys_are_each_users_own(machine, new_machine, asked):
    other = new_machine(cast.staff("second", "Machines"))
    machine.post("bookings", asked(1), key="a")
    assert other.post("bookings", asked(2), key="a").status_code == 201


def test_payments_cancellations_and_check_ins_repeat_safely(machine, asked):
    body = asked(1)
    del body["payment"]
    booking, other = machine.post("bookings", body).json(), machine.post("bookings", asked(2)).json()["reference"]
    token, at = booking["lines"][0]["token"], f"bookings/{booking['reference']}"
    for path, sent in [(f"{at}/payments", {"tender": "terminal"}), ("check-ins", {"token": token}),
                       (f"bookings/{other}/cancellations", {"reason": "ill"})]:  # fmt: skip
        first, again = (machine.post(path, sent, key=path) for _ in range(2))
        assert first.status_code == 201, first.content
        assert (again.status_code, again.content) == (201, first.content)


@pytest.mark.parametrize("key", ["", "x" * 81, "a\tb", "naïve"])
def test_a_key_must_be_short_and_plain(machine, asked, key):
    response = machine.client.post("/api/v1/bookings", asked(1), content_type="application/json",
                                   headers={**machine.headers, "Idempotency-Key": key})  # fmt: skip
    assert_problem(response, 422, "invalid")
    assert not Booking.objects.exists()


def test_old_keys_are_forgotten(machine, asked):
    machine.post("bookings", asked(1), key="a")
    assert IdempotencyKey.objects.forget() == 0
    assert IdempotencyKey.objects.forget(at=now() + timedelta(days=8)) == 1
