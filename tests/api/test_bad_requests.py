"""Whatever is wrong with a request, the answer is problem+json that says what."""

import pytest

from events.models import Booking
from tests import cast
from tests.api.conftest import assert_problem

HUGE = 10**30
BROKEN = [
    ("{", 400, "malformed_json"),
    ('{"a": NaN}', 400, "malformed_json"),
    ("\"\\ud800", 400, "malformed_json"),
    ("1" * 5000, 400, "malformed_json"),
    ("null", 422, "invalid"),
    ("[]", 422, "invalid"),
    ("[[1]]", 422, "invalid"),
    ("{}", 422, "invalid"),
    ('{"surprise": 1}', 422, "invalid"),
    ('{"\\ud800": 1}', 422, "invalid"),
    ('{"channel": "\\ud800", "best": {"occurrence": 1, "price_types": [1]}}', 422, "invalid"),
]


@pytest.mark.parametrize(("body", "status", "code"), BROKEN)
def test_a_broken_body_is_refused(machine, body, status, code):
    assert_problem(machine.post("bookings", body), status, code)


WRONG = [
    {"occurrence": "1"}, {"occurrence": True}, {"occurrence": 1.5}, {"occurrence": HUGE}, {"occurrence": -1},
    {"occurrence": None}, {"occurrence": 987654}, {"places": []}, {"places": {}}, {"places": [1]}, {"places": None},
    {"places": [{"place": 1}]}, {"places": [{"place": HUGE, "price_type": 1}]}, {"lines": []}, {"minutes": 0},
    {"minutes": HUGE}, {"minutes": "10"}, {"channel": "fax"}, {"channel": ["api"]}, {"customer": 987654},
    {"customer": "Ann"}, {"customer": {}}, {"customer": {"name": 1}}, {"customer": {"name": "a\u0000b"}},
    {"customer": {"name": "A", "email": "no"}}, {"customer": {"name": "A", "age": 3}}, {"customer": None},
    {"payment": {}}, {"payment": {"tender": "gold"}}, {"payment": {"tender": "stripe"}},
    {"payment": {"tender": "terminal", "amount": HUGE}}, {"payment": {"tender": "terminal", "amount": 18.0}},
    {"payment": {"tender": "terminal", "amount": -1}}, {"payment": {"tender": "terminal", "till": 987654}},
    {"payment": {"tender": "terminal", "reference": "x" * 101}}, {"account": "yes"}, {"account": 1},
    {"account": True}, {"best": {"occurrence": 1, "price_types": [1]}}, {"colour": "red"},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_wrong_field_is_named(machine, asked, wrong):
    problem = assert_problem(machine.post("bookings", asked(1, **wrong)), 422, "invalid")
    assert problem["errors"][0]["detail"]
    assert not Booking.objects.exists()


def test_the_wrong_field_is_given_by_its_path(machine, asked):
    body = asked(1, 2)
    body["places"][1]["place"] = "two"
    problem = assert_problem(machine.post("bookings", body), 422, "invalid")
    assert problem["errors"] == [{"field": "places.1.place", "detail": "A valid integer is required."}]


def test_more_than_is_due_is_refused(machine, asked):
    payment = {"tender": "terminal", "amount": 5000}
    assert_problem(machine.post("bookings", asked(1, payment=payment)), 422, "bad_request")


def test_the_same_seat_twice_is_refused(machine, asked):
    assert_problem(machine.post("bookings", asked(1, 1)), 422, "bad_request")


def test_a_price_type_of_another_list_is_refused(machine, asked):
    cast.market()
    body = asked(1)
    body["places"][0]["price_type"] = cast.price_type("regular").pk
    assert_problem(machine.post("bookings", body), 422, "invalid")


@pytest.mark.parametrize("path", [
    "nowhere", "events/nothing", "occurrences/987654", f"occurrences/{HUGE}", "occurrences/0/availability",
    "occurrences/987654/places", "bookings/AAAAAAA", "invoices/INV-1999-00001", "invoices/INV-1999-00001/pdf",
])  # fmt: skip
def test_what_is_not_there_is_not_found(machine, path):
    assert_problem(machine.get(path), 404, "not_found")


@pytest.mark.parametrize("query", [
    {"page": "0"}, {"page": "x"}, {"page": str(HUGE)}, {"page_size": "1000"}, {"from": "tomorrow"},
    {"to": "2026-13-01"}, {"event": "a b"}, {"event": "a\u0000"}, {"colour": "red"},
], ids=str)  # fmt: skip
def test_a_wrong_filter_is_refused(machine, query):
    assert_problem(machine.get("occurrences", **query), 422, "invalid")


def test_another_method_is_refused(machine):
    assert_problem(machine.get("bookings"), 405, "method_not_allowed")
    response = machine.client.delete("/api/v1/events", headers=machine.headers)
    assert_problem(response, 405, "method_not_allowed")
    assert "GET" in response["Allow"]


def test_a_form_is_not_json(machine):
    response = machine.client.post("/api/v1/bookings", {"a": 1}, headers=machine.headers)
    assert_problem(response, 415, "unsupported_media_type")


def test_a_book_is_too_much(machine):
    assert_problem(machine.post("bookings", {"a": "x" * 300_000}), 413, "too_large")


@pytest.mark.parametrize("path", ["bookings/AAAAAAA/payments", "bookings/AAAAAAA/cancellations"])
def test_acting_on_no_booking_is_not_found(machine, path):
    body = {"tender": "terminal"} if path.endswith("payments") else {"reason": "x"}
    assert_problem(machine.post(path, body), 404, "not_found")


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": 5}, {"reason": "x" * 101}, {"reason": "x", "till": 0}])
def test_a_cancellation_needs_its_reason(machine, asked, body):
    reference = machine.post("bookings", asked(1)).json()["reference"]
    assert_problem(machine.post(f"bookings/{reference}/cancellations", body), 422, "invalid")
