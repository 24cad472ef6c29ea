"""The pages of the downtime pack: make one, read it, enter from the stubs, solve, close."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime, now

from events.models import Booking, DowntimePack
from invoicing import downtime
from invoicing.models import TillSession
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(client):
    sam = cast.staff("sam", "Box office")
    client.force_login(sam)
    cast.till(sam)
    return sam


@pytest.fixture
def pack(sam):
    return downtime.make(cast.show(), at=now() - timedelta(hours=2), blanks=8)


def enter(client, pack, **said):
    sold = f"{localtime(now() - timedelta(minutes=30)):%H:%M}"
    said = {"blanks": "1-2", "seats": "A3-4", "kinds": "1a1c", "method": "cash", "sold": sold, **said}
    return client.post(f"/counter/packs/{pack.pk}/entries/", said, follow=True)


def test_a_pack_is_made_and_read_at_the_counter(client, sam):
    show = cast.show()
    assert b"Make a pack" in client.get("/counter/packs/").content
    client.post("/counter/packs/", {"performance": show.pk})
    pack = DowntimePack.objects.get()
    answer = client.get(f"/counter/packs/{pack.pk}/pack.pdf")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert b"40 unused" in client.get("/counter/packs/").content


def test_a_sale_is_entered_in_one_line_and_the_next_blank_is_ready(client, pack):
    words = enter(client, pack).content.decode()
    assert "£27.00" in words and 'name="blanks" value="3"' in words
    assert Booking.objects.get().note == f"Sold on paper: {pack.pk}/001, {pack.pk}/002"


def test_a_sale_by_card_on_paper_wants_an_open_till_too(client, pack):
    TillSession.objects.all().delete()
    answer = enter(client, pack, method="terminal")
    assert answer.status_code == 422 and b"Open your till first" in answer.content
    assert not Booking.objects.exists() and not pack.blanks.exclude(entered_at=None).exists()


WRONG = [{"blanks": "x"}, {"blanks": "99"}, {"seats": "Z9"}, {"kinds": "9z"}, {"sold": "25:00"}, {"sold": ""},
         {"method": "gold"}, {"blanks": "1"}, {"seats": ""}]  # fmt: skip


@pytest.mark.parametrize("said", WRONG)
def test_what_cannot_be_read_is_kept_and_said(client, pack, said):
    page = enter(client, pack, **said)
    assert page.status_code == 422
    assert b"There is a problem" in page.content
    assert not Booking.objects.exists()


def test_a_clash_is_listed_and_solved(client, pack, sam):
    place = pack.occurrence.plan.places.get(number="4")
    Booking.objects.reserve([(pack.occurrence, place, cast.price_type("adult"))], channel="shop")
    words = enter(client, pack).content.decode()
    assert "To solve" in words
    blank = pack.blanks.exclude(problem="").get()
    address = f"/counter/blanks/{blank.pk}/solutions/"
    assert client.post(address, {"seat": "A4"}).status_code == 422
    assert client.post(address, {"seat": ""}).status_code == 422
    assert client.post(f"/counter/packs/{pack.pk}/settlements/").status_code == 422
    assert client.post(address, {"seat": "A9"}).status_code == 302
    blank.refresh_from_db()
    assert blank.line.place.number == "9"


def test_spoilt_and_unused_are_accounted_for_when_the_pack_is_closed(client, pack):
    enter(client, pack)
    client.post(f"/counter/packs/{pack.pk}/spoilings/", {"spoilt": "3", "reason": "torn"})
    client.post(f"/counter/packs/{pack.pk}/settlements/")
    words = client.get(f"/counter/packs/{pack.pk}/").content.decode()
    assert "8 blanks in all" in words and "5 were not used" in words and "Spoilt: torn" in words
    assert enter(client, pack, blanks="4-5").status_code == 422


def test_what_is_not_there_is_not_found(client, sam):
    for address in ("/counter/packs/999/", "/counter/packs/999/pack.pdf"):
        assert client.get(address).status_code == 404
    assert client.post("/counter/packs/", {"performance": "x"}).status_code == 404
    assert client.post("/counter/blanks/999/solutions/").status_code == 404
