"""Papers by e-mail: a short letter with the PDF attached and, for an invoice, the link to pay."""

import smtplib
from datetime import timedelta
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import now
from django_q.tasks import async_task

from events.models import Refused
from invoicing.models import Council, Dispatch, Job, Paper, Sequence
from invoicing.printing import pay_url
from invoicing.queued import queued

UNSENT = (OSError, ValueError)  # what `send` raises where the mail server or the address is not right
TASK = "invoicing.tasks.email_documents"
NAMED = 3  # of those that could not be sent, how many a job names


class NotAllSent(Refused):
    """Some letters went, others did not; the message says whose, and why."""

    code = "not_all_sent"


class BeingSent(Refused):
    """Somebody has asked for the same letters, and they are on their way."""

    code = "being_sent"


@transaction.atomic
def ask_to_email(kind, pks, *, title, by):
    """Have the worker send these documents (a kind of invoicing/paper_kinds.py). Returns the job to look at.

    Raises BeingSent where a job that is still open has some of them: pressed twice is asked for once.
    """
    Sequence.objects.lock("E-MAILS")  # two who ask at once are seen one after the other
    refuse_again(kind, pks)
    job = Job.objects.create(title=title, wanted=len(pks), by=by)
    async_task(TASK, kind, list(pks), job.pk, by.pk)
    return job


def refuse_again(kind, pks):
    """Refused where some of these documents are on their way. A job that the worker gave up on holds up nobody."""
    given_up = now() - timedelta(seconds=settings.Q_CLUSTER["timeout"])
    asked = {job: same for about, theirs, job, _ in queued(TASK) if about == kind and (same := {*theirs} & {*pks})}
    job = Job.objects.filter(pk__in=asked, ended_at=None).exclude(began_at__lt=given_up).first()
    if job:
        count = len(asked[job.pk])
        raise BeingSent(f"{count} of these {'is' if count == 1 else 'are'} being e-mailed already ({job}). "
                        "Wait until that has ended, then send what is left.")  # fmt: skip


def send(paper, *, by=None, connection=None, since=None):
    """Send one paper to its account's address, and note that it went. False where there is no address.

    With `since` it is not sent where it was, or is just being, since then: False, too.
    Raises OSError, which every error of smtplib is, where the mail server does not take it, and ValueError where the
    address cannot be read.
    """
    document, customer = paper.document, paper.account.customer
    if not customer.email:
        return False
    message = letter(paper, document, customer)
    message.connection = connection
    message.attach(f"{slug(document)}.pdf", bytes(paper.pdf), "application/pdf")
    dispatch = claimed(paper, customer.email, by, since)
    if not dispatch:
        return False
    try:
        message.send()
    except BaseException:  # whatever stops it, the worker's own time limit among them: it did not go
        dispatch.delete()
        raise
    return True


@transaction.atomic
def claimed(paper, to, by, since):
    """Note one sending before it is made; None where somebody else has noted one since then.

    Two jobs may come to the same letter together, and one of them must leave it to the other. No lock is kept while
    the mail server answers, as on SQLite nobody could sell anything meanwhile: the lock is kept for the note alone,
    and the note is taken back where the letter does not go. A machine that loses its power between the two leaves
    that one letter noted and unsent, which is better than all of them sent twice.
    """
    Paper.objects.select_for_update().values_list("pk").get(pk=paper.pk)
    sent = Dispatch.objects.filter(paper=paper, channel=Dispatch.Channel.EMAIL)
    if since and sent.filter(at__gte=since).exists():
        return None
    return Dispatch.objects.create(paper=paper, channel=Dispatch.Channel.EMAIL, to=to, by=by)


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
    if isinstance(error, ValueError):
        return "the address cannot be read"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the mail server answered {error.smtp_code}"
    return "the mail server did not take it"


def summed_up(sent, failed, held=0):
    """How a sending ended: "41 sent by e-mail. Not sent: Ben (ben@…): …, and 3 more." """
    words = [f"{sent} sent by e-mail."]
    if failed:
        more = f", and {len(failed) - NAMED} more" if len(failed) > NAMED else ""
        words += [f"{len(failed)} not sent: {'; '.join(failed[:NAMED])}{more}."]
    if held:
        words += [f"{held} left out: recovery is on hold."]
    return " ".join(words)
