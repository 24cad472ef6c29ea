"""What the worker does to chase what is owed. Every task bears being done twice."""

from django.contrib.auth import get_user_model

from invoicing.dunning import apply_arrears, email_later, not_taken, remind, send_statement
from invoicing.models import Account, Job, Statement
from invoicing.tasks import Underway


def remind_all(pks, job, user):
    """Send these accounts the reminders that are due to them; one that was sent already is not due any more."""
    each_account("reminder", pks, job, user, remind, "{n} reminders sent.")


def send_statements(pks, first, last, job, user):
    """Send these accounts their statements, those that have none of this period and this asking yet."""
    job_row = Job.objects.get(pk=job)
    had = Statement.objects.filter(first=first, last=last, made_at__gte=job_row.asked_at).values("account")
    left = Account.objects.filter(pk__in=pks).exclude(pk__in=had).values_list("pk", flat=True)

    def act(account, **how):
        return send_statement(account, first, last, **how)

    each_account("statement", list(left), job, user, act, "{n} statements made.")


def each_account(kind, pks, job, user, act, words):
    """Do one thing for each account, counting along. What the mail server does not take stops none of the others."""
    job, by = Job.objects.get(pk=job), get_user_model().objects.get(pk=user)
    with Underway(job, len(pks)) as underway:
        done, unsent = 0, []
        for account in Account.objects.filter(pk__in=pks).select_related("customer").order_by("customer__postcode"):
            done += act(account, by=by, unsent=unsent) is not None
            job.step()
        email_later(kind, unsent, by=by)
        underway.said = f"{words.format(n=done)} {not_taken(len(unsent))}".strip()


def tell_market():
    """Tell the market, every quarter of an hour, whose arrears let no casual place."""
    return apply_arrears()
