"""What notices do to money and licences, and what an appeal gives back: a penalty once, licences as they ran."""

import uuid
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from events.models import DisciplineStep, Message, NotServed, StandingBooking
from invoicing import discipline, standing_ends
from invoicing.models import Account, BillingRun, Charge, CreditNote, CreditRefused, Penalty, RecoveryHold
from invoicing.standing_tasks import every_day
from tests import cast
from tests.discipline.notices import QUASHED, UPHELD, decided, serve
from tests.waiting import Meanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def outside():
    return cast.determination("penalty", "O", reason="Outside the scope: damages")


@pytest.fixture
def account(amy):
    return amy.account


def penalise(trader, mo, market_days, **more):
    return serve(trader, "penalty", mo, penalty=5000, event=market_days[0].event, **more)


def test_a_penalty_is_charged_outside_the_scope_of_vat(trader, mo, days, outside, account):
    penalise(trader, mo, days, days=7)
    charge = Charge.objects.get()
    assert (charge.price, charge.vat, charge.vat_rate, charge.budget_code) == (5000, "O", 0, "MKT-4410")
    assert charge.on == localdate() + timedelta(days=7) and "7.2 Waste" in charge.description
    assert account.balance() == 5000


def test_served_twice_it_is_charged_once(trader, mo, days, outside, account):
    one = uuid.uuid4()
    penalise(trader, mo, days, client_id=one)
    penalise(trader, mo, days, client_id=one)
    assert account.balance() == 5000 and Penalty.objects.count() == 1


@pytest.mark.parametrize("how", [None, ("S", 2000), ("E", 0)])
def test_without_the_decision_that_it_is_outside_nothing_is_served(trader, mo, days, how):
    if how:
        cast.determination("penalty", *how)
    with pytest.raises(NotServed, match="outside the scope of VAT"):
        penalise(trader, mo, days)
    assert not DisciplineStep.objects.exists() and not Charge.objects.exists()


def test_without_a_market_or_an_account_it_says_so(trader, mo, days, outside, amy):
    with pytest.raises(NotServed, match="Choose the market"):
        serve(trader, "penalty", mo, penalty=5000)
    Account.objects.filter(customer=amy).delete()
    with pytest.raises(NotServed, match="has no account"):
        penalise(trader, mo, days)


def test_breathing_space_forbids_it(trader, mo, days, outside, account):
    RecoveryHold.objects.create(account=account, cause="breathing", reason="Notified", begins_on=localdate())
    with pytest.raises(CreditRefused, match="breathing space"):
        penalise(trader, mo, days)
    assert not DisciplineStep.objects.exists() and not Charge.objects.exists()


def test_withdrawn_before_it_is_invoiced_it_comes_off_the_bill(trader, mo, max_, days, outside, account, amy):
    decided(penalise(trader, mo, days), QUASHED, by=max_, owner=amy.user)
    assert account.balance() == 0 and not Charge.objects.uninvoiced(localdate() + timedelta(days=99)).exists()


def test_withdrawn_after_it_was_invoiced_it_is_credited(trader, mo, max_, days, outside, account, amy):
    step = penalise(trader, mo, days)
    run = BillingRun.objects.create(until=localdate(), created_by=cast.staff("fay", "Finance"))
    run.issue(by=run.created_by)
    assert account.owed() == 5000
    decided(step, QUASHED, by=max_, owner=amy.user)
    assert account.owed() == 0 and CreditNote.objects.get().gross == 5000


def test_where_the_notice_stands_so_does_the_penalty(trader, mo, max_, days, outside, account, amy):
    decided(penalise(trader, mo, days), UPHELD, by=max_, owner=amy.user)
    assert account.balance() == 5000


