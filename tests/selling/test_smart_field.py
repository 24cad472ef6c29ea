"""What is typed into the party box, at the desk's own address, and the seat along that is offered."""

import pytest

from events.best_places import Spot, along, stranded
from events.models import Band, Price
from tests import cast
from tests.counter.clerk import basket, hold, seats

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_bands(performance):
    """Seats 1 to 6 standard, 7 to 12 in the gallery."""
    gallery = Band.objects.create(plan=performance.plan, name="Gallery", position=1)
    for price_type, amount in (("adult", 1200), ("child", 600)):
        Price.objects.create(price_list=performance.price_list, band=gallery, price_type=cast.price_type(price_type),
                             amount=amount)  # fmt: skip
    for place in performance.plan.places.filter(position__gt=6):
        type(place).objects.filter(pk=place.pk).update(band=gallery)
    performance.plan.seal()
    return performance


@pytest.mark.parametrize("text", ["2 @gallery", "2@gal", "2a @G", "2@b"])
def test_a_band_by_its_name_its_start_or_its_letter(client, till, two_bands, text):
    hold(client, two_bands, text)
    assert all(number > 6 for number in seats(basket(client)))


@pytest.mark.parametrize("text", ["2@z", "2@", "2@nowhere"])
def test_an_unknown_band_is_refused_with_those_there_are(client, till, two_bands, text):
    page = hold(client, two_bands, text)
    assert (page.status_code, "@Standard, @Gallery" in page.context["refusal"].message) == (422, True)


def test_what_is_typed_goes_before_what_is_selected(client, till, two_bands):
    hold(client, two_bands, "1@gallery", band=two_bands.plan.bands.get(name="Standard").pk)
    assert seats(basket(client))[0] > 6


def row(length):
    return [Spot(n, 1, 1, "A", n, n, "", True) for n in range(1, length + 1)]


def test_a_seat_along_is_offered_where_it_leaves_no_single():
    assert stranded(row(6), {1, 2, 3, 4, 5, 6}, {2, 3}) == {1}
    assert along(row(6), {1, 2, 3, 4, 5, 6}, {2, 3}) == [3, 4]
    assert along(row(6), {1, 2, 3, 4, 5, 6}, {4, 5}) == [5, 6]
    assert along(row(6), {1, 2, 3, 4, 5, 6}, {1, 2}) is None
    assert along(row(3), {1, 2, 3}, {2}) == [3] or along(row(3), {1, 2, 3}, {2}) == [1]


def test_nothing_is_offered_where_nothing_helps():
    assert along(row(3), {1, 2, 3}, {1, 2}) is None  # one of three stays behind whatever a pair does


def test_specific_seats_are_held_and_the_better_ones_are_one_press_away(client, till, performance):
    page = hold(client, performance, "a2-3")
    assert page.status_code == 200
    assert "A single seat stays behind beside Stalls A2, Stalls A3" in page.content.decode()
    nudge = page.context["nudge"]
    data = {"performance": performance.pk, "line": [line.pk for line in nudge["lines"]],
            "place": [place.pk for place in nudge["places"]]}  # fmt: skip
    for _ in range(2):
        page = client.post("/counter/shifts/", data, follow=True)
        assert seats(basket(client)) == [3, 4]
    assert page.context["nudge"] is None


@pytest.mark.parametrize("data", [{}, {"line": "x", "place": "y"}, {"line": "1", "place": "99999999999999999999"}])
def test_a_strange_shift_changes_nothing(client, till, performance, data):
    hold(client, performance, "a2-3")
    assert client.post("/counter/shifts/", data).status_code in (302, 404, 422)
    assert seats(basket(client)) == [2, 3]
