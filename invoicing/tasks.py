"""What the worker does for invoicing. Every task bears being done twice: the worker promises at least once."""

from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django_q.tasks import async_task

from events.models import Refused
from invoicing import print_queue
from invoicing.emails import NotAllSent, send, summed_up, why_not_sent
from invoicing.models import BillingRun, Dispatch, Invoice, Job, PrintBatch
from invoicing.paper_kinds import KINDS, rows
from invoicing.printing import printed

DRAWN_AT_ONCE = 25  # invoices drawn by one task, so that two workers share the work of a run


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
    """Issue a billing run, counting along; hand the drawing of pages out in parcels as the invoices come."""
    run = BillingRun.objects.select_related("job").get(pk=pk)
    parcel = []

    def each(invoice):
        run.job.step()
        parcel.append(invoice.pk)
        if len(parcel) == DRAWN_AT_ONCE:
            hand_out(parcel)

    with Underway(run.job, run.ready_count()) as underway:
        issued = run.issue(by=get_user_model().objects.get(pk=user), each=each)
        hand_out(parcel)
        underway.said = f"{len(issued)} invoice{'' if len(issued) == 1 else 's'} issued."


def hand_out(parcel):
    """Have a parcel of invoices drawn, and empty it."""
    if parcel:
        async_task("invoicing.tasks.draw_invoices", list(parcel))
        parcel.clear()


def draw_invoices(pks):
    """Draw and store the pages of these invoices; those drawn already are left alone."""
    for invoice in Invoice.objects.filter(pk__in=pks, paper=None).select_related("account__customer"):
        printed(invoice)


def email_documents(kind, pks, job, user):
    """Draw and send documents by e-mail. One that went since this was asked for is not sent again.

    A letter that the mail server refuses does not stop the others; the job ends naming whose it was.
    """
    job, by = Job.objects.get(pk=job), get_user_model().objects.get(pk=user)
    gone = Dispatch.objects.filter(channel=Dispatch.Channel.EMAIL, at__gte=job.asked_at)
    gone = set(gone.exclude(**{f"paper__{kind}": None}).values_list(f"paper__{kind}", flat=True))
    left = [pk for pk in pks if pk not in gone]
    with Underway(job, len(left)) as underway, mail_server() as connection:
        sent, failed = 0, []
        for document in rows(kind, left):
            why = try_to_send(KINDS[kind].printed(document), by, connection)
            sent, failed = sent + (not why), failed + [why] if why else failed
            job.step()
        underway.said = summed_up(sent, failed)
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


def try_to_send(paper, by, connection):
    """Send one paper; "" where it went, else whose it was and why not."""
    customer = paper.account.customer
    try:
        return "" if send(paper, by=by, connection=connection) else f"{customer}: no e-mail address"
    except OSError as error:
        connection.close()  # a connection that refused one letter may be of no use for the next: it opens anew
        return f"{customer} ({customer.email}): {why_not_sent(error)}"


def print_batch(batch, keys, job):
    """Draw what a print batch is to hold, and put its one PDF together."""
    batch, job = PrintBatch.objects.get(pk=batch), Job.objects.get(pk=job)
    with Underway(job, len(keys)) as underway:
        print_queue.fill(batch, keys, job.step)
        print_queue.make_file(batch)
        underway.said = f"{batch.papers.count()} papers are ready to print."
