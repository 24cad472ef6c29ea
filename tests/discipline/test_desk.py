"""Mo serves notices at the desk, Max decides appeals there, and disputes are answered."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from events.models import DisciplineStep, Dispute, Incident
from invoicing import discipline
from invoicing.disputes import raise_dispute
from tests import cast
from tests.discipline.notices import appealed, form, parts, serve

pytestmark = pytest.mark.django_db


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def address(trader):
    return f"/market/discipline/traders/{trader.pk}/"


def test_the_form_shows_the_history_and_proposes_the_next_rung(desk, trader, mo):
    serve(trader, "advice", mo)
    page = desk.get(address(trader))
    assert page.context["form"].initial["notice"] == "warning"
    assert "warning comes next" in text(page) and "7.2 Waste" in text(page)


def test_serving_leads_to_the_notice_with_its_clocks(desk, trader, mo):
    answer = desk.post(address(trader), form(days="14"), follow=True)
    step = DisciplineStep.objects.get()
    assert (step.served_by, step.takes_effect_on) == (mo, localdate() + timedelta(days=14))
    assert "Appeal by" in text(answer) and "Takes effect" in text(answer)


def test_a_double_tap_serves_once(desk, trader):
    once = form()
    assert desk.post(address(trader), once)["Location"] == desk.post(address(trader), once)["Location"]
    assert DisciplineStep.objects.count() == 1


def test_a_suspension_with_its_last_day(desk, trader):
    last = localdate() + timedelta(days=20)
    desk.post(address(trader), form("suspension", **parts("ends_on", last)))
    assert DisciplineStep.objects.get().ends_on == last


@pytest.mark.parametrize("wrong", [
    {"notice": ""}, {"notice": "exile"}, {"rule": ""}, {"reason": " "}, {"days": "-1"}, {"days": "x"}, {"penalty": "x"},
    {"penalty": "5"}, {"event": "999"}, {"client_id": ""}, {"ends_on_0": "31", "ends_on_1": "2", "ends_on_2": "2026"},
    {"ends_on_0": "1", "ends_on_1": "1", "ends_on_2": "2099"}, {"notice": "penalty", "penalty": "50"},
])  # fmt: skip
def test_what_cannot_be_served_is_said_and_kept_in_the_form(desk, trader, wrong):
    answer = desk.post(address(trader), form() | wrong)
    assert answer.status_code == 422 and "There is a problem" in text(answer)
    assert not DisciplineStep.objects.exists()


def test_an_incident_gives_its_words_and_is_linked(desk, trader, mo, days):
    incident = Incident.objects.log(client_id=uuid.uuid4(), sort="conduct", text="Shouted at Dee.", happened_at=now(),
                                    by=mo, trader=trader, occurrence=days[0])  # fmt: skip
    page = desk.get(f"{address(trader)}?incident={incident.pk}")
    assert page.context["form"].initial["reason"] == "Shouted at Dee."
    desk.post(f"{address(trader)}?incident={incident.pk}", form())
    assert DisciplineStep.objects.get().incident == incident


@pytest.mark.parametrize("named", ["999", "x", "9" * 40])
def test_an_incident_of_another_trader_or_none_is_left_out(desk, trader, mo, named):
    assert desk.get(f"{address(trader)}?incident={named}").status_code == 200


def test_appeals_to_hear_stand_first(desk, trader, mo, amy):
    step = appealed(serve(trader, "warning", mo), amy.user)
    page = desk.get("/market/discipline/")
    assert list(page.context["appeals"]) == [step] and "To be heard" in text(page)


def test_max_hears_and_decides_and_mo_cannot(desk, client, trader, mo, amy, max_):
    step = appealed(serve(trader, "warning", mo), amy.user)
    here = f"/market/discipline/{step.pk}/"
    assert desk.post(f"{here}hearings/", parts("heard_on", localdate())).status_code == 302
    decision = {"appeal": "quashed", "words": "We saw the photos."}
    assert "You served this notice" in text(desk.get(here))
    refused = desk.post(f"{here}decisions/", decision)
    assert refused.status_code == 422 and "somebody else decides" in text(refused)
    client.force_login(max_)
    assert client.post(f"{here}decisions/", decision).status_code == 302
    assert "Withdrawn on appeal" in text(client.get(here))


@pytest.mark.parametrize("when", [{}, {"heard_on_0": "1", "heard_on_1": "1", "heard_on_2": "2099"},
                                  {"heard_on_0": "1", "heard_on_1": "1", "heard_on_2": "2020"}])  # fmt: skip
def test_a_hearing_on_no_such_day(desk, trader, mo, amy, when):
    step = appealed(serve(trader, "warning", mo), amy.user)
    assert desk.post(f"/market/discipline/{step.pk}/hearings/", when).status_code == 422


def test_an_overdue_hearing_is_said(desk, trader, mo, amy):
    step = serve(trader, "warning", mo, on=localdate() - timedelta(days=60))
    discipline.appeal(step, "No", by=amy.user, on=step.served_on)
    assert "Overdue" in text(desk.get(f"/market/discipline/{step.pk}/"))
    assert "Hearing overdue" in text(desk.get("/market/discipline/"))


def test_whoever_may_not_decide_reads_only(client, trader, mo):
    step = serve(trader, "warning", mo)
    looker = cast.staff("lee", "Market officers")
    looker.groups.get().permissions.remove(*looker.groups.get().permissions.filter(codename="decide_market"))
    client.force_login(looker)
    here = f"/market/discipline/{step.pk}/"
    assert client.get(address(trader)).status_code == client.get(here).status_code == 200
    for where in (address(trader), f"{here}hearings/", f"{here}decisions/"):
        assert client.post(where, form()).status_code == 403


def test_what_is_not_there_is_not_found(desk):
    for where in ("/market/discipline/999/", "/market/discipline/traders/999/", "/market/disputes/999/"):
        assert desk.get(where).status_code == 404
    for where in ("discipline/999/hearings/", "discipline/999/decisions/", "disputes/999/answers/"):
        assert desk.post(f"/market/{where}").status_code == 404


def disputed(customer, days=0, **more):
    said = {"about": "pitch", "text": "The pitch is under the tree.", "client_id": uuid.uuid4()}
    return raise_dispute(customer, by=customer.user, at=now() - timedelta(days=days), **said | more)


def test_disputes_that_wait_longest_stand_first_and_late_ones_are_said(desk, amy):
    fresh, old = disputed(amy), disputed(amy, days=40)
    page = desk.get("/market/disputes/")
    assert list(page.context["page"]) == [old, fresh]
    assert "1 is not answered by the day we said" in text(page)


def test_answering_once(desk, amy, mo):
    dispute = disputed(amy)
    here = f"/market/disputes/{dispute.pk}/"
    assert desk.post(f"{here}answers/", {"answer": " "}).status_code == 422
    desk.post(f"{here}answers/", {"answer": "You may move to N5."})
    desk.post(f"{here}answers/", {"answer": "No."})
    dispute = Dispute.objects.get()
    assert (dispute.answer, dispute.answered_by) == ("You may move to N5.", mo)
    assert amy.messages.filter(subject="Our answer to you").count() == 1
    assert "You may move to N5." in text(desk.get(here))
