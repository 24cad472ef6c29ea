"""What is done with many invoices at once: printed, e-mailed, reminded about, credited, taken into a spreadsheet."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.utils.timezone import now

from boxoffice.finance.listing import selection
from invoicing.models import BillingRun, Invoice, Job, PrintBatch, Reminder, ReminderStep
from tests import cast
from tests.finance import desk


@pytest.fixture
def late(fay, amy, days, client):
    """Amy's and Ben's invoices, both overdue by ten days."""
    desk.charged(cast.trader("ben"), days[:1], number="2")
    with time_machine.travel(now() - timedelta(days=40)):
        BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    client.force_login(fay)
    return list(Invoice.objects.order_by("pk"))


def ticked(invoices):
    return {"chosen": [invoice.pk for invoice in invoices]}


def printed(batch):
    return sorted(paper.invoice_id for paper in batch.papers.all())


def test_the_ticked_invoices_are_one_print_batch(client, late):
    answer = client.post("/finance/invoices/prints/", ticked(late))
    batch = PrintBatch.objects.get()
    assert answer.url == f"/finance/print-queue/batches/{batch.pk}/"
    assert printed(batch) == [invoice.pk for invoice in late]


def test_all_means_all_that_the_filter_shows(client, late):
    client.post("/finance/invoices/prints/", {"all": "1", "filter": "view=overdue&q=ben&"})
    assert printed(PrintBatch.objects.get()) == [late[-1].pk]


@pytest.mark.parametrize("act", ["prints/", "emails/", "reminders/", "credits/"])
@pytest.mark.parametrize("chosen", [[], ["x"], ["999999"], ["9" * 30]])
def test_nothing_chosen_is_said_and_nothing_is_done(client, late, act, chosen):
    answer = client.post(f"/finance/invoices/{act}", {"chosen": chosen, "filter": "q=amy"})
    assert answer.status_code == 422 and 'role="alert"' in desk.words(answer)
    assert answer.context["list"].filter.text == "amy"
    assert not PrintBatch.objects.exists() and not Job.objects.exists() and not Reminder.objects.exists()


def test_too_many_are_refused(client, late, monkeypatch):
    monkeypatch.setattr(selection, "MOST", 1)
    answer = client.post("/finance/invoices/prints/", {"all": "1"})
    assert answer.status_code == 422 and "too many at once" in desk.words(answer) and not PrintBatch.objects.exists()


def test_they_are_emailed_in_the_background(client, late):
    answer = client.post("/finance/invoices/emails/", ticked(late))
    job = Job.objects.get()
    assert answer.url == f"/finance/jobs/{job.pk}/" and (job.title, job.wanted) == ("E-mailing 2 invoices", 2)
    page = desk.words(client.get(answer.url))
    assert "Waiting for the worker" in page and f"/finance/jobs/{job.pk}/progress/" in page
    assert job.title in desk.words(client.get("/finance/jobs/"))


def test_the_bar_moves_and_the_page_says_how_it_ended(client, fay, late):
    job = Job.objects.create(title="E-mailing 2 invoices", wanted=2, by=fay)
    job.begin(2)
    job.step()
    fragment = client.get(f"/finance/jobs/{job.pk}/progress/", headers={"HX-Request": "true"})
    assert "1 of 2" in desk.words(fragment) and "<html" not in desk.words(fragment)
    job.end("2 sent by e-mail.")
    assert client.get(f"/finance/jobs/{job.pk}/progress/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert client.get(f"/finance/jobs/{job.pk}/progress/").url == f"/finance/jobs/{job.pk}/"
    assert "2 sent by e-mail." in desk.words(client.get(f"/finance/jobs/{job.pk}/"))


def test_each_trader_is_reminded_once_of_what_is_overdue(client, late):
    ReminderStep.objects.all().delete()
    ReminderStep.objects.create(days_late=7, title="Reminder", text="{name} owes {total}.")
    answer = client.post("/finance/invoices/reminders/", ticked(late), follow=True)
    assert "2 reminders sent." in desk.words(answer) and Reminder.objects.count() == 2
    again = client.post("/finance/invoices/reminders/", ticked(late), follow=True)
    assert "No reminder is due" in desk.words(again) and Reminder.objects.count() == 2


def test_many_traders_are_reminded_in_the_background(client, late, monkeypatch):
    monkeypatch.setattr(selection, "REMINDED_AT_ONCE", 1)
    answer = client.post("/finance/invoices/reminders/", {"all": "1", "filter": "view=overdue"})
    assert answer.url == f"/finance/jobs/{Job.objects.get().pk}/" and not Reminder.objects.exists()


def test_one_opens_the_page_that_credits_it_and_two_do_not(client, late):
    answer = client.post("/finance/invoices/credits/", ticked(late[:1]))
    assert answer.url == f"/finance/invoices/{late[0].number}/credit-notes/"
    assert client.post("/finance/invoices/credits/", ticked(late)).status_code == 422


def test_the_ticked_ones_are_taken_into_a_spreadsheet(client, late):
    answer = client.post("/finance/invoices.csv", ticked(late[:1]))
    heading, *found = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert [row[0] for row in found] == [late[0].number] and heading[0] == "Invoice"
    assert client.post("/finance/invoices.xlsx", ticked(late)).content[:2] == b"PK"
    assert client.post("/finance/invoices.csv", {}).status_code == 422


def test_whoever_may_only_look_does_nothing(client, late):
    reader = cast.staff("rae")
    reader.user_permissions.add(*permission("stand_at_finance", "view_invoice"))
    client.force_login(reader)
    assert "Print as one PDF" not in desk.words(client.get("/finance/"))
    for act in ("prints", "emails", "reminders", "credits"):
        assert client.post(f"/finance/invoices/{act}/", ticked(late)).status_code == 403


def permission(*codenames):
    return Permission.objects.filter(codename__in=codenames)
