"""The incident log: written down once with its photos, found again, closed with an outcome, never deleted."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate, localtime, now

from boxoffice.market.incidents.forms import today_of
from events.models import Attachment, Booking, Incident, NotClosed, NotReadable, Occurrence, Wanted
from tests import cast
from tests.papers.certificates import picture, upload

pytestmark = pytest.mark.django_db


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.fixture
def today(days):
    """A market that is on today."""
    begins = now() - timedelta(hours=3)
    Occurrence.objects.filter(pk=days[0].pk).update(starts_at=begins, ends_at=now() + timedelta(hours=4))
    return Occurrence.objects.get(pk=days[0].pk)


def form(**more):
    moment = localtime(now() - timedelta(minutes=5))
    return {"sort": "structure", "text": "A gazebo lifted off.", "happened_at": f"{moment:%Y-%m-%dT%H:%M}",
            "client_id": str(uuid.uuid4())} | more  # fmt: skip


def test_three_fields_are_enough(desk, mo):
    answer = desk.post("/market/incidents/", form())
    incident = Incident.objects.get()
    assert answer["Location"] == f"/market/incidents/{incident.pk}/"
    assert (incident.by, incident.closed_at, incident.riddor) == (mo, None, False)


def test_a_double_tap_writes_it_once(desk):
    once = form(photos=[upload()])
    desk.post("/market/incidents/", once)
    desk.post("/market/incidents/", once | {"photos": [upload()]})
    assert Incident.objects.count() == Attachment.objects.count() == 1


def test_the_pitch_says_whose_it_was(desk, amy, today):
    place = today.plan.places.get(number="4")
    wanted = [Wanted(today, place, cast.price_type("regular"))]
    amy.account.charge(Booking.objects.reserve(wanted, channel="market", customer=amy))
    desk.post("/market/incidents/", form(occurrence=today.pk, pitch="n4"))
    incident = Incident.objects.get()
    assert (incident.place, incident.trader, incident.occurrence) == (place, amy.trader, today)


def test_todays_market_and_now_are_filled_in(desk, today):
    page = desk.get("/market/incidents/new/")
    assert page.context["form"].initial["occurrence"] == today
    assert f'value="{localtime():%Y-%m-%dT%H:}' in page.content.decode()


def test_a_market_that_goes_on_past_midnight_is_still_todays(desk, days):
    midnight = localtime(days[0].starts_at).replace(hour=0, minute=0) + timedelta(days=1)
    late, early = days[:2]
    Occurrence.objects.filter(pk=late.pk).update(ends_at=midnight + timedelta(hours=1))
    Occurrence.objects.filter(pk=early.pk).update(starts_at=midnight + timedelta(hours=8),
                                                  ends_at=midnight + timedelta(hours=15))  # fmt: skip
    days = Occurrence.objects.market_days()
    assert today_of(days, midnight + timedelta(minutes=30)) == late
    assert today_of(days, midnight + timedelta(hours=2)) == early
    assert today_of(days, midnight + timedelta(days=3)) is None


@pytest.mark.parametrize("wrong", [
    {"sort": ""}, {"sort": "magic"}, {"text": " "}, {"happened_at": "yesterday"}, {"happened_at": "2999-01-01T10:00"},
    {"client_id": "1"}, {"trader": "9999"}, {"occurrence": "9999"}, {"pitch": "N1"}, {"photos": "bad"},
])  # fmt: skip
def test_what_cannot_be_written_down_is_said(desk, wrong):
    wrong = {"photos": [upload(b"bad")]} if "photos" in wrong else wrong
    answer = desk.post("/market/incidents/", form(**wrong))
    assert answer.status_code == 422 and "There is a problem" in text(answer)
    assert not Incident.objects.exists() and not Attachment.objects.exists()


def test_a_pitch_that_the_plan_does_not_have(desk, today):
    answer = desk.post("/market/incidents/", form(occurrence=today.pk, pitch="Z9"))
    assert answer.status_code == 422 and "There is no pitch Z9" in text(answer)


def test_one_bad_photo_keeps_none(desk):
    desk.post("/market/incidents/", form(photos=[upload(), upload(b"bad")]))
    assert not Incident.objects.exists() and not Attachment.objects.exists()


def logged(mo, **more):
    said = {"sort": "injury", "text": "Fell over a weight.", "happened_at": now(), "by": mo}
    return Incident.objects.log(client_id=uuid.uuid4(), **said | more)


def test_more_photos_are_added_and_the_same_is_not_kept_twice(desk, mo):
    incident = logged(mo, photos=[("a.png", picture("red"))])
    desk.post(f"/market/incidents/{incident.pk}/photos/", {"photos": [upload(picture("red")), upload(picture("blue"))]})
    assert incident.photos.count() == 2
    with pytest.raises(NotReadable):
        incident.add_photos([("x", b"bad")], by=mo)


def test_closed_with_an_outcome_once(desk, mo, max_):
    incident = logged(mo)
    answer = desk.post(f"/market/incidents/{incident.pk}/closures/", {"outcome": "Weights moved.", "riddor": "on"})
    assert answer.status_code == 302
    incident.close("Another", by=max_)
    assert (incident.outcome, incident.closed_by, incident.riddor) == ("Weights moved.", mo, True)


def test_no_outcome_no_closing(desk, mo):
    incident = logged(mo)
    assert desk.post(f"/market/incidents/{incident.pk}/closures/", {"outcome": " "}).status_code == 422
    with pytest.raises(NotClosed):
        incident.close(" ", by=mo)
    assert Incident.objects.open().get() == incident


def test_never_deleted(mo):
    incident = logged(mo)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_incident WHERE id = %s", [incident.pk])


@pytest.mark.parametrize(("query", "found"), [
    ("", {"a", "b", "c"}), ("sort=fire", {"b"}), ("state=open", {"a", "b"}), ("state=closed", {"c"}),
    ("state=riddor", {"b"}), ("q=amy", {"a"}), ("q=smoke", {"b"}), ("sort=rubbish&first=x", {"a", "b", "c"}),
    ("last=2020-01-01", set()),
])  # fmt: skip
def test_filters(desk, mo, trader, query, found):
    named = {logged(mo, trader=trader): "a", logged(mo, sort="fire", text="Smoke", riddor=True): "b", logged(mo): "c"}
    next(one for one, name in named.items() if name == "c").close("Done", by=mo)
    page = desk.get(f"/market/incidents/?{query}")
    assert {named[one] for one in page.context["page"]} == found
    assert len(desk.get(f"/market/incidents.csv?{query}").content.splitlines()) == len(found) + 1


def test_what_is_not_there_is_not_found(desk):
    assert desk.get("/market/incidents/999/").status_code == 404
    assert desk.post("/market/incidents/999/closures/").status_code == 404
    assert desk.post("/market/incidents/999/photos/").status_code == 404
    assert desk.get("/market/incidents.pdf").status_code == 404


def test_the_page_shows_photos_and_leads_to_a_notice(desk, mo, trader):
    incident = logged(mo, trader=trader, photos=[("a.png", picture())])
    page = desk.get(f"/market/incidents/{incident.pk}/")
    assert f"/market/incidents/{incident.pk}/photos/{incident.photos.get().pk}" in page.content.decode()
    assert f"/market/discipline/traders/{trader.pk}/?incident={incident.pk}" in page.content.decode()
    assert localdate().isoformat()[:4] in text(page)
