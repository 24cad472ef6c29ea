"""What the worker does for invoicing. Every task bears being done twice: the worker promises at least once."""

from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django.db import transaction
from django_q.tasks import async_task

from events.models import Refused
from invoicing import print_queue
from invoicing.card_payments import give_back
from invoicing.emails import UNSENT, NotAllSent, send, summed_up, why_not_sent
from invoicing.models import BillingRun, Dispatch, Invoice, Job, Paper, PrintBatch
from invoicing.paper_kinds import KINDS, rows
from invoicing.printing import document_of, pdf

A_PARCEL = 25  # accounts billed by one task, so that the workers share a run


class Underway:
    """A job while it is worked at: begins with what there is to do, and ends in words, also where it fails."""

    def __init__(self, job, wanted):
        self.job, self.wanted, self.said = job, wanted, ""

    def __enter__(self):
        self.job.begin(self.wanted)
        return self

    def __exit__(self, kind, error, trace):
        if error is None:
            self.job.end(self.said)
        else:
            self.job.end(error.message if isinstance(error, Refused) else f"It stopped: {error}", failed=True)
        return isinstance(error, Refused)


def issue_run(pk, user):
    """Share a billing run out in parcels of accounts, which the workers then issue and draw side by side."""
    run = BillingRun.objects.select_related("job").get(pk=pk)
    accounts = run.ready_accounts()
    undrawn = list(run.invoices.filter(paper=None).values_list("pk", flat=True))  # of a try that was cut off
    with transaction.atomic():
        run.job.begin(len(accounts))
        for parcel in parcels(accounts):
            async_task("invoicing.tasks.issue_parcel", pk, parcel, user)
        for parcel in parcels(undrawn):
            async_task("invoicing.tasks.draw_invoices", parcel)
    if not accounts:
        finish(run)


def parcels(pks):
    return [pks[start : start + A_PARCEL] for start in range(0, len(pks), A_PARCEL)]


def issue_parcel(pk, accounts, user):
    """Issue and draw what a run has for these accounts. The last parcel says how many invoices there are."""
    run = BillingRun.objects.select_related("job").get(pk=pk)
    try:
        issued = run.issue(by=get_user_model().objects.get(pk=user), accounts=accounts)
        draw_invoices([invoice.pk for invoice in issued])
    except Refused as refusal:
        run.job.end(refusal.message, failed=True)
        return
    except Exception as error:
        run.job.end(f"It stopped: {error}", failed=True)
        raise
    run.job.step(len(accounts))
    run.job.refresh_from_db()
    if run.job.done >= run.job.wanted:
        finish(run)


def finish(run):
    """Nothing of a run is left to issue."""
    run.finish()
    count = run.invoices.count()
    run.job.end(f"{count} invoice{'' if count == 1 else 's'} issued.")


def draw_invoices(pks):
    """Draw and store the pages of these invoices together; those drawn already are left alone."""
    invoices = Invoice.objects.filter(pk__in=pks, paper=None).select_related("account").prefetch_related("charges")
    Paper.objects.store("invoice", [(invoice, pdf(document_of(invoice))) for invoice in invoices])


def email_documents(kind, pks, job, user):
    """Draw and send documents by e-mail. One that went since this was asked for is not sent again.

    What a hold stops by now is left out, looked at letter by letter. A letter that the mail server refuses does not
    stop the others; the job ends naming whose it was.
    """
    job, by = Job.objects.get(pk=job), get_user_model().objects.get(pk=user)
    gone = Dispatch.objects.filter(channel=Dispatch.Channel.EMAIL, at__gte=job.asked_at)
    gone = set(gone.exclude(**{f"paper__{kind}": None}).values_list(f"paper__{kind}", flat=True))
    left = [pk for pk in pks if pk not in gone]
    with Underway(job, len(left)) as underway, mail_server() as connection:
        sent, failed, held = 0, [], 0
        for document in rows(kind, left):
            if KINDS[kind].may_go(document):
                went, why = try_to_send(KINDS[kind].printed(document), by, connection, job.asked_at)
                sent, failed = sent + went, failed + why
            else:
                held += 1
            job.step()
        underway.said = summed_up(sent, failed, held)
        if failed:
            raise NotAllSent(underway.said)


@contextmanager
def mail_server():
    """One connection for all the letters of a task. Refused where the server does not answer at all."""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        raise Refused("The mail server does not answer, so nothing was sent. Ask IT, then send again.") from error
    try:
        yield connection
    finally:
        connection.close()


def try_to_send(paper, by, connection, since):
    """Send one paper: (whether it went, [whose it was and why not]). Neither where another job sent it since then."""
    customer = paper.account.customer
    if not customer.email:
        return False, [f"{customer}: no e-mail address"]
    try:
        return send(paper, by=by, connection=connection, since=since), []
    except UNSENT as error:
        connection.close()  # a connection that refused one letter may be of no use for the next: it opens anew
        return False, [f"{customer} ({customer.email}): {why_not_sent(error)}"]


def print_batch(batch, keys, job):
    """Draw what a print batch is to hold, and put its one PDF together."""
    batch, job = PrintBatch.objects.get(pk=batch), Job.objects.get(pk=job)
    with Underway(job, len(keys)) as underway:
        print_queue.fill(batch, keys, job.step)
        print_queue.make_file(batch)
        underway.said = f"{batch.papers.count()} papers are ready to print."


def refund_card(refund, job):
    """Give a granted refund back to its card. Where Stripe is away the job says so, and the worker tries again."""
    job = Job.objects.get(pk=job)
    job.begin(1)
    try:
        give_back(refund)
    except Refused as refusal:
        job.end(refusal.message, failed=True)
        raise
    job.step()
    job.end("Stripe gave it back.")
