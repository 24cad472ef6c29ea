"""Papers by e-mail: both parts, the PDF, where answers go; and one address that fails stops nobody else."""

import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from invoicing.emails import ask_to_email, letter, send
from invoicing.models import Account, BillingRun, Dispatch, Invoice
from invoicing.printing import printed
from tests import cast
from tests.finance import desk

BAD = "ben@alderbrook.example"


class Choosy(EmailBackend):
    """A mail server that refuses Ben's address."""

    def send_messages(self, messages):
        if BAD in messages[0].to:
            raise smtplib.SMTPRecipientsRefused({BAD: (550, b"No such user")})
        return super().send_messages(messages)


class Asleep(EmailBackend):
    """A mail server that does not answer."""

    def open(self):
        raise ConnectionRefusedError("Connection refused")


@pytest.fixture
def invoices(fay, days, amy):
    """Invoices of Amy, Ben and Cat, in this order."""
    for number, name in enumerate(["ben", "cat"], 2):
        desk.charged(cast.trader(name), days[:1], number=str(number))
    BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    return list(Invoice.objects.order_by("account__customer__name"))


def ask(invoices, fay):
    job = ask_to_email("invoice", [invoice.pk for invoice in invoices], title="E-mail", by=fay)
    desk.work()
    job.refresh_from_db()
    return job


def test_a_letter_has_both_parts_the_paper_and_the_councils_address(fay, invoices):
    invoice = invoices[0]
    assert send(printed(invoice), by=fay)
    [message] = mail.outbox
    html, kind = message.alternatives[0]
    (name, content, mime), = message.attachments
    assert message.subject == f"Invoice {invoice.number} from {invoice.seller['name']}"
    assert message.to == ["amy@alderbrook.example"] and message.reply_to == [invoice.seller["email"]]
    assert (kind, mime, name) == ("text/html", "application/pdf", f"{invoice.number.lower()}.pdf")
    assert content == bytes(invoice.paper.pdf)
    for part in (message.body, html):
        assert "£88.20" in part and f"/pay/{invoice.pay_token}/" in part and invoice.account.reference in part
    assert "Amy's Cheese" in message.body and "&#x27;" not in message.body
    sent = Dispatch.objects.get()
    assert (sent.channel, sent.to, sent.by, sent.paper.invoice) == ("email", message.to[0], fay, invoice)


def test_a_council_with_a_comma_in_its_name_is_still_one_sender(invoices):
    invoice = invoices[0]
    invoice.seller = {**invoice.seller, "name": "Alderbrook, the Council"}
    message = letter(printed(invoice), invoice, invoice.account.customer)
    assert message.message()["From"].startswith('"Alderbrook, the Council" <')


def test_who_has_no_address_is_sent_nothing(invoices):
    customer = invoices[0].account.customer
    type(customer).objects.filter(pk=customer.pk).update(email="")
    assert send(printed(Invoice.objects.get(pk=invoices[0].pk))) is False
    assert not mail.outbox and not Dispatch.objects.exists()


def test_one_address_that_fails_is_named_and_stops_nobody_else(settings, fay, invoices):
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    job = ask(invoices, fay)
    assert [message.to for message in mail.outbox] == [["amy@alderbrook.example"], ["cat@alderbrook.example"]]
    assert job.failed and job.done == 3
    assert job.said == (f"2 sent by e-mail. 1 not sent: Ben's Cheese ({BAD}): the mail server refused the address.")
    assert not Dispatch.objects.filter(paper__invoice=invoices[1]).exists()


def test_a_mail_server_that_does_not_answer_sends_nothing_and_says_what_to_do(settings, fay, invoices):
    settings.EMAIL_BACKEND = f"{__name__}.Asleep"
    job = ask(invoices, fay)
    assert job.failed and "Ask IT" in job.said and not Dispatch.objects.exists()


def test_done_again_it_sends_only_the_rest(fay, invoices):
    job = ask_to_email("invoice", [invoice.pk for invoice in invoices], title="E-mail", by=fay)
    send(printed(invoices[0]), by=fay)
    desk.work()
    job.refresh_from_db()
    assert job.said == "2 sent by e-mail." and not job.failed
    assert sorted(message.to[0][:3] for message in mail.outbox) == ["amy", "ben", "cat"]


def test_many_that_failed_are_counted_and_three_named(fay, invoices, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    from_all = type(invoices[0].account.customer).objects.filter(account__in=Account.objects.all())
    from_all.update(email=BAD)
    job = ask(invoices, fay)
    assert job.said.startswith("0 sent by e-mail. 3 not sent: Amy's Cheese") and len(job.said) <= 300
