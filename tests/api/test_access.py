"""Who may do what: tokens, roles, and a customer who sees only their own."""

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate

from api import authentication
from api.models import Token
from events.models import Booking
from invoicing.models import Charge, Invoice
from tests import cast
from tests.api.conftest import assert_problem, regular_lines

ADDRESSES = ["events", "occurrences", "invoices", "bookings/AAAAAAA", "nowhere"]


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("header", [None, "Bearer", "Bearer nonsense", "Basic YTph", "Bearer \u00ff"])
def test_nobody_gets_in_without_a_good_token(db, client, path, header):
    headers = {"Authorization": header} if header else {}
    response = client.get(f"/api/v1/{path}", headers=headers)
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_known_token_costs_no_query(machine, performance, django_assert_num_queries):
    machine.get("events")
    with django_assert_num_queries(1):
        machine.get("events")


def test_the_day_a_token_was_used_is_kept(machine):
    machine.get("events")
    machine.token.refresh_from_db()
    assert machine.token.last_used_on == localdate()


def test_a_revoked_token_stops_within_thirty_seconds(machine, monkeypatch):
    machine.get("events")
    machine.token.revoke()
    soon = authentication.time.monotonic() + 31
    monkeypatch.setattr(authentication.time, "monotonic", lambda: soon)
    assert_problem(machine.get("events"), 401, "authentication_failed")


def test_somebody_who_left_is_shut_out(machine):
    machine.user.is_active = False
    machine.user.save()
    assert_problem(machine.get("events"), 401, "authentication_failed")


def test_the_secret_is_printed_once_and_not_stored(capsys, db):
    user = cast.staff("robot", "Machines")
    call_command("api_token", user.email.upper(), "website")
    secret = capsys.readouterr().out.strip()
    assert authentication.access_of(Token.objects.get().digest).user == user
    assert secret not in str(Token.objects.values())
    with pytest.raises(CommandError):
        call_command("api_token", "nobody@example.com", "x")


MATRIX = [  # role, may read events, book, see a booking, check in, see invoices
    ("Machines", True, True, True, True, True),
    ("Box office", True, True, True, False, False),
    ("Finance", True, False, True, False, True),
    ("Door", True, False, False, True, False),
    ("Managers", True, True, True, True, True),
    ("", True, False, False, False, False),
]


@pytest.mark.parametrize(("role", "read", "book", "see", "admit", "finance"), MATRIX)
def test_each_role_does_its_own(machine, new_machine, asked, role, read, book, see, admit, finance):
    booking = machine.post("bookings", asked(1)).json()
    amy = cast.trader()
    account = amy.account
    Charge.objects.create(account=account, on=localdate(), description="x", price=100, basis="net", vat="E",
                          vat_reason="Exempt", budget_code="M")  # fmt: skip
    invoice = Invoice.objects.issue(account, list(Charge.objects.all()))
    somebody = new_machine(cast.staff("somebody", role))
    assert (somebody.get("events").status_code == 200) is read
    assert somebody.get(f"bookings/{booking['reference']}").status_code == (200 if see else 404)
    assert somebody.get(f"invoices/{invoice.number}").status_code == (200 if finance else 404)
    assert len(somebody.get("invoices").json()["results"]) == finance
    assert somebody.post("check-ins", {"token": booking["lines"][0]["token"]}).status_code == (201 if admit else 403)
    assert somebody.post("bookings", asked(2)).status_code == (201 if book else 403)
    other = machine.post("bookings", asked(3)).json()
    for verb, body in (("payments", {"tender": "bacs"}), ("cancellations", {"reason": "x"})):
        answer = somebody.post(f"bookings/{other['reference']}/{verb}", body)
        assert answer.status_code == (201 if book else 403)


def test_a_trader_books_for_themselves_on_account(new_machine):
    days, amy, bob = cast.market(), cast.trader(), cast.trader("bob")
    machine = new_machine(amy.user)
    lines = regular_lines(days[:1])
    assert_problem(machine.post("bookings", {"lines": lines, "customer": bob.pk}), 404, "not_found")
    assert_problem(machine.post("bookings", {"lines": lines, "customer": {"name": "Eve"}}), 404, "not_found")
    booked = machine.post("bookings", {"lines": lines, "account": True})
    assert booked.status_code == 201, booked.content
    assert booked.json()["customer"] == amy.pk


@pytest.mark.parametrize("more", [{"payment": {"tender": "bacs"}}, {"channel": "counter"}, {"minutes": 600}])
def test_a_trader_cannot_say_that_it_was_paid(new_machine, asked, more):
    machine = new_machine(cast.trader().user)
    body = {name: value for name, value in asked(1).items() if name != "payment"}
    assert_problem(machine.post("bookings", {**body, **more}), 403, "permission_denied")
    assert not Booking.objects.exists()


def test_a_trader_sees_only_their_own(new_machine):
    days, amy, bob = cast.market(), cast.trader(), cast.trader("bob")
    pitch = days[0].plan.places.select_related("area")[0]
    booking = Booking.objects.reserve([(days[0], pitch, cast.price_type("regular"))], channel="portal", customer=amy)
    amy.account.charge(booking)
    invoice = Invoice.objects.issue(amy.account, list(Charge.objects.all()))
    own, other = new_machine(amy.user), new_machine(bob.user)
    for path in (f"bookings/{booking.reference}", f"invoices/{invoice.number}"):
        assert own.get(path).status_code == 200
        assert_problem(other.get(path), 404, "not_found")
    assert other.get("invoices").json()["results"] == []
