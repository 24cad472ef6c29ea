"""Reminders: each due part by itself, what a step was for, holds that truly stop, and a mail server that is away."""

from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils.timezone import localdate, localtime

from boxoffice.finance.debt.figures import ReminderPreview
from boxoffice.finance.listing.filter import held
from invoicing.dunning import apply_arrears, remind
from invoicing.dunning_tasks import remind_all, send_statements
from invoicing.models import (
    Account,
    ArrearsPolicy,
    Charge,
    Dispatch,
    Invoice,
    Job,
    OpenItem,
    Payment,
    RecoveryHold,
    Reminder,
    ReminderStep,
    Statement,
)
from tests import cast
from tests.finance import desk

TODAY = localdate()
pytestmark = pytest.mark.django_db


class Away(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("Connection refused")

    open = send_messages


AWAY = f"{__name__}.Away"


@pytest.fixture
def ladder():
    return [ReminderStep.objects.create(days_late=days, title=title, text="{total}", market_action=action)
            for days, title, action in ((7, "First", ""), (21, "Second", ""), (35, "Final", "casual"))]  # fmt: skip


def ago(days):
    return localtime() - timedelta(days=days)


def after(days):
    return TODAY + timedelta(days=days)


@pytest.fixture
def late(ladder, amy, fay):
    """Amy's invoice, ten days overdue."""
    charges = list(amy.account.charges.all())
    return Invoice.objects.issue(amy.account, charges, by=fay, at=ago(40))


def another(late, days_late):
    """A second invoice of Amy's, so many days overdue today."""
    hire = cast.determination("hire", "S", 2000)
    charge = late.account.charge_for("Hall", 1000, on=TODAY, basis="net", determination=hire, budget_code="H",
                                     at=ago(30 + days_late))  # fmt: skip
    return Invoice.objects.issue(late.account, [charge], at=ago(30 + days_late))


def steps_on(*days):
    return [[due.step.title for due in Reminder.objects.due(after(day))] for day in days]


def test_each_part_of_a_schedule_is_reminded_by_itself(late, fay):
    OpenItem.objects.filter(invoice=late).update(owing=4000)
    OpenItem.objects.create(invoice=late, account=late.account, due_on=after(5), owing=4820)
    assert remind(late.account, by=fay).title == "First"
    assert steps_on(0, 11, 12) == [[], ["Second"], ["Second"]]
    remind(late.account, by=fay, day=after(11))
    assert steps_on(11, 12, 24, 25) == [[], ["First"], ["First"], ["Final"]]
    late.open_items.restate(late)


def test_an_old_debt_at_the_last_step_does_not_hide_a_newer_one(late, fay):
    remind(late.account, by=fay, day=after(25))
    new = another(late, -20)
    assert steps_on(26, 27, 28) == [[], ["First"], ["First"]]
    assert remind(late.account, by=fay, day=after(28)).title == "First"
    assert steps_on(28, 40) == [[], []]
    assert steps_on(41, 55) == [["Second"], ["Final"]] and new.number


def test_what_was_listed_along_has_not_had_the_step(late, fay):
    new = another(late, -24)
    final = remind(late.account, by=fay, day=after(25))
    assert final.title == "Final" and final.lines.filter(invoice=new).exists()
    assert steps_on(25, 30, 31) == [[], [], ["First"]]


def test_one_letter_a_day_also_where_a_younger_debt_was_listed_with_an_older(late, fay):
    another(late, -17)
    assert remind(late.account, by=fay, day=after(25)).title == "Final"  # the younger one is eight days late
    assert remind(late.account, by=fay, day=after(25)) is None
    assert steps_on(37, 38) == [[], ["Second"]]


def test_no_step_is_gone_down_again(late, fay):
    assert remind(late.account, by=fay, day=after(25)).title == "Final"
    assert steps_on(25, 100) == [[], []]


def test_what_was_listed_along_stops_no_casual_place_once_the_old_debt_is_paid(late, fay):
    new = another(late, -24)
    remind(late.account, by=fay, day=after(25))
    assert Reminder.objects.stopping_casual(late.account, after(25))
    Payment.objects.receive(late.account, "bacs", late.gross, invoice=late, by=fay, reference="all")
    assert new.owing_total() and not Reminder.objects.stopping_casual(late.account, after(25))


def test_reminding_one_account_looks_at_no_other(late, days, fay):
    ben = desk.charged(cast.trader("ben"), days[:2], number="2")
    Invoice.objects.issue(ben.account, list(ben.account.charges.all()), by=fay, at=ago(40))
    assert len(Reminder.objects.due(TODAY)) == 2
    due, = Reminder.objects.due(TODAY, late.account)
    assert due.account == late.account and Reminder.objects.remind(late.account).account == late.account


@pytest.fixture
def broken_plan(late):
    """A plan whose first part did not come."""
    hold = RecoveryHold.objects.create(account=late.account, cause="plan", reason="Agreed", begins_on=after(-9))
    hold.plan(late.gross, 3, after(-3))
    return hold


def test_a_broken_plan_holds_nothing_anywhere(late, broken_plan, fay):
    ArrearsPolicy.objects.create(stop_credit_after=5, stop_casual_after=5)
    assert not RecoveryHold.objects.binding(TODAY).exists() and RecoveryHold.objects.stopping(TODAY).exists()
    assert ArrearsPolicy.current().stops_credit(late.account, TODAY) == late.gross
    assert not held(TODAY).exists() and not ReminderPreview(TODAY).held
    assert remind(late.account, by=fay, day=after(25)).title == "Final"
    assert Reminder.objects.stopping_casual(late.account, after(25)) and apply_arrears() == 1


def test_a_kept_plan_holds_everywhere(late, broken_plan, fay):
    ArrearsPolicy.objects.create(stop_credit_after=5)
    Payment.objects.receive(late.account, "bacs", 2940, by=fay, reference="first")
    assert broken_plan.kept(TODAY) and list(RecoveryHold.objects.binding(TODAY)) == [broken_plan]
    assert not ArrearsPolicy.current().stops_credit(late.account, TODAY)
    assert held(TODAY).exists() and list(ReminderPreview(TODAY).held) == [broken_plan]
    assert remind(late.account, by=fay) is None


def test_a_hold_on_one_invoice_leaves_the_arrears_of_another(late):
    new = another(late, 8)
    ArrearsPolicy.objects.create(stop_credit_after=5)
    RecoveryHold.objects.create(account=late.account, invoice=late, cause="dispute", reason="No", begins_on=TODAY)
    assert ArrearsPolicy.current().stops_credit(late.account, TODAY) == new.gross


@pytest.fixture
def by_email(late):
    Account.objects.filter(pk=late.account_id).update(delivery="email")
    return Account.objects.get(pk=late.account_id)


def test_a_reminder_the_mail_server_does_not_take_is_sent_later(client, by_email, settings):
    here, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, AWAY
    page = client.post("/finance/aged-debt/reminders/", {"account": [by_email.pk]}, follow=True)
    assert "1 not taken by the mail server" in desk.words(page) and "0 reminders sent" in desk.words(page)
    assert Reminder.objects.count() == 1 and not Dispatch.objects.exists()
    settings.EMAIL_BACKEND = here
    desk.work()
    assert Dispatch.objects.get().paper.reminder and Job.objects.get().said == "1 sent by e-mail."


def test_so_it_is_from_the_list_of_invoices(client, late, by_email, settings):
    settings.EMAIL_BACKEND = AWAY
    page = client.post("/finance/invoices/reminders/", {"chosen": [late.pk]}, follow=True)
    assert "1 not taken by the mail server" in desk.words(page) and "0 reminders sent" in desk.words(page)
    assert Job.objects.get().title == "E-mailing again, 1 reminder"


def test_an_address_that_cannot_be_read_is_named_by_the_job(by_email, fay):
    type(by_email.customer).objects.update(email="amy@bad..\n.example")
    assert remind(by_email, by=fay)
    desk.work()
    job = Job.objects.get()
    assert job.failed and "Amy" in job.said and "cannot be read" in job.said


def test_a_mail_server_that_is_away_stops_nobody_elses_letter(by_email, days, fay, settings):
    ben = desk.charged(cast.trader("ben"), days[:2], number="2")
    Invoice.objects.issue(ben.account, list(ben.account.charges.all()), by=fay, at=ago(40))
    settings.EMAIL_BACKEND = AWAY
    jobs = [Job.objects.create(title="All", by=fay) for _ in range(2)]
    pks = [by_email.pk, ben.account.pk]
    remind_all(pks, jobs[0].pk, fay.pk)
    send_statements(pks, after(-60), TODAY, jobs[1].pk, fay.pk)
    assert Reminder.objects.count() == Statement.objects.count() == 2
    said = [Job.objects.get(pk=job.pk).said for job in jobs]
    assert said[0].startswith("2 reminders sent. 1 not taken") and said[1].startswith("2 statements made. 1 not taken")
    assert Job.objects.count() == 4


@pytest.mark.parametrize("cause", ["deceased", "breathing"])
def test_statements_for_all_leave_out_who_may_not_be_written_to(client, late, cause):
    RecoveryHold.objects.create(account=late.account, cause=cause, reason="Told", begins_on=TODAY)
    period = {"first": after(-60), "last": TODAY}
    page = desk.words(client.post("/finance/aged-debt/statements/", period, follow=True))
    assert "1 account left out" in page and "Nobody else owes" in page and not Job.objects.exists()


@pytest.mark.parametrize("kind", ["fee", "penalty"])
def test_no_fee_is_charged_in_a_breathing_space(client, late, kind):
    cast.determination(kind, "S", 2000)
    sent = {"description": "Late", "charge_type": kind, "on": TODAY.isoformat(), "quantity": "1", "price": "5.00",
            "basis": "net", "budget_code": "MKT-4420"}  # fmt: skip
    hold = RecoveryHold.objects.create(account=late.account, cause="breathing", reason="Told", begins_on=TODAY)
    page = client.post(f"/finance/accounts/{late.account_id}/charges/", sent)
    assert page.status_code == 422 and "breathing space" in desk.words(page)
    assert another(late, 0) and not Charge.objects.filter(description="Late").exists()
    hold.lift(by=None)
    assert client.post(f"/finance/accounts/{late.account_id}/charges/", sent).status_code == 302


def test_a_statement_of_a_past_day_says_no_ages(client, late):
    past = Statement.objects.make(late.account, after(-60), after(-1))
    assert past.closing == late.gross and past.ages == []
    assert sum(Statement.objects.make(late.account, after(-60), TODAY).ages) == late.gross
    page = client.get(f"/finance/accounts/{late.account_id}/statements/?first={after(-60)}&last={after(-1)}")
    kept = client.get(f"/finance/statements/{past.pk}/")
    assert page.status_code == kept.status_code == 200
    assert 'class="ages' not in desk.words(page) + desk.words(kept)
    assert "How long" not in desk.pdf_text(client.get(f"/finance/aged-debt/statements/{past.pk}.pdf").content)
