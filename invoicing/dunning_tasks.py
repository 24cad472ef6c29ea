"""What the worker does to chase what is owed. Every task bears being done twice."""

from django.contrib.auth import get_user_model

from invoicing.dunning import apply_arrears, remind, send_statement
from invoicing.models import Account, Job, Statement
from invoicing.tasks import Underway


def remind_all(pks, job, user):
    """Send these accounts the reminders that are due to them; one that was sent already is not due any more."""
    each_account(pks, job, user, remind, "{n} reminders sent.")


def send_statements(pks, first, last, job, user):
    """Send these accounts their statements, those that have none of this period and this asking yet."""
    job_row = Job.objects.get(pk=job)
    had = Statement.objects.filter(first=first, last=last, made_at__gte=job_row.asked_at).values("account")
    left = Account.objects.filter(pk__in=pks).exclude(pk__in=had).values_list("pk", flat=True)

    def act(account, by):
        return send_statement(account, first, last, by=by)

    each_account(list(left), job, user, act, "{n} statements made.")


def each_account(pks, job, user, act, words):
    """Do one thing for each account, counting along."""
    job, by = Job.objects.get(pk=job), get_user_model().objects.get(pk=user)
    with Underway(job, len(pks)) as underway:
        done = 0
        for account in Account.objects.filter(pk__in=pks).select_related("customer").order_by("customer__postcode"):
            done += act(account, by=by) is not None
            job.step()
        underway.said = words.format(n=done)


def tell_market():
    """Tell the market, every quarter of an hour, whose arrears let no casual place."""
    return apply_arrears()