@pytest.fixture
def licence(amy, days):
    def make(number=0, **fields):
        said = {"customer": amy, "place": days[0].plan.places.all()[number], "event": days[0].event, "weekdays": "3",
                "price_type": cast.price_type("regular"), "status": "running", "starts_on": localdate(),
                "seniority_from": localdate(), "offered_on": localdate(), "accepted_at": now()}  # fmt: skip
        return StandingBooking.objects.create(**said | fields)

    return make


def test_a_termination_ends_running_licences_the_day_before(trader, mo, licence):
    running = licence()
    step = serve(trader, "termination", mo, days=28)
    running.refresh_from_db()
    assert running.ends_on == step.takes_effect_on - timedelta(days=1)
    assert f"Notice {step.pk}" in running.end_reason


def test_one_that_ends_sooner_is_left_alone(trader, mo, licence):
    soon = localdate() + timedelta(days=3)
    ending = licence(ends_on=soon)
    serve(trader, "termination", mo, days=28)
    ending.refresh_from_db()
    assert ending.ends_on == soon and ending.end_reason == ""


def test_licences_of_others_run_on(trader, mo, licence):
    bobs = licence(customer=cast.trader("bob"))
    serve(trader, "termination", mo)
    bobs.refresh_from_db()
    assert bobs.ends_on is None and bobs.status == "running"


def test_withdrawn_the_licences_run_as_they_did(trader, mo, max_, amy, licence):
    year = localdate() + timedelta(days=365)
    for_good, for_a_year = licence(), licence(1, ends_on=year)
    step = decided(serve(trader, "termination", mo), QUASHED, by=max_, owner=amy.user)
    for one, ends_on in ((for_good, None), (for_a_year, year)):
        one.refresh_from_db()
        assert (one.status, one.ends_on, one.end_reason) == ("running", ends_on, "")
    assert step.licences == {}


def test_withdrawn_a_pitch_that_has_gone_to_somebody_else_stays_theirs(trader, mo, max_, amy, licence, client):
    hers, too = licence(), licence(1)
    step = serve(trader, "termination", mo, days=0)
    hers.refresh_from_db()
    bobs = licence(customer=cast.trader("bob"), starts_on=hers.ends_on + timedelta(days=1))
    step = decided(step, QUASHED, by=max_, owner=amy.user)
    for one in (hers, too):
        one.refresh_from_db()
    assert list(StandingBooking.objects.claiming().filter(place=hers.place_id, ends_on=None)) == [bobs]
    assert (too.status, too.ends_on, list(step.licences)) == ("running", None, [str(hers.pk)])
    letter = Message.objects.filter(customer=amy).latest("pk").body
    assert f"{hers.place} at {hers.event} has gone to somebody else" in letter and "is undone" not in letter
    client.force_login(max_)
    page = client.get(f"/market/discipline/{step.pk}/").content.decode()
    assert "Not running again" in page and f"/market/licences/{hers.pk}/" in page


def test_withdrawn_the_notice_that_the_holder_had_given_stands(trader, mo, max_, amy, licence):
    mine = standing_ends.give_notice(licence(), at=now() - timedelta(days=3))
    step = decided(serve(trader, "termination", mo, days=0), QUASHED, by=max_, owner=amy.user)
    again = StandingBooking.objects.get(pk=mine.pk)
    assert (again.end_reason, again.notice_given_on) == ("Notice given by the holder", mine.notice_given_on)
    assert (again.ends_on, step.licences) == (mine.ends_on, {})
    every_day(at=now() + timedelta(days=60))
    again.refresh_from_db()
    assert again.status == "ended"


def test_a_penalty_that_is_billed_while_its_appeal_is_decided_is_credited(trader, mo, max_, days, outside, account,
                                                                          amy, monkeypatch):  # fmt: skip
    step = penalise(trader, mo, days)

    def bill():
        BillingRun.objects.create(until=localdate(), created_by=mo).issue(by=mo)

    Meanwhile(monkeypatch, discipline, bill)
    decided(step, QUASHED, by=max_, owner=amy.user)
    assert CreditNote.objects.count() == 1 and account.balance() == 0
