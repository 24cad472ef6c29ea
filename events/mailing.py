"""Messages by e-mail: each goes once; one that a mail server will not take three times goes by post instead."""

import smtplib
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils.timezone import now

from events.models import Message

AT_ONCE = 200  # messages sent by one run of the task: the next minute sends more
UNSENT = (OSError, ValueError)  # what sending raises where the mail server or the address is not right


def send_waiting(at=None):
    """Send what waits to go by e-mail; how many went. A mail server that does not answer costs no message a try."""
    waiting = list(Message.objects.to_email().select_related("customer").order_by("pk")[:AT_ONCE])
    if not waiting:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except OSError:
        return 0
    try:
        return sum(send(message, connection, at or now()) for message in waiting)
    finally:
        connection.close()


def send(message, connection, at):
    """Send one message, once: whoever stamps it first sends it. False where another did, or it was not taken."""
    if not Message.objects.claim(message, at):
        return False
    try:
        letter(message, connection).send()
    except UNSENT as error:
        connection.close()  # it opens anew for the next one
        message.not_taken(why(error))
        return False
    except BaseException:  # whatever stops it, the worker's own time limit among them: it did not go
        message.not_taken("It was interrupted.", counts=False)
        raise
    return True


def letter(message, connection=None):
    """The e-mail, as plain text and as HTML."""
    council = settings.COUNCIL
    about = {"message": message, "council": council, "site_url": settings.SITE_URL, "signs_in": message.signs_in,
             "paragraphs": message.paragraphs}  # fmt: skip
    mail = EmailMultiAlternatives(
        message.subject, render_to_string("emails/message.txt", about), to=[message.customer.email],
        from_email=formataddr((council["name"], parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        reply_to=[council["email"]], connection=connection,
    )  # fmt: skip
    mail.attach_alternative(render_to_string("emails/message.html", about), "text/html")
    return mail


def why(error):
    """What went wrong, in few words."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "The mail server refused the address."
    if isinstance(error, ValueError):
        return "The address cannot be read."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"The mail server answered {error.smtp_code}."
    return "The mail server did not take it."
