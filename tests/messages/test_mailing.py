"""Messages by e-mail: once each; what is not taken three times goes by post; a server that is away costs nothing."""

import smtplib

import pytest
from django.core import mail

from events import mailing
from events.mailing import send_waiting
from events.models import Message
from tests import cast


@pytest.fixture
def amy(db):
    return cast.trader("amy")


@pytest.fixture
def tell(amy):
    def tell(subject="Cancelled", **fields):
        return Message.objects.tell(amy, topic="weather", subject=subject, body="First.\n\nSecond <b>.", **fields)

    return tell


def test_a_message_goes_once_as_text_and_html(tell):
    message = tell()
    assert send_waiting() == 1 and send_waiting() == 0
    letter = mail.outbox[0]
    assert letter.to == ["amy@alderbrook.example"] and letter.subject == "Cancelled"
    assert "Dear Amy's Cheese,\n\nFirst.\n\nSecond <b>." in letter.body
    assert "<p>Second &lt;b&gt;.</p>" in letter.alternatives[0][0]
    message.refresh_from_db()
    assert message.emailed_at and message.state == ("ok", "E-mailed")


def test_the_same_is_told_once(tell):
    assert tell(once="weather-1") == tell("Again", once="weather-1")
    assert Message.objects.count() == 1


def test_without_an_address_it_waits_to_be_printed(amy, tell):
    type(amy).objects.filter(pk=amy.pk).update(email="")
    amy.refresh_from_db()
    message = tell()
    assert message.by_post and list(Message.objects.to_print()) == [message]
    assert send_waiting() == 0 and not mail.outbox


@pytest.mark.parametrize(("error", "words"), [
    (smtplib.SMTPRecipientsRefused({}), "The mail server refused the address."),
    (smtplib.SMTPDataError(552, b"full"), "The mail server answered 552."),
    (ValueError("bad"), "The address cannot be read."),
])  # fmt: skip
def test_what_is_not_taken_three_times_goes_by_post(tell, monkeypatch, error, words):
    def refuse(*args):
        raise error

    message = tell()
    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", refuse)
    for tries in (1, 2, 3):
        assert send_waiting() == 0
        message.refresh_from_db()
        assert (message.email_tries, message.by_post, message.emailed_at) == (tries, tries == 3, None)
    assert message.email_failed == words and message.state == ("warn", "To print")


def test_a_mail_server_that_does_not_answer_costs_no_try(tell, monkeypatch):
    class Away:
        def open(self):
            raise ConnectionRefusedError

    message = tell()
    monkeypatch.setattr(mailing, "get_connection", Away)
    assert send_waiting() == 0
    message.refresh_from_db()
    assert (message.email_tries, message.by_post) == (0, False)


def test_one_bad_address_does_not_stop_the_others(tell, monkeypatch):
    tell("First"), tell("Second")
    send = mail.EmailMultiAlternatives.send

    def refuse_the_first(letter, *args):
        if letter.subject == "First":
            raise smtplib.SMTPRecipientsRefused({})
        return send(letter, *args)

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", refuse_the_first)
    assert send_waiting() == 1 and [letter.subject for letter in mail.outbox] == ["Second"]


def test_two_workers_send_one_message_once(tell):
    message = tell()
    assert Message.objects.claim(message, message.at) and not Message.objects.claim(message, message.at)


def test_a_worker_that_is_stopped_leaves_the_message_to_be_sent(tell, monkeypatch):
    def stop(*args):
        raise KeyboardInterrupt

    message = tell()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(mail.EmailMultiAlternatives, "send", stop)
        send_waiting()
    message.refresh_from_db()
    assert (message.emailed_at, message.email_tries) == (None, 0)
    assert send_waiting() == 1
