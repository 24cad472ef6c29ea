"""Amy, signed in at her portal, and a market of six Thursdays."""

import pytest

from tests import cast


@pytest.fixture
def amy(client):
    amy = cast.trader("amy")
    client.force_login(amy.user)
    return amy


@pytest.fixture
def days(amy):
    return cast.market()


@pytest.fixture
def form(days):
    """What the check page sends for the first pitch on all six days."""
    return {"day": [day.pk for day in days], "place": days[0].plan.places.first().pk,
            "type": cast.price_type("regular").pk, "nonce": "one"}  # fmt: skip


@pytest.fixture
def booked(client, form):
    """The reference of Amy's six days."""
    return client.post("/portal/bookings/", form)["Location"].split("/")[-2]
