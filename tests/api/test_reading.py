"""What a machine may read, and that every answer has the shape the schema promises."""

from datetime import timedelta

import jsonschema
import pytest
from django.core.management import call_command
from django.utils.timezone import localdate, now
from drf_spectacular.generators import SchemaGenerator

from events.models import Booking, BookingLine
from invoicing.models import Charge, Invoice
from tests import cast
from tests.api.conftest import assert_problem


@pytest.fixture(scope="module")
def schema():
    return SchemaGenerator().get_schema(public=True)


@pytest.fixture
def fits(schema):
    def check(body, name):
        whole = strictly({"$ref": f"#/components/schemas/{name}", "components": schema["components"]})
        jsonschema.validate(body, whole, jsonschema.Draft202012Validator)

    return check


def strictly(node):
    """No field more than promised; OpenAPI 3.0's `nullable` in JSON Schema's words."""
    if isinstance(node, list):
        return [strictly(one) for one in node]
    if not isinstance(node, dict):
        return node
    node = {name: strictly(inner) for name, inner in node.items()}
    if "properties" in node and node.get("type") == "object":
        node["additionalProperties"] = False
    if node.pop("nullable", False):
        node["type"] = [node["type"], "null"]
    return node


@pytest.fixture
def invoice(db):
    day, amy = cast.market()[0], cast.trader()


    booking = Booking.objects.reserve(
        [(day, day.plan.places.select_related("area")[0], cast.price_type("regular"))], channel="portal", customer=amy
    )
    amy.account.charge(booking)
    return Invoice.objects.issue(amy.account, list(Charge.objects.all()))


def test_the_schema_is_valid_and_without_warnings(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))


def test_anybody_may_read_the_schema(client):
    assert client.get("/api/v1/schema/").status_code == 200


def test_every_endpoint_declares_its_problems(schema):
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            content = operation["responses"]["422"]["content"]
            assert "application/problem+json" in content, (path, method)


def test_events_and_occurrences(machine, performance, fits):
    listed = machine.get("events").json()
    fits(listed, "EventPage")
    assert machine.client.get(listed["results"][0]["url"], headers=machine.headers).json() == listed["results"][0]
    occurrences = machine.get("occurrences").json()
    fits(occurrences, "OccurrencePage")
    one = machine.client.get(occurrences["results"][0]["url"], headers=machine.headers).json()
    assert one == occurrences["results"][0]


def test_occurrences_are_found_by_event_and_day(machine, performance):
    days = cast.market()
    assert len(machine.get("occurrences").json()["results"]) == 7
    assert len(machine.get("occurrences", event="thursday-market").json()["results"]) == 6
    first = localdate(days[0].starts_at)
    last = first + timedelta(weeks=1)
    asked = {"event": "thursday-market", "from": first, "to": last}
    assert len(machine.get("occurrences", **asked).json()["results"]) == 2


def test_pages_lead_to_one_another(machine):
    cast.market()
    page = machine.get("occurrences", page_size=4).json()
    assert len(page["results"]) == 4
    following = machine.client.get(page["next"], headers=machine.headers).json()
    assert len(following["results"]) == 2
    assert following["next"] is None


def test_availability_answers_304_until_something_is_sold(machine, asked, performance, fits):
    at = f"occurrences/{performance.pk}/availability"
    first = machine.get(at)
    fits(first.json(), "Availability")
    assert (first.json()["left"], first.json()["states"]) == (12, "." * 12)
    seen = {"If-None-Match": first["ETag"]}
    assert machine.get(at, seen).status_code == 304
    machine.post("bookings", asked(1))
    again = machine.get(at, seen)
    assert (again.status_code, again.json()["states"]) == (200, "x" + "." * 11)


def test_places_come_with_state_and_prices(machine, asked, performance, fits):
    machine.post("bookings", asked(2))
    at = f"occurrences/{performance.pk}/places"
    places = machine.get(at)
    fits(places.json(), "Places")
    assert [place["state"] for place in places.json()["places"]][:3] == [".", "x", "."]
    assert [price["amount"] for price in places.json()["bands"][0]["prices"]] == [1800, 900]
    assert machine.get(at, {"If-None-Match": places["ETag"]}).status_code == 304


def test_bookings_payments_cancellations_and_check_ins_fit_the_schema(machine, asked, fits):
    booking = machine.post("bookings", asked(1, payment={"tender": "terminal", "amount": 800})).json()
    at = f"bookings/{booking['reference']}"
    fits(booking, "Booking")
    fits(machine.post(f"{at}/payments", {"tender": "bacs"}).json(), "Payment")
    fits(machine.post("check-ins", {"token": booking["lines"][0]["token"], "door": "Main"}).json(), "CheckIn")
    fits(machine.get(at).json(), "Booking")
    other = machine.post("bookings", asked(2)).json()["reference"]
    fits(machine.post(f"bookings/{other}/cancellations", {"reason": "ill"}).json(), "Cancellation")
    fits(machine.get("bookings/none").json(), "Problem")


def test_invoices_and_their_lines(machine, invoice, fits):
    listed = machine.get("invoices").json()
    fits(listed, "InvoicePage")
    assert (listed["results"][0]["gross"], listed["results"][0]["owing"]) == (2450, 2450)
    fits(machine.get(f"invoices/{invoice.number}").json(), "InvoiceWithCharges")


def test_the_invoices_pages_are_served_as_they_were_drawn(machine, invoice):
    first, again = (machine.get(f"invoices/{invoice.number}/pdf") for _ in range(2))
    assert first["Content-Type"] == "application/pdf" and first.content.startswith(b"%PDF")
    assert first.content == again.content
    assert machine.get(f"invoices/{invoice.number}/pdf", {"If-None-Match": first["ETag"]}).status_code == 304


def test_a_ticket_opens_the_door_once(machine, asked):
    token = machine.post("bookings", asked(1)).json()["lines"][0]["token"]
    assert machine.post("check-ins", {"token": token}).status_code == 201
    assert_problem(machine.post("check-ins", {"token": token}), 409, "already_used")
    assert_problem(machine.post("check-ins", {"token": "nonsense"}), 404, "unknown")


def test_an_unpaid_or_cancelled_ticket_stays_outside(machine, asked):
    body = asked(1)
    del body["payment"]
    machine.post("bookings", body)
    line = BookingLine.objects.get()
    assert_problem(machine.post("check-ins", {"token": line.token}), 409, "unpaid")
    line.booking.cancel(reason="ill", at=now())
    assert_problem(machine.post("check-ins", {"token": line.token}), 409, "cancelled")
