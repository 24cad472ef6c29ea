"""Nothing is sent twice, and nothing that a hold stops: by post, by e-mail, by two people or two jobs at once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from boxoffice.finance.listing.filter import waiting_for_post
from boxoffice.finance.listing.remembered import remembered
from events.models import Refused
from invoicing import print_queue, tasks
from invoicing.emails import ask_to_email, send
from invoicing.models import (
    Account,
    BillingRun,
    Dispatch,
    Invoice,
    Job,
    PrintBatch,
    RecoveryHold,
    Reminder,
    ReminderLine,
    ReminderStep,
)
from invoicing.printing import printed
from tests import cast
from tests.finance import desk

BATCHES = "/finance/print-queue/batches/"


class Interrupted(EmailBackend):
    """A mail server during whose first letter another job does all its work."""

    other = None

    def send_messages(self, messages):
        work, Interrupted.other = Interrupted.other, None
        if work:
            work()
        return super().send_messages(messages)


class Down(EmailBackend):
    """A mail server that breaks off."""

    def send_messages(self, messages):
        raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def three(fay, days, amy):
    """Invoices of Amy, Ben and Cat."""
    for number, name in enumerate(["ben", "cat"], 2):
        desk.charged(cast.trader(name), days[:1], number=str(number))
    BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    return list(Invoice.objects.order_by("account__customer__name"))


def key(document):
    return f"{type(document).__name__.lower()}-{document.pk}"


def waiting():
    """The ids of the invoices that wait for the post, which the list of invoices knows as well."""
    cache.clear()
    found = sorted(item.document.pk for item in print_queue.waiting(["invoice"]))
    assert sorted(waiting_for_post()) == found
    return found


def prefers(invoice, delivery):
    Account.objects.filter(pk=invoice.account_id).update(delivery=delivery)


def test_what_went_by_email_is_not_printed_once_the_account_wants_post(fay, three):
    prefers(three[0], "email")
    send(printed(three[0]), by=fay)
    prefers(three[0], "post")
    assert waiting() == [three[1].pk, three[2].pk]


def test_who_wants_both_is_sent_both(fay, three):
    prefers(three[0], "both")
    send(printed(three[0]), by=fay)
    assert three[0].pk in waiting()
    prefers(three[0], "post")
    assert three[0].pk not in waiting()


def test_what_was_never_emailed_is_printed_once_the_account_wants_post(three):
    prefers(three[0], "email")
    assert three[0].pk not in waiting()
    prefers(three[0], "post")
    assert three[0].pk in waiting()


def test_who_wants_email_and_has_no_address_waits_in_the_list_as_well(three):
    prefers(three[0], "email")
    type(three[0].account.customer).objects.update(email="")
    assert three[0].pk in waiting()


def test_the_list_sees_at_once_who_wants_both_and_what_the_mail_server_refused(fay, three):
    prefers(three[0], "email")
    send(printed(three[0]), by=fay)
    prefers(three[0], "post")
    assert three[0].pk not in waiting_for_post()
    prefers(three[0], "both")
    assert three[0].pk in waiting_for_post()
    first = Dispatch.objects.create(paper=printed(three[1]), channel="email", to="b@alderbrook.example")
    Dispatch.objects.create(paper=printed(three[2]), channel="email", to="c@alderbrook.example")
    assert three[1].pk not in waiting_for_post()
    first.delete()
    assert three[1].pk in waiting_for_post()


def test_one_answer_is_kept_of_each_question_and_a_new_stamp_asks_anew():
    cache.clear()
    kept = len(cache._cache)
    assert [remembered("what", [stamp], lambda stamp=stamp: stamp) for stamp in (1, 1, 2, 3)] == [1, 1, 2, 3]
    assert remembered("what", [3], lambda: "again") == 3
    assert len(cache._cache) == kept + 1


def reminder_about(*invoices):
    """Sent before any hold."""
    step = ReminderStep.objects.get_or_create(days_late=7, defaults={"title": "First", "channel": "post"})[0]
    made = Reminder.objects.create(account=invoices[0].account, step=step, on=localdate(), title="First", text="Pay.",
                                   total=100, billed_to="Amy\n1 High Street\nAB1 2CD",
                                   seller=invoices[0].seller, sent_at=now() - timedelta(hours=1))  # fmt: skip
    for invoice in invoices:
        ReminderLine.objects.create(reminder=made, invoice=invoice, due_on=localdate(), owing=100)
    return made


def hold(invoice, fay, *, whole=False):
    about = {} if whole else {"invoice": invoice}
    return RecoveryHold.objects.create(account=invoice.account, cause="breathing", reason="Breathing space",
                                       begins_on=localdate(), placed_by=fay, **about)  # fmt: skip


@pytest.mark.parametrize("whole", [True, False])
def test_a_reminder_is_not_printed_while_a_hold_stops_it(fay, three, whole):
    reminder = reminder_about(three[0])
    assert [item.document for item in print_queue.waiting(["reminder"])] == [reminder]
    held = hold(three[0], fay, whole=whole)
    assert print_queue.waiting(["reminder"]) == []
    with pytest.raises(Refused, match="on hold"):
        print_queue.make_batch([key(reminder)], by=fay)
    batch = print_queue.make_batch([key(reminder), key(three[1])], by=fay)
    assert [paper.document for paper in batch.papers.all()] == [three[1]]
    held.lift(by=fay)
    assert [item.document for item in print_queue.waiting(["reminder"])] == [reminder]


def test_a_reminder_with_one_invoice_that_nothing_holds_is_printed(fay, three):
    reminder = reminder_about(three[0], three[1])
    hold(three[0], fay)
    assert [item.document for item in print_queue.waiting(["reminder"])] == [reminder]


def test_a_hold_placed_while_the_worker_was_asked_to_print_is_kept_to(fay, three, monkeypatch):
    monkeypatch.setattr(print_queue, "AT_ONCE", 1)
    batch = print_queue.make_batch([key(reminder_about(three[0])), key(three[1])], by=fay)
    hold(three[0], fay)
    desk.work()
    assert [paper.document for paper in batch.papers.all()] == [three[1]]


@pytest.mark.parametrize("whole", [True, False])
def test_a_reminder_is_not_emailed_while_a_hold_stops_it_and_the_job_says_so(fay, three, whole):
    reminders = [reminder_about(three[0]), reminder_about(three[1])]
    job = ask_to_email("reminder", [each.pk for each in reminders], title="E-mail", by=fay)
    hold(three[0], fay, whole=whole)
    desk.work()
    job.refresh_from_db()
    assert [message.to for message in mail.outbox] == [[three[1].account.customer.email]]
    assert job.said == "1 sent by e-mail. 1 left out: recovery is on hold." and not job.failed


def test_two_email_jobs_at_once_send_each_letter_once(fay, three, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Interrupted"
    pks = [invoice.pk for invoice in three]
    jobs = [Job.objects.create(title="E-mail", wanted=3, by=fay) for _ in range(2)]
    Interrupted.other = lambda: tasks.email_documents("invoice", pks, jobs[1].pk, fay.pk)
    tasks.email_documents("invoice", pks, jobs[0].pk, fay.pk)
    assert sorted(message.to[0][:3] for message in mail.outbox) == ["amy", "ben", "cat"]
    assert sorted(Job.objects.values_list("said", flat=True)) == ["1 sent by e-mail.", "2 sent by e-mail."]
    assert Dispatch.objects.count() == 3


def test_a_letter_that_was_broken_off_is_not_noted_as_sent(fay, three, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    with pytest.raises(KeyboardInterrupt):
        send(printed(three[0]), by=fay)
    assert not Dispatch.objects.exists()


def test_letters_that_are_on_their_way_are_not_asked_for_again(client, fay, three):
    job = ask_to_email("invoice", [three[0].pk, three[1].pk], title="E-mailing 2 invoices", by=fay)
    with pytest.raises(Refused, match="1 of these is being e-mailed already .E-mailing 2 invoices"):
        ask_to_email("invoice", [three[1].pk, three[2].pk], title="E-mail", by=fay)
    ask_to_email("invoice", [three[2].pk], title="E-mail", by=fay)
    answer = client.post("/finance/invoices/emails/", {"chosen": [three[0].pk]})
    assert answer.status_code == 422 and "being e-mailed already" in desk.words(answer)
    assert Job.objects.count() == 2
    desk.work()
    assert len(mail.outbox) == 3
    job.refresh_from_db()
    assert job.ended_at and ask_to_email("invoice", [three[0].pk], title="Again", by=fay)


def test_a_job_that_the_worker_gave_up_on_holds_up_nobody(fay, three):
    job = ask_to_email("invoice", [three[0].pk], title="E-mail", by=fay)
    Job.objects.filter(pk=job.pk).update(began_at=now() - timedelta(hours=1))
    assert ask_to_email("invoice", [three[0].pk], title="Again", by=fay)


def test_print_all_pressed_by_two_at_once_makes_one_batch(client, fay, three, monkeypatch):
    looked_up, others = print_queue.found, []

    def found(*keys, **how):
        if not others:
            others.append(None)
            others.append(client.post(BATCHES, {"all": "1"}))
        return looked_up(*keys, **how)

    monkeypatch.setattr(print_queue, "found", found)
    answer = client.post(BATCHES, {"all": "1"})
    assert answer.status_code == 422 and "in a batch already" in desk.words(answer)
    assert others[1].status_code == 302 and PrintBatch.objects.get().papers.count() == 3


def test_print_all_leaves_out_what_the_worker_is_still_to_draw(client, fay, three, monkeypatch):
    monkeypatch.setattr(print_queue, "AT_ONCE", 2)
    client.post(BATCHES, {"all": "1"})
    assert client.post(BATCHES, {"all": "1"}).status_code == 422
    run = three[0].run
    client.post(f"/finance/billing-runs/{run.pk}/prints/")
    desk.work()
    assert PrintBatch.objects.get().papers.count() == 3


def test_marking_a_batch_printed_reads_no_pages_and_is_done_whole_or_not_at_all(fay, three, monkeypatch):
    batch = print_queue.make_batch([key(invoice) for invoice in three], by=fay)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(type(Dispatch.objects.all()), "bulk_create", lambda *rows, **how: 1 / 0)
        batch.mark_printed(by=fay)
    assert PrintBatch.objects.get().printed_at is None
    with CaptureQueriesContext(connection) as asked:
        batch.mark_printed(by=fay)
    assert not any('"pdf"' in query["sql"] for query in asked)
    assert Dispatch.objects.filter(channel="post", batch=batch).count() == 3
