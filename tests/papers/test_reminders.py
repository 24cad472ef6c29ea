"""Reminders 60, 30, 14, 7 and 0 days before a paper runs out: each once, none where the next one is here."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Commodity, Document, DocumentReminder, DocumentType, Message, TradeLine
from events.papers import STEPS, endings, remind
from tests import cast
from tests.papers.certificates import in_days, send

pytestmark = pytest.mark.django_db


def accepted(trader, **how):
    document = send(trader, **how)
    Document.objects.filter(pk=document.pk).update(checked_at=now())
    return Document.objects.get(pk=document.pk)


def days_run(document, run):
    """Run the job on days counted back from the last day; the steps sent, in order."""
    for left in run:
        remind(document.expires_on - timedelta(days=left))
    return list(DocumentReminder.objects.order_by("pk").values_list("days", flat=True))


def test_each_step_is_sent_on_its_day(trader):
    document = accepted(trader)
    assert days_run(document, range(70, -20, -1)) == [60, 30, 14, 7, 0]
    assert Message.objects.count() == 5


def test_run_twice_on_a_day_it_sends_once(trader):
    document = accepted(trader)
    assert days_run(document, [30, 30, 29, 30]) == [30]
    assert Message.objects.count() == 1


def test_after_days_of_rest_only_the_nearest_step_is_sent(trader):
    document = accepted(trader)
    assert days_run(document, [65, 12, 11]) == [14]
    assert "ends in 12 days" in Message.objects.get().subject


def test_after_rest_over_the_last_day_it_says_that_it_ran_out(trader):
    assert days_run(accepted(trader), [-3]) == [0]
    assert "has run out" in Message.objects.get().subject


def test_what_ran_out_long_ago_is_let_be(trader):
    assert days_run(accepted(trader), [-8, -40]) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(run=st.lists(st.integers(-10, 80), max_size=8))
def test_whatever_days_it_runs_on_no_step_is_sent_twice_or_early(trader, run):
    DocumentReminder.objects.all().delete()
    Document.objects.all().delete()
    run = sorted(run, reverse=True)
    sent = days_run(accepted(trader), run)
    assert len(sent) == len(set(sent)) and set(sent) <= set(STEPS) and sent == sorted(sent, reverse=True)
    assert all(any(left <= step for left in run) for step in sent)


@pytest.mark.parametrize("checked", [True, False])
def test_none_where_the_next_one_is_accepted_or_waits(trader, checked):
    document = accepted(trader, last=20)
    (accepted if checked else send)(trader, first=21, last=400)
    assert days_run(document, [20, 14, 0]) == []


def test_none_where_the_next_one_waits_and_the_one_after_it_came_too(trader):
    document = accepted(trader, last=20)
    send(trader, first=21, last=100)
    send(trader, first=101, last=400)
    assert days_run(document, [20, 14, 0]) == []


@pytest.mark.parametrize("how", [
    {"first": 25, "last": 400},  # a gap of days without
    {"first": 0, "last": 400, "cover": 1},  # too little
    {"first": 0, "last": 19},  # ends no later
])  # fmt: skip
def test_one_that_does_not_cover_the_time_after_is_none(trader, how):
    document = accepted(trader, last=20)
    send(trader, **how)
    assert days_run(document, [14]) == [14]


def test_one_that_was_refused_is_none(trader, mo):
    document = accepted(trader, last=20)
    send(trader, first=21, last=400).refuse("It is in another name", by=mo)
    assert days_run(document, [14]) == [14]


def test_of_two_in_force_the_later_end_counts(trader):
    accepted(trader, last=20)
    later = accepted(trader, first=0, last=40)
    remind()
    assert DocumentReminder.objects.get().document == later


def test_a_paper_that_nobody_asks_for_is_not_chased(trader):
    accepted(trader, paper=DocumentType.objects.create(name="Photo identity"), cover=0, last=10)
    assert remind() == 0


def test_a_paper_that_ones_goods_ask_for_is_chased(trader):
    gas = DocumentType.objects.create(name="Gas safety certificate")
    burgers = Commodity.objects.create(name="Burgers", group="Food")
    burgers.required_documents.add(gas)
    accepted(trader, paper=gas, cover=0, last=10)
    accepted(cast.trader("bob").trader, paper=gas, cover=0, last=10)
    TradeLine.objects.create(trader=trader, commodity=burgers, from_day=in_days(-9))
    assert remind() == 1
    assert Message.objects.get().customer == trader.customer


def test_who_is_not_approved_is_not_reminded(trader):
    accepted(trader, last=10)
    trader.approved_on = None
    trader.save()
    assert remind() == 0


def test_without_e_mail_the_reminder_goes_on_paper(trader):
    trader.customer.email = ""
    trader.customer.save()
    accepted(trader, last=7)
    remind()
    assert Message.objects.to_print().count() == 1


def test_the_letter_names_the_day_and_the_sum(trader):
    document = accepted(trader, last=7)
    remind()
    body = Message.objects.get().body
    assert "in 7 days" in body and f"{document.expires_on.day} " in body and "£5,000,000.00 or more" in body


def test_many_traders_cost_no_more_queries_to_list(trader, django_assert_max_num_queries):
    accepted(trader, last=10)
    with django_assert_max_num_queries(4) as first:
        list(endings(localdate()))
    for name in ("bob", "cat", "dan"):
        accepted(cast.trader(name, insured=False).trader, last=10)
    with django_assert_max_num_queries(len(first)):
        assert len(endings(localdate())) == 4
