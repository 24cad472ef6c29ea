"""A trader's statement of account: every movement of the last twelve months, as a page and as PDF."""

from dataclasses import replace
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from boxoffice.portal.account import statement_of
from boxoffice.portal.traders import account_of, for_traders
from invoicing.letters import statement_document
from invoicing.models import Statement
from invoicing.models.statement import entries, owed_before
from invoicing.papers import statement_pdf

YEAR = timedelta(days=365)


@require_safe
@for_traders
def statement(request):
    """What was invoiced, paid and credited in the last twelve months."""
    account, (first, last) = account_of(request.customer), period()
    rows = entries(account, first, last) if account else []
    return render(request, "portal/account_statement.html", {
        "account": statement_of(account, with_invoices=False), "first": first, "last": last, "entries": rows[::-1],
        "opening": owed_before(account, first) if account else 0,
        "closing": rows[-1].balance if rows else owed_before(account, first) if account else 0,
    })  # fmt: skip


@require_safe
@for_traders
def statement_paper(request):
    """The same as PDF, drawn now and not kept: finance keeps those that it sends."""
    account = account_of(request.customer)
    if account is None:
        raise Http404
    document = statement_document(Statement.objects.draft(account, *period()))
    data = statement_pdf.render(replace(document, issue_date=localdate()))
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="statement-{account.reference}.pdf"'
    return response


def period():
    """(first, last) day of the last twelve months."""
    today = localdate()
    return today - YEAR, today
