"""Amy reads her notices and appeals, says what she does not agree with, and reads the answer."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from events.models import DisciplineStep, Dispute
from invoicing.disputes import answer
from tests import cast
from tests.discipline.notices import QUASHED, decided, serve

pytestmark = pytest.mark.django_db


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.fixture
def portal(client, amy):
    client.force_login(amy.user)
    return client


@pytest.fixture
def step(trader, mo):
    return serve(trader, "warning", mo, days=7)


def test_a_notice_says_rule_reasons_day_and_until_when_to_appeal(portal, step):
    assert "Warning" in text(portal.get("/portal/notices/"))
    page = text(portal.get(f"/portal/notices/{step.pk}/"))
    for words in ("7.2 Waste", "Left rubbish on the pitch.", "Takes effect", "You can appeal until"):
        assert words in page


def test_appealing_shows_the_clocks(portal, step):
    page = portal.post(f"/portal/notices/{step.pk}/appeals/", {"grounds": "Not mine."}, follow=True)
    assert "We hear you by" in text(page) and "Not mine." in text(page)
    assert DisciplineStep.objects.get().appeal == "lodged"


def test_appealing_twice_is_appealing_once(portal, step):
    for words in ("First", "Second"):
        assert portal.post(f"/portal/notices/{step.pk}/appeals/", {"grounds": words}).status_code == 302
    assert DisciplineStep.objects.get().appeal_grounds == "First"


def test_an_appeal_needs_words(portal, step):
    assert portal.post(f"/portal/notices/{step.pk}/appeals/", {"grounds": " "}).status_code == 422


def test_too_late_to_appeal(portal, trader, mo):
    old = serve(trader, "warning", mo, on=localdate() - timedelta(days=30))
    assert "The time to appeal ended on" in text(portal.get(f"/portal/notices/{old.pk}/"))
    assert portal.post(f"/portal/notices/{old.pk}/appeals/", {"grounds": "Late"}).status_code == 422


def test_a_withdrawn_notice_says_so(portal, step, max_, amy):
    decided(step, QUASHED, by=max_, owner=amy.user)
    page = text(portal.get(f"/portal/notices/{step.pk}/"))
    assert "This notice is withdrawn" in page and "We saw the photos." in page


def test_nobody_elses_notices_or_disputes(client, portal, step, amy):
    portal.post("/portal/disputes/", form())
    client.force_login(cast.trader("bob").user)
    assert "No notice was served on you" in text(client.get("/portal/notices/"))
    assert client.get(f"/portal/notices/{step.pk}/").status_code == 404
    assert client.post(f"/portal/notices/{step.pk}/appeals/", {"grounds": "x"}).status_code == 404
    assert client.get(f"/portal/disputes/{Dispute.objects.get().pk}/").status_code == 404


def form(**more):
    return {"about": "pitch", "text": "Under the tree.", "client_id": str(uuid.uuid4())} | more


def test_a_dispute_is_sent_once_and_shows_by_when_it_is_answered(portal, amy):
    once = form()
    page = portal.post("/portal/disputes/", once, follow=True)
    portal.post("/portal/disputes/", once)
    dispute = Dispute.objects.get()
    assert dispute.customer == amy and dispute.raised_by == amy.user
    assert "We answer by" in text(page) and "Under the tree." in text(page)


@pytest.mark.parametrize("wrong", [{"about": ""}, {"about": "weather"}, {"text": " "}, {"client_id": "x"},
                                   {"reference": "NOPE-1"}])  # fmt: skip
def test_what_cannot_be_sent_is_said(portal, wrong):
    answer = portal.post("/portal/disputes/", form(**wrong))
    assert answer.status_code == 422 and not Dispute.objects.exists()


def test_the_form_of_somebody_else(client, portal):
    once = form()
    portal.post("/portal/disputes/", once)
    client.force_login(cast.trader("bob").user)
    assert client.post("/portal/disputes/", once).status_code == 422


def test_the_address_may_fill_the_form_in(portal):
    page = portal.get("/portal/disputes/new/?about=charge&reference=INV-1").content.decode()
    assert 'value="INV-1"' in page and re.search(r'value="charge"[^>]*checked', page)
    assert portal.get("/portal/disputes/new/?about=nonsense").status_code == 200


def test_the_answer_is_read(portal, mo):
    portal.post("/portal/disputes/", form())
    answer(Dispute.objects.get(), "You may move to N5.", by=mo)
    assert "You may move to N5." in text(portal.get(f"/portal/disputes/{Dispute.objects.get().pk}/"))
    assert "Answered" in text(portal.get("/portal/disputes/"))
