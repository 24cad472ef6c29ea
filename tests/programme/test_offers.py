"""Pat makes an offer, reads what it does, and ends it; what was sold by it stays as it was sold."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.timezone import localdate

from boxoffice.programme.selling_rules import views_offers
from boxoffice.programme.selling_rules.changes import noted
from events.models import Booking, NotPossible, Offer
from events.offer_words import example, held, told
from invoicing.models import Payment
from tests import cast
from tests.selling.conftest import prices, reserve

pytestmark = pytest.mark.django_db


@pytest.fixture
def performance(client):
    client.force_login(cast.staff("pat", "Programme"))
    return cast.show()


@pytest.fixture
def family(performance):
    offer = Offer(name="Family saver", percent_off=10, channels="counter phone")
    return offer.keep([(cast.price_type("adult"), 2), (cast.price_type("child"), 2)])


def sell(performance):
    booking = reserve(performance, [1, 2], [4, 5])
    booking.settle()
    Payment.objects.take(booking, "terminal")
    return booking


def asked(**fields):
    return {"name": "Family saver", "percent_off": "10", "channels": ["phone", "counter"], "position": "3",
            f"part_{cast.price_type('adult').pk}": "2", f"part_{cast.price_type('child').pk}": "2",
            "least_places": "", "least_events": "", "amount_off": "", **fields}  # fmt: skip


def text(answer):
    return " ".join(answer.content.decode().split())


def test_two_presses_in_the_same_moment_make_one_offer(client, performance, monkeypatch):
    def beaten(*about):
        """Another window keeps the same offer between the look for its name and the writing of it."""
        noted(*about)
        raise IntegrityError("UNIQUE constraint failed: events_offer.name")

    monkeypatch.setattr(views_offers, "noted", beaten)
    assert client.post("/programme/offers/new/", asked()).status_code == 302
    assert Offer.objects.count() == 1


def test_an_offer_that_is_made_here_comes_off_at_the_counter(client, performance):
    for _ in range(2):
        answer = client.post("/programme/offers/new/", asked())
        assert answer.status_code == 302
    offer = Offer.objects.get()
    assert (offer.channels, offer.position, offer.least_places) == ("counter phone", 3, 1)
    booking = reserve(performance, [1, 2], [4, 5])
    booking.settle()
    assert prices(booking) == {1: 1620, 2: 1620, 4: 810, 5: 810}
    assert "10% off each ticket in every whole set of 2 Adult and 2 Child" in text(client.get(answer["Location"]))


@pytest.mark.parametrize(("wrong", "words"), [
    ({"name": ""}, "Give the offer a name."),
    ({"amount_off": "2.50"}, "one of the two"),
    ({"percent_off": ""}, "one of the two"),
    ({"percent_off": "101"}, "less than or equal to 100"),
    ({"amount_off": "lots", "percent_off": ""}, "Write an amount in pounds"),
    ({"channels": ["fax"]}, "fax is not one of the available choices"),
    ({"valid_from_0": "2", "valid_from_1": "1", "valid_from_2": "2027", "valid_to_0": "1", "valid_to_1": "1",
      "valid_to_2": "2027"}, "The last day is before the first day."),
    ({"event": "99999999999999999999"}, "Select a valid choice"),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_stays_typed(client, performance, wrong, words):
    answer = client.post("/programme/offers/new/", asked(**wrong))
    assert answer.status_code == 422 and words in text(answer)
    assert not Offer.objects.exists()


def test_the_same_name_with_other_terms_is_another_offer(client, family):
    answer = client.post("/programme/offers/new/", asked(percent_off="20"))
    assert answer.status_code == 422 and "Another offer has this name" in text(answer)
    assert Offer.objects.get().percent_off == 10


def test_the_example_is_worked_out_by_the_prices_of_a_performance(family):
    found = example(family)
    assert found == ("2 Adult at £18.00 and 2 Child at £9.00 are £54.00. The offer takes £5.40 off: £48.60 to pay.",
                     "2 Adult at £18.00 and 1 Child at £9.00 are £45.00. The offer takes nothing off.",
                     found.prices)  # fmt: skip
    assert found.prices.startswith("Blithe Spirit, ") and found.prices.endswith(", Standard")


def test_a_party_and_several_events_are_told_too(performance):
    party = Offer(name="Groups", amount_off=200, least_places=10).keep([])
    assert told(party) == "£2.00 off each ticket in a party of 10 or more at one performance."
    assert example(party).basket == "10 Adult at £18.00 are £180.00. The offer takes £20.00 off: £160.00 to pay."
    three = Offer(name="Three plays", percent_off=20, least_events=3, valid_to=localdate()).keep([])
    assert told(three) == "20% off each ticket where 3 different events are in the basket."
    assert held(three).startswith("Wherever it is sold, until ")
    assert "The offer takes £10.80 off" in example(three).basket and "nothing off" in example(three).spoilt


def test_an_offer_without_a_performance_to_come_has_no_example(client, family, performance):
    performance.cancelled_at = cast.now()
    performance.save()
    assert example(family) is None
    assert "No performance to come has the prices" in text(client.get(f"/programme/offers/{family.pk}/"))


def test_its_use_is_counted_without_what_was_given_back(client, performance, family):
    booking = sell(performance)
    reserve(performance, [7, 8], [9, 10]).settle()
    page = client.get(f"/programme/offers/{family.pk}/")
    assert (page.context["offer"].tickets, page.context["offer"].bookings, page.context["offer"].saved) == (4, 1, 540)
    booking.release(list(booking.live_lines), reason="refunded")
    assert client.get(f"/programme/offers/{family.pk}/").context["offer"].tickets == 0
    assert "Not used yet" in text(client.get("/programme/offers/"))


def test_the_terms_of_a_used_offer_stay_whoever_writes_them(client, performance, family):
    sell(performance)
    page = client.post(f"/programme/offers/{family.pk}/", asked(percent_off="50", channels=["shop"]))
    assert page.status_code == 302
    kept = Offer.objects.get()
    assert (kept.percent_off, kept.channels) == (10, "shop")
    kept.percent_off = 50
    with pytest.raises(NotPossible):
        kept.keep(kept.parts.none())
    parts = Offer.objects.get().parts
    for tampering in (lambda: Offer.objects.update(percent_off=50), lambda: parts.update(count=1),
                      lambda: parts.first().delete(),
                      lambda: parts.create(price_type=cast.PriceType.objects.create(name="Senior"))):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            tampering()
    assert Offer.objects.get().parts.count() == 2


def test_a_used_offer_is_ended_and_never_deleted(client, performance, family):
    sell(performance)
    answer = client.post(f"/programme/offers/{family.pk}/removals/")
    assert answer.status_code == 422 and "End it instead" in text(answer)
    for _ in range(2):
        client.post(f"/programme/offers/{family.pk}/ends/")
    assert Offer.objects.get().valid_to == localdate() - timedelta(days=1)
    booking = Booking.objects.reserve_best(performance, [cast.price_type("adult")] * 2 + [cast.price_type("child")] * 2,
                                           channel="counter")  # fmt: skip
    booking.settle()
    assert not booking.live_lines.exclude(offer=None).exists()
    assert "Over" in text(client.get("/programme/offers/"))


def test_an_offer_that_nobody_used_is_deleted_once(client, family):
    for _ in range(2):
        assert client.post(f"/programme/offers/{family.pk}/removals/").status_code == 302
    assert not Offer.objects.exists()


def test_an_unused_offer_takes_other_parts(client, family):
    client.post(f"/programme/offers/{family.pk}/", asked(**{f"part_{cast.price_type('child').pk}": ""}))
    assert [(part.price_type.name, part.count) for part in family.parts.all()] == [("Adult", 2)]


@pytest.mark.parametrize("channels", ["fax", "phone counter", "counter, phone", "counter counter"])
def test_the_database_knows_the_channels(performance, channels):
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(name="Odd", percent_off=5, channels=channels)


@pytest.mark.parametrize("part", ["", "ends/", "removals/"])
def test_an_unknown_offer_is_not_found(client, performance, part):
    assert client.post(f"/programme/offers/999999/{part}").status_code in (302, 404)
