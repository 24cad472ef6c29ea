"""Income against budget by e-mail: once a month, to each budget holder, the codes that are theirs."""

from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from invoicing.ledger.budget_report import budget_rows
from invoicing.models import BudgetCode, Council, Job, Sequence


@dataclass(frozen=True)
class BudgetLetter:
    """What one budget holder is told."""

    to: str
    day: object
    rows: list

    @property
    def behind(self):
        return sum(row.tone in ("warn", "bad") for row in self.rows)


def end_of_month_before(day):
    return day.replace(day=1) - timedelta(days=1)


def title_of(day):
    """The job that stands for a month's letters, so that they go once: Budget e-mails for October 2026."""
    return f"Budget e-mails for {day:%B %Y}"


def letters(day):
    """One letter to each budget holder who has a code with income or a budget, as it stood at a day's end."""
    holders = {}
    found = {row.code: row for row in budget_rows(day)}
    codes = BudgetCode.objects.exclude(manager_email="").filter(code__in=found)
    for code, holder in codes.order_by("code").values_list("code", "manager_email"):
        holders.setdefault(holder.lower(), []).append(found[code])
    return [BudgetLetter(to, day, rows) for to, rows in sorted(holders.items())]


def message(letter):
    """The e-mail, as plain text and as HTML."""
    council = Council.current()
    about = {"letter": letter, "council": council, "month": f"{letter.day:%B %Y}",
             "url": f"{settings.SITE_URL}/finance/budget-codes/"}  # fmt: skip
    mail = EmailMultiAlternatives(
        f"Income against budget, {about['month']}", render_to_string("emails/budget.txt", about),
        from_email=formataddr((council.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])), to=[letter.to],
        reply_to=[council.email],
    )  # fmt: skip
    mail.attach_alternative(render_to_string("emails/budget.html", about), "text/html")
    return mail


def job_for(day, wanted, by):
    """The one job of a month, made by whoever comes first."""
    with transaction.atomic():
        Sequence.objects.lock("BUDGET-MAIL")
        return Job.objects.get_or_create(title=title_of(day), defaults={"wanted": wanted, "by": by})[0]


def send_month(day=None, *, by=None):
    """Send the letters of the month that ended before a day, each once however often this is asked for.

    Answers how many went now. A letter is taken before it is sent: one that fails is named and not sent twice.
    """
    day = end_of_month_before(day or localdate())
    waiting = letters(day)
    if not waiting:
        return 0
    job, gone, failed = job_for(day, len(waiting), by), 0, []
    for place, letter in enumerate(waiting):
        if not Job.objects.filter(pk=job.pk, done=place, ended_at=None).update(done=place + 1):
            continue
        try:
            gone += message(letter).send()
        except (OSError, ValueError) as error:  # the mail server's, and those of a wrong header or address
            failed.append(f"{letter.to} ({error})")
    if gone or failed:
        job.end(said(gone, failed), failed=bool(failed))
    return gone


def said(gone, failed):
    words = f"{gone} sent."
    return f"{words} Not sent: {'; '.join(failed)}." if failed else words
