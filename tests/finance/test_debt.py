"""Aged debt, reminders and statements, through the desk."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils.timezone import localdate, localtime

from invoicing.aged_debt import control_total, debt_rows
from invoicing.dunning import apply_arrears, remind
from invoicing.models import (
    Account,
    ArrearsPolicy,
    BillingRun,
    Invoice,
    Payment,
    RecoveryHold,
    Reminder,
    ReminderStep,
)
from invoicing.models.account import CreditRefused
from tests import cast
from tests.finance import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def ladder():
    """Three steps; the last one lets no casual place."""
    text = "Dear {name}, {total} has been owed since {oldest}, {days} days."
    return [ReminderStep.objects.create(days_late=days, title=title, text=text, market_action=action)
            for days, title, action in ((7, "A reminder", ""), (21, "Second reminder", ""),
                                        (35, "Final notice", "casual"))]  # fmt: skip


@pytest.fixture
def late(fay):
    """Amy's invoice, ten days overdue."""
    amy = cast.trader()
    desk.charged(amy, cast.market()[:2])
    run = BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay)
    invoice, = run.issue(by=fay, at=localtime() - timedelta(days=40))
    return invoice


def late_by(days):
    """The day on which Amy's invoice is so many days overdue."""
    return localdate() + timedelta(days=days - 10)


def test_aged_debt_shows_each_account_by_age_and_agrees_with_the_ledger(client, fay, late):
    row, = debt_rows(localdate())
    assert row.overdue == late.gross == row.ages[0]
    assert row.owed == control_total()
    page = client.get("/finance/aged-debt/").content.decode()
    assert "Amy&#x27;s Cheese" in page
    assert "Agrees" in page


@pytest.mark.parametrize(("days", "column"), [(1, 0), (30, 0), (31, 1), (60, 1), (61, 2), (91, 3), (121, 4)])
def test_a_debt_moves_from_column_to_column(late, days, column):
    ages = debt_rows(late_by(days))[0].ages
    assert ages == [late.gross if i == column else 0 for i in range(5)]


def test_credit_on_an_account_is_taken_off_what_it_owes(late, fay):
    Payment.objects.receive(late.account, "bacs", 1000, by=fay, reference="line 1")
    row, = debt_rows(localdate())
    assert (row.credit, row.owed) == (1000, late.gross - 1000) and row.owed == control_total()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_aged_debt_is_a_file_for_a_spreadsheet(client, fay, late, form):
    answer = client.get(f"/finance/aged-debt.{form}")
    assert answer.status_code == 200
    assert f".{form}" in answer["Content-Disposition"]
    assert client.get("/finance/aged-debt.exe").status_code == 404


def test_a_reminder_is_previewed_and_nothing_is_kept(client, fay, late, ladder):
    page = client.get("/finance/aged-debt/reminders/").content.decode()
    assert "A reminder" in page and late.number in page
    answer = client.get(f"/finance/aged-debt/reminders/samples/{late.account_id}.pdf")
    assert answer.content[:5] == b"%PDF-"
    assert not Reminder.objects.exists()


def test_a_reminder_is_sent_once_and_the_next_step_only_when_it_is_reached(client, fay, late, ladder):
    ticked = {"account": [late.account_id]}
    client.post("/finance/aged-debt/reminders/", ticked)
    assert client.post("/finance/aged-debt/reminders/", ticked).status_code == 422
    reminder = Reminder.objects.get()
    assert "has been owed" in reminder.text and reminder.paper.intact()
    assert client.get(f"/finance/aged-debt/reminders/{reminder.pk}.pdf").content == bytes(reminder.paper.pdf)
    assert [due.step.title for due in Reminder.objects.due(late_by(20))] == []
    assert [due.step.title for due in Reminder.objects.due(late_by(22))] == ["Second reminder"]


def test_nothing_ticked_sends_nothing_and_says_so(client, fay, late, ladder):
    answer = client.post("/finance/aged-debt/reminders/")
    assert answer.status_code == 422 and "Tick at least one" in answer.content.decode()


