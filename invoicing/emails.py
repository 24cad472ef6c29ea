"""Papers by e-mail: a short letter with the PDF attached and, for an invoice, the link to pay."""

import smtplib
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django_q.tasks import async_task

from events.models import Refused
from invoicing.models import Council, Dispatch, Job
from invoicing.printing import pay_url

NAMED = 3  # of those that could not be sent, how many a job names


class NotAllSent(Refused):
    """Some letters went, others did not; the message says whose, and why."""

    code = "not_all_sent"


@transaction.atomic
def ask_to_email(kind, pks, *, title, by):
    """Have the worker send these documents (a kind of invoicing/paper_kinds.py). Returns the job to look at."""
    job = Job.objects.create(title=title, wanted=len(pks), by=by)
    async_task("invoicing.tasks.email_documents", kind, list(pks), job.pk, by.pk)
    return job


def send(paper, *, by=None, connection=None):
    """Send one paper to its account's address, and note that it went. False where there is no address.

    Raises OSError, which every error of smtplib is, where the mail server does not take it.
    """
    document, customer = paper.document, paper.account.customer
    if not customer.email:
        return False
    message = letter(paper, document, customer)
    message.connection = connection
    message.attach(f"{slug(document)}.pdf", bytes(paper.pdf), "application/pdf")
    message.send()
    Dispatch.objects.create(paper=paper, channel=Dispatch.Channel.EMAIL, to=customer.email, by=by)
    return True


def letter(paper, document, customer):
    """The words, as plain text and as HTML. Answers go to the council, whatever address the server sends from."""
    seller = getattr(document, "seller", None) or Council.current().printed()
    about = {"document": document, "name": customer.name, "seller": seller, "title": title(paper, document),
             "owing": document.owing_total() if paper.invoice_id else 0,
             "pay_url": pay_url(document) if paper.invoice_id else "", "account": paper.account}  # fmt: skip
    message = EmailMultiAlternatives(
        f"{about['title']} from {seller['name']}", render_to_string("emails/paper.txt", about),
        from_email=formataddr((seller["name"], parseaddr(settings.DEFAULT_FROM_EMAIL)[1])), to=[customer.email],
        reply_to=[seller["email"]] if seller.get("email") else [],
    )  # fmt: skip
    message.attach_alternative(render_to_string("emails/paper.html", about), "text/html")
    return message


TITLES = {"invoice": "Invoice {document}", "credit_note": "Credit note {document}", "payment": "Your receipt",
          "reminder": "{document.title}", "statement": "Statement of your account"}  # fmt: skip


def title(paper, document):
    """What the subject line calls it."""
    kind = next(name for name in TITLES if getattr(paper, f"{name}_id"))
    return TITLES[kind].format(document=document)


def slug(document):
    """A file name for it."""
    return str(document).lower().replace(",", "").replace(" ", "-")[:60]


def why_not_sent(error):
    """What went wrong with one letter, in few words."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "the mail server refused the address"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the mail server answered {error.smtp_code}"
    return "the mail server did not take it"


def summed_up(sent, failed):
    """How a sending ended: "41 sent by e-mail. Not sent: Ben (ben@…): …, and 3 more." """
    words = [f"{sent} sent by e-mail."]
    if failed:
        more = f", and {len(failed) - NAMED} more" if len(failed) > NAMED else ""
        words += [f"{len(failed)} not sent: {'; '.join(failed[:NAMED])}{more}."]
    return " ".join(words)
