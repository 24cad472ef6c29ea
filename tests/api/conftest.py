"""A machine with a token, and how the tests talk to the API."""

import json

import pytest

from api import authentication, catalogue
from api.models import Token
from tests import cast


class Machine:
    """Somebody with a token and Django's test client."""

    def __init__(self, client, user):
        self.client, self.user = client, user
        self.token, secret = Token.objects.issue(user, "test")
        self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path, headers=None, **query):
        return self.client.get(f"/api/v1/{path}", query, headers={**self.headers, **(headers or {})})

    def post(self, path, body, key=None):
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        text = body if isinstance(body, str) else json.dumps(body)
        return self.client.post(f"/api/v1/{path}", text, content_type="application/json", headers=headers)


@pytest.fixture(autouse=True)
def nothing_remembered():
    authentication.REMEMBERED.clear()
    catalogue.forget()


@pytest.fixture
def performance(db):
    return cast.show()


@pytest.fixture
def machine(db, client):
    return Machine(client, cast.staff("robot", "Machines"))


@pytest.fixture
def new_machine(db, client):
    return lambda user: Machine(client, user)


@pytest.fixture
def asked(performance):
    """The body of an order: seats by number, paid by card unless said otherwise."""

    def body(*numbers, **more):
        seats = {place.number: place.pk for place in performance.plan.places}
        adult = cast.price_type("adult").pk
        places = [{"place": seats[str(number)], "price_type": adult} for number in numbers]
        return {"occurrence": performance.pk, "places": places, "payment": {"tender": "terminal"}, **more}

    return body


def assert_problem(response, status, code):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"] and problem["title"] and problem["detail"]
    return problem


def regular_lines(days):
    """The first pitch on each of these market days, at the regular trader's price."""
    pitch, regular = days[0].plan.places[0].pk, cast.price_type("regular").pk
    return [{"occurrence": day.pk, "place": pitch, "price_type": regular} for day in days]