def test_a_reminder_goes_by_e_mail_to_whom_it_should(fay, late, ladder):
    Account.objects.filter(pk=late.account_id).update(delivery="email")
    remind(Account.objects.get(pk=late.account_id), by=fay)
    assert mail.outbox[0].to == [late.account.customer.email]
    assert mail.outbox[0].attachments[0][1][:5] == b"%PDF-"


@pytest.mark.parametrize("cause", list(RecoveryHold.Cause))
def test_a_hold_stops_reminders_and_lifting_it_starts_them_again(fay, late, ladder, cause):
    hold = RecoveryHold.objects.create(account=late.account, cause=cause, reason="Told us so", begins_on=localdate())
    assert Reminder.objects.due(localdate()) == []
    assert remind(late.account, by=fay) is None
    hold.lift(by=fay)
    assert len(Reminder.objects.due(localdate())) == 1


def test_a_dispute_holds_back_its_own_invoice_alone(fay, late, ladder):
    other = desk.charged(late.account.customer, cast.Occurrence.objects.all()[3:4], number="5")
    del other
    run = BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay)
    second, = run.issue(by=fay, at=localtime() - timedelta(days=40))
    RecoveryHold.objects.create(account=late.account, invoice=late, cause="dispute", reason="Wrong pitch",
                                begins_on=localdate())  # fmt: skip
    due, = Reminder.objects.due(localdate())
    assert [item.invoice for item in due.items] == [second]


def test_a_payment_plan_holds_for_as_long_as_it_is_kept(fay, late, ladder):
    hold = RecoveryHold.objects.create(account=late.account, cause="plan", reason="Agreed by telephone",
                                       begins_on=localdate() - timedelta(days=9))  # fmt: skip
    parts = hold.plan(late.gross, 3, localdate() - timedelta(days=3))
    assert sum(part.amount for part in parts) == late.gross
    assert len(Reminder.objects.due(localdate())) == 1
    Payment.objects.receive(late.account, "bacs", parts[0].amount, by=fay, reference="first")
    assert Reminder.objects.due(localdate()) == []


def test_arrears_stop_credit_and_casual_places_until_they_are_paid(fay, late, ladder):
    ArrearsPolicy.objects.create(stop_credit_after=5, stop_casual_after=5)
    with pytest.raises(CreditRefused, match="overdue"):
        late.account.check_credit(1)
    assert apply_arrears() == 1
    trader = Account.objects.get(pk=late.account_id).customer.trader
    assert trader.why_not(cast.Event.objects.get(), [], casual=True)
    assert not trader.why_not(cast.Event.objects.get(), [])
    Payment.objects.receive(late.account, "bacs", late.gross, invoice=late, by=fay, reference="all")
    late.account.check_credit(1)
    assert apply_arrears() == 1
    trader.refresh_from_db()
    assert trader.casual_stopped == ""


def test_breathing_space_lifts_what_arrears_did(late):
    ArrearsPolicy.objects.create(stop_credit_after=5, stop_casual_after=5)
    RecoveryHold.objects.create(account=late.account, cause="breathing", reason="Notified", begins_on=localdate(),
                                ends_on=localdate() + timedelta(days=60))  # fmt: skip
    late.account.check_credit(1)
    assert apply_arrears() == 0


def test_the_last_step_of_the_ladder_lets_no_casual_place(fay, late, ladder):
    remind(late.account, by=fay, day=late_by(36))
    assert apply_arrears(late_by(36)) == 1


def test_statements_are_made_for_all_with_a_balance_in_the_background(client, fay, late):
    today = localdate()
    answer = client.post("/finance/aged-debt/statements/", {"first": today.replace(day=1), "last": today})
    assert answer.status_code == 302 and "/jobs/" in answer["Location"]
    wrong = client.post("/finance/aged-debt/statements/", {"first": today, "last": date(2020, 1, 1)})
    assert wrong.status_code == 422 and "before the first" in wrong.content.decode()


def test_who_may_not_bill_may_not_remind(client, late, ladder):
    client.force_login(cast.staff("dee", "Door"))
    assert client.post("/finance/aged-debt/reminders/", {"account": [late.account_id]}).status_code in (302, 403)
    assert not Reminder.objects.exists() and Invoice.objects.exists()
