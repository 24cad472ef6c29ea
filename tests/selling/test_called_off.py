"""A performance called off while a clerk looks at it: the desk goes on at the next one and says why."""

import pytest
from django.utils.timezone import now

from events.models import Booking, Occurrence
from tests.after.conftest import another
from tests.counter.clerk import hold

pytestmark = pytest.mark.django_db
FETCH = {"HX-Request": "true"}


@pytest.fixture
def later(performance):
    return another(performance, 1)


@pytest.fixture
def held(client, till, performance, later):
    """Two adults in the basket, when the performance is called off."""
    hold(client, performance, "2")
    Occurrence.objects.filter(pk=performance.pk).update(cancelled_at=now())
    return Booking.objects.get()


def forms(held, performance):
    """What the clerk may press: (address, fields)."""
    line = held.live_lines.first()
    return [(f"bookings/{held}/payments/", {"method": "cash"}), (f"lines/{line.pk}/releases/", {}),
            ("lines/", {"party": "1"}), (f"bookings/{held}/extensions/", {})]  # fmt: skip


@pytest.mark.parametrize("pressed", range(4))
def test_by_fetch_the_page_goes_to_the_next_one_and_says_why_there(client, held, performance, later, pressed):
    address, fields = forms(held, performance)[pressed]
    answer = client.post(f"/counter/{address}", {"performance": performance.pk, **fields}, headers=FETCH)
    assert (answer.status_code, f'data-counter="{later.pk}"' in answer.content.decode()) == (422, True)
    page = client.get("/counter/")  # where counter.js goes
    assert page.context["chosen"] == later
    told, = [str(one) for one in page.context["messages"]]
    assert "is cancelled" in told or "not on sale any more" in told


@pytest.mark.parametrize("pressed", range(4))
def test_without_javascript_the_whole_desk_says_why(client, held, performance, later, pressed):
    address, fields = forms(held, performance)[pressed]
    page = client.post(f"/counter/{address}", {"performance": performance.pk, **fields}, follow=True)
    assert (page.status_code, page.context["chosen"]) == (422, later)
    assert 'role="alert"' in page.content.decode()


def test_with_nothing_else_on_sale_the_page_says_so(client, held, performance):
    Occurrence.objects.update(cancelled_at=now())
    sent = {"performance": performance.pk, "method": "cash"}
    page = client.post(f"/counter/bookings/{held}/payments/", sent)
    assert (page.status_code, b"is cancelled" in page.content) == (422, True)
