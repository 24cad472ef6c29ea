"""A billing run: chosen, previewed, issued once, printed."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now
from django_q.models import OrmQ

from invoicing import print_queue
from invoicing.models import Account, BillingRun, Charge, Invoice, Job
from tests import cast
from tests.finance import desk


def test_the_end_of_last_month_is_suggested_and_today_is_a_press_away(client, fay):
    page = desk.words(client.get("/finance/billing-runs/"))
    month_end = localdate().replace(day=1) - timedelta(days=1)
    assert f'value="{month_end.isoformat()}"' in page and f"?until={localdate().isoformat()}" in page
    assert f'value="{localdate()}"' in desk.words(client.get(f"/finance/billing-runs/?until={localdate()}"))
    assert client.get("/finance/billing-runs/?until=2026-02-31").status_code == 200


def test_a_month_is_chosen_previewed_issued_and_printed(client, fay, amy):
    preview = desk.start_run(client)
    run = desk.latest_run()
    assert preview.redirect_chain[-1][0] == f"/finance/billing-runs/{run.pk}/"
    page = desk.words(preview)
    assert all(text in page for text in ("Amy&#x27;s Cheese", "Issue 1 invoice, £88.20", "£73.50", "MKT-4410"))
    assert not Invoice.objects.exists()
    assert "Issuing invoices" in desk.words(desk.issue(client, run))
    page = desk.words(client.get(f"/finance/billing-runs/{run.pk}/"))
    assert 'aria-current="step">Print and send' in page and Invoice.objects.get().number in page
    batch = client.get(f"/finance/billing-runs/{run.pk}/invoices.pdf")
    text = desk.pdf_text(batch.content)
    assert "Amy's Cheese" in text and Invoice.objects.get().number in text and "£88.20" in text


def test_issuing_twice_issues_nothing_twice(client, fay, amy):
    desk.start_run(client)
    desk.issue(client, desk.latest_run())
    assert "Nothing was left to issue." in desk.words(desk.issue(client, desk.latest_run()))
    assert Invoice.objects.count() == 1


def test_pressing_issue_twice_asks_the_worker_once(client, fay, amy):
    desk.start_run(client)
    for _ in range(2):
        client.post(f"/finance/billing-runs/{desk.latest_run().pk}/invoices/")
    assert OrmQ.objects.count() == Job.objects.count() == 1


def test_two_runs_over_the_same_charges_bill_them_once(client, fay, amy):
    first, second = (BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay) for _ in range(2))
    desk.issue(client, first)
    assert "Nothing was left to issue." in desk.words(desk.issue(client, second))
    assert Invoice.objects.count() == 1


def test_the_same_choice_finds_the_run_that_waits(client, fay, amy):
    desk.start_run(client)
    desk.start_run(client)
    assert BillingRun.objects.count() == 1
    desk.issue(client, desk.latest_run())
    desk.start_run(client)
    assert BillingRun.objects.count() == 2


def test_only_the_chosen_market_up_to_the_chosen_day(client, fay, amy, days):
    desk.start_run(client, until=days[1].day, event=days[0].event.pk)
    desk.issue(client, desk.latest_run())
    assert Invoice.objects.get().charges.count() == 2 and Charge.objects.filter(invoice=None).count() == 1


@pytest.mark.parametrize("data", [{}, {"until": ""}, {"until": "soon"}, {"until": "2099-01-01"},
                                  {"until": "2026-01-31", "event": "999"}])  # fmt: skip
def test_what_cannot_be_billed_is_said(client, fay, data):
    assert client.post("/finance/billing-runs/", data).status_code == 422
    assert not BillingRun.objects.exists()


def test_nothing_to_bill_says_so(client, fay, amy):
    assert "Nothing is left to bill" in desk.words(desk.start_run(client, until=localdate()))


def test_nothing_issued_is_nothing_to_print(client, fay, amy):
    desk.start_run(client)
    assert client.get(f"/finance/billing-runs/{desk.latest_run().pk}/invoices.pdf").status_code == 404


def test_a_sample_is_a_draft_with_the_sum_of_the_bill(client, fay, amy):
    desk.start_run(client)
    charge = Charge.objects.last()
    sample = client.get(f"/finance/billing-runs/{desk.latest_run().pk}/drafts/{charge.pk}.pdf")
    text = desk.pdf_text(sample.content)
    assert "£88.20" in text and "draft" in text.lower() and not Invoice.objects.exists()
    assert client.get(f"/finance/billing-runs/{desk.latest_run().pk}/drafts/999999.pdf").status_code == 404


def test_a_run_finds_its_own_invoices(client, fay, amy, invoice):
    address = f"/finance/billing-runs/{invoice.run_id}/"
    assert [row.invoice for row in client.get(address, {"q": "amy"}).context["rows"]] == [invoice]
    assert "No invoice of this run" in desk.words(client.get(address, {"q": "zzz"}))


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow(client, fay, amy, days):
    desk.start_run(client)
    address = f"/finance/billing-runs/{desk.latest_run().pk}/"
    before = queries(client, address)
    for number, name in enumerate(["bea", "cat", "dan"], 3):
        desk.charged(cast.trader(name), days[:2], number=str(number))
    assert queries(client, address) == before


def test_the_page_of_a_large_run_shows_fifty_bills_at_a_time(client, fay, amy, days, monkeypatch):
    monkeypatch.setattr("boxoffice.finance.billing.figures.A_PAGE", 2)
    for number, name in enumerate(["bea", "cat"], 2):
        desk.charged(cast.trader(name), days[:2], number=str(number))
    page = desk.words(desk.start_run(client))
    assert "Bea&#x27;s" in page and "Cat&#x27;s" not in page and "Issue 3 invoices" in page
    address = f"/finance/billing-runs/{desk.latest_run().pk}/"
    assert "Cat&#x27;s" in desk.words(client.get(f"{address}?bills_page=2"))
    assert "Cat&#x27;s" in desk.words(client.get(f"{address}?q=cat"))


def progress(client, run):
    return client.get(f"/finance/billing-runs/{run.pk}/progress/", headers={"HX-Request": "true"})


@pytest.fixture
def asked(client, fay, amy):
    """A run that the worker was asked to issue and has not begun."""
    desk.start_run(client)
    client.post(f"/finance/billing-runs/{desk.latest_run().pk}/invoices/")
    return desk.latest_run()


def test_progress_is_told_and_survives_leaving(client, asked):
    assert "Waiting for the worker" in desk.words(progress(client, asked))
    asked.job.begin(137)
    asked.job.step(86)
    Job.objects.update(began_at=now() - timedelta(seconds=20))
    for page in (progress(client, asked), client.get(f"/finance/billing-runs/{asked.pk}/")):
        words = desk.words(page)
        assert "86 of 137" in words and "About 12 seconds left. You can leave this page" in words
        assert 'value="86"' in words and 'hx-trigger="load delay:1s"' in words
    assert 'aria-current="step">Issue' in words and '<meta http-equiv="refresh"' in words


def test_nobody_at_work_is_said_plainly_and_nothing_is_lost(client, asked):
    Job.objects.update(asked_at=now() - timedelta(seconds=16))
    words = desk.words(progress(client, asked))
    assert "the worker is not running" in words and "Ask IT" in words and 'hx-trigger="load' in words
    desk.work()
    assert progress(client, asked)["HX-Refresh"] == "true" and Invoice.objects.count() == 1


def test_without_javascript_the_progress_is_the_page(client, asked):
    assert client.get(f"/finance/billing-runs/{asked.pk}/progress/").url == f"/finance/billing-runs/{asked.pk}/"


@pytest.mark.parametrize("stop", ["failed", "stalled"])
def test_what_stopped_says_so_and_goes_on_with_the_rest(client, asked, stop):
    if stop == "failed":
        asked.job.end("It stopped: the disk is full", failed=True)
    else:
        Job.objects.update(began_at=now() - timedelta(minutes=6))
    OrmQ.objects.all().delete()
    words = desk.words(client.get(f"/finance/billing-runs/{asked.pk}/"))
    assert "Go on issuing" in words and ("the disk is full" if stop == "failed" else "part of the way") in words
    desk.issue(client, asked)
    assert Invoice.objects.count() == 1
    assert 'aria-current="step">Print and send' in desk.words(client.get(f"/finance/billing-runs/{asked.pk}/"))


def test_a_run_bills_only_those_of_its_cycle(client, fay, amy, ben):
    Account.objects.filter(customer=amy).update(cycle="quarter")
    desk.start_run(client, cycle="quarter")
    desk.issue(client, desk.latest_run())
    assert Invoice.objects.get().account == amy.account


def test_a_schedule_is_one_invoice_due_month_by_month(client, fay, amy):
    assert "as schedules" in desk.words(desk.start_run(client, schedule="on"))
    desk.issue(client, desk.latest_run())
    assert Invoice.objects.get().schedule


def test_a_schedule_of_over_a_year_is_held_back_and_stops_nobody_else(client, fay, amy, ben):
    desk.give_address(client, ben, BillingRun(pk=1))
    old = Charge.objects.filter(account=ben.account).first()
    Charge.objects.filter(pk=old.pk).update(on=old.on - timedelta(days=400))
    assert "covers a year at most" in desk.words(desk.start_run(client, schedule="on"))
    desk.issue(client, desk.latest_run())
    assert Invoice.objects.get().account == amy.account


@pytest.mark.parametrize("part", ["invoices", "order-numbers", "by-post", "left-out", "taken-in", "prints", "emails"])
def test_who_may_only_look_changes_nothing(client, fay, amy, part):
    run = BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay)
    fay.groups.get().permissions.remove(Permission.objects.get(codename="add_invoice"))
    assert client.post(f"/finance/billing-runs/{run.pk}/{part}/", {"account": amy.account.pk}).status_code == 403
    assert not OrmQ.objects.exists() and not run.left_out.exists()


def test_what_was_issued_is_sent_as_each_account_wants(client, fay, amy, ben):
    Account.objects.filter(customer=amy).update(delivery="both")
    desk.give_address(client, ben, BillingRun(pk=1))
    desk.start_run(client)
    run = desk.latest_run()
    desk.issue(client, run)
    page = desk.words(client.get(f"/finance/billing-runs/{run.pk}/"))
    assert "Print 2 for the post" in page and "E-mail 1" in page and "Open all 2 as one PDF" in page
    client.post(f"/finance/billing-runs/{run.pk}/emails/")
    assert "Sending by e-mail" in desk.words(client.get(f"/finance/billing-runs/{run.pk}/"))
    desk.work()
    assert [message.to for message in mail.outbox] == [[amy.email]]
    page = desk.words(client.get(f"/finance/billing-runs/{run.pk}/"))
    assert "1 sent by e-mail." in page and "Nothing is left to e-mail" in page
    batch = client.post(f"/finance/billing-runs/{run.pk}/prints/")
    client.post(f"{batch.url}printed/")
    assert "Nothing waits for the post" in desk.words(client.get(f"/finance/billing-runs/{run.pk}/"))
    assert not print_queue.waiting()


def test_looking_at_the_last_charge_takes_nothing_off(amy):
    assert Charge.objects.last().price > 0
    assert Charge.objects.count() == 3
