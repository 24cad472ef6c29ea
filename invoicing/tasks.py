"""What the worker does for invoicing. Every task bears being done twice: the worker promises at least once."""

from django.contrib.auth import get_user_model
from django_q.tasks import async_task

from events.models import Refused
from invoicing.emails import send
from invoicing.models import BillingRun, Dispatch, Invoice, Job, Paper
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
        underway.said = f"{len(issued)} invoices issued."


def hand_out(parcel):
    """Have a parcel of invoices drawn, and empty it."""
    if parcel:
        async_task("invoicing.tasks.draw_invoices", list(parcel))
        parcel.clear()


def draw_invoices(pks):
    """Draw and store the pages of these invoices; those drawn already are left alone."""
    for invoice in Invoice.objects.filter(pk__in=pks, paper=None).select_related("account__customer"):
        printed(invoice)


def email_papers(pks, job, user):
    """Send papers by e-mail. One that went since this was asked for is not sent again."""
    job, by = Job.objects.get(pk=job), get_user_model().objects.get(pk=user)
    papers = Paper.objects.filter(pk__in=pks)
    sent = Dispatch.objects.filter(channel=Dispatch.Channel.EMAIL, at__gte=job.asked_at, paper__in=papers)
    left = papers.exclude(pk__in=sent.values("paper"))
    with Underway(job, left.count()) as underway:
        gone = 0
        for paper in left.iterator(20):
            gone += send(paper, by=by)
            job.step()
        underway.said = f"{gone} sent by e-mail."
