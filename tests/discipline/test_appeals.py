"""Appeals: in five working days, heard within 28, decided within 14, by somebody who did not serve the notice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from events.models import DisciplineStep, Message, NotServed
from invoicing import discipline
from tests.discipline.notices import QUASHED, UPHELD, appealed, day, decided, serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(trader, mo):
    return serve(trader, "warning", mo, on=day("2026-04-01"))


@pytest.fixture
def heard(trader, mo, amy):
    step = appealed(serve(trader, "warning", mo), amy.user)
    return discipline.hear(step, localdate(), by=mo)


def test_on_the_last_day_it_is_in_time(step, amy):
    lodged = appealed(step, amy.user, on=day("2026-04-10"))
    assert (lodged.appeal, lodged.hearing_by) == ("lodged", day("2026-05-08"))


def test_a_day_later_it_is_not(step, amy):
    with pytest.raises(NotServed, match="ended on Fri 10 Apr 2026"):
        appealed(step, amy.user, on=day("2026-04-11"))
    assert DisciplineStep.objects.get().appeal == ""


def test_lodged_twice_it_is_lodged_once(step, amy):
    appealed(step, amy.user, on=day("2026-04-02"))
    again = discipline.appeal(step, "Another reason", by=amy.user, on=day("2026-04-03"))
    assert (again.appealed_on, again.appeal_grounds) == (day("2026-04-02"), "It was not my rubbish.")
    assert Message.objects.filter(subject="We have your appeal").count() == 1


def test_an_appeal_says_why(step, amy):
    with pytest.raises(NotServed, match="Say why"):
        discipline.appeal(step, " ", by=amy.user, on=day("2026-04-02"))


def test_the_decision_is_due_fourteen_days_after_the_hearing(heard):
    assert heard.decision_by == localdate() + timedelta(days=14)


def test_a_hearing_is_after_the_appeal_and_not_to_come(trader, mo, amy):
    step = appealed(serve(trader, "warning", mo), amy.user)
    for on in (localdate() - timedelta(days=1), localdate() + timedelta(days=1)):
        with pytest.raises(NotServed, match="The hearing is between"):
            discipline.hear(step, on, by=mo)


def test_without_an_appeal_nothing_is_heard_or_decided(step, mo, max_):
    with pytest.raises(NotServed, match="No appeal is waiting"):
        discipline.hear(step, localdate(), by=mo)
    with pytest.raises(NotServed, match="No appeal is waiting"):
        discipline.decide(step, UPHELD, "Words", by=max_)


def test_who_served_it_does_not_decide(heard, mo):
    with pytest.raises(NotServed, match="somebody else decides"):
        discipline.decide(heard, UPHELD, "Words", by=mo)


def test_nor_by_any_other_way(heard, mo):
    with pytest.raises(IntegrityError), transaction.atomic():
        DisciplineStep.objects.filter(pk=heard.pk).update(appeal_decided_by=mo)


def test_it_is_decided_after_the_hearing_only(trader, mo, max_, amy):
    step = appealed(serve(trader, "warning", mo), amy.user)
    with pytest.raises(NotServed, match="not heard yet"):
        discipline.decide(step, UPHELD, "Words", by=max_)


@pytest.mark.parametrize(("outcome", "subject"), [(UPHELD, "the notice stands"), (QUASHED, "the notice is withdrawn")])
def test_the_decision_is_told_with_its_reasons(trader, mo, max_, amy, outcome, subject):
    step = decided(serve(trader, "warning", mo), outcome, by=max_, owner=amy.user)
    assert (step.appeal, step.appeal_decided_by, step.appeal_decided_on) == (outcome, max_, localdate())
    told = Message.objects.latest("pk")
    assert subject in told.subject and "We saw the photos." in told.body


def test_decided_twice_it_is_decided_once_and_not_the_other_way(heard, max_):
    discipline.decide(heard, UPHELD, "First", by=max_)
    assert discipline.decide(heard, UPHELD, "Second", by=max_).appeal_words == "First"
    with pytest.raises(NotServed, match="No appeal is waiting"):
        discipline.decide(heard, QUASHED, "Third", by=max_)


def test_no_appeal_after_a_decision(heard, max_, amy):
    discipline.decide(heard, UPHELD, "Stands", by=max_)
    assert appealed(heard, amy.user).appeal == UPHELD


def test_appeals_that_wait_are_listed_the_longest_first(trader, mo, amy):
    later = appealed(serve(trader, "warning", mo), amy.user)
    first = appealed(serve(trader, "final", mo, on=day("2026-04-01")), amy.user, on=day("2026-04-02"))
    assert list(DisciplineStep.objects.appealed()) == [first, later]
