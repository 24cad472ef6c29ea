"""Statements of an account: any period as a page, and the statement that is kept and sent; receipts of payments."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.finance import papers
from boxoffice.finance.account.forms import PeriodForm
from boxoffice.finance.account.standing import AGE_WORDS
from boxoffice.finance.account.views import get as get_account
from boxoffice.finance.document.dispatches import dispatch
from invoicing.letters import printed_receipt, printed_statement
from invoicing.models import Dispatch, Payment, Statement
from invoicing.models.statement import Entry, ages_on, entries, owed_before


@dataclass(frozen=True)
class Movement:
    """One entry as a row: its pence under what is owed, or under what came in."""

    entry: Entry

    @property
    def on(self):
        return self.entry.on if isinstance(self.entry.on, date) else date.fromisoformat(self.entry.on)

    @property
    def owed(self):
        return self.entry.pence if self.entry.pence > 0 else None

    @property
    def came_in(self):
        return -self.entry.pence if self.entry.pence < 0 else None


@require_http_methods(["GET", "HEAD", "POST"])
def account_statements(request, pk):
    """What came and went in a period; a POST keeps it as a statement to print and send."""
    account = get_account(pk)
    if request.method == "POST":
        return keep(request, account)
    today = localdate()
    chosen = {"first": (today.replace(day=1) - timedelta(days=1)).replace(day=1), "last": today}
    form = PeriodForm(request.GET if "first" in request.GET else chosen, use_required_attribute=False)
    return show(request, account, form, 200 if form.is_valid() else 422)


@permission_required("invoicing.add_invoice", raise_exception=True)
def keep(request, account):
    form = PeriodForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return show(request, account, form, 422)
    kept = Statement.objects.make(account, **form.cleaned_data, by=request.user)
    messages.success(request, "Kept as it stands now. Print it, or e-mail it.")
    return redirect("finance:statement", kept.pk)


def show(request, account, form, status):
    """The page of a period, where it can be read; the form alone where it cannot."""
    about = {"account": account, "form": form, "kept": account.statements.order_by("-pk")[:20]}
    if form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        rows, opening = entries(account, first, last), owed_before(account, first)
        ages = ages_on(account, last, localdate())
        closing = rows[-1].balance if rows else opening
        about |= {"first": first, "last": last, "opening": opening, "closing": closing, "shown": True,
                  "rows": list(map(Movement, rows)), "ages": worded(ages)}  # fmt: skip
    return render(request, "finance/account_statements.html", about, status=status)


def worded(ages):
    """[(words, pence)]; none where a statement has no ages."""
    return list(zip(AGE_WORDS, ages, strict=True)) if ages else []


@require_safe
def statement(request, pk):
    """A statement as it was kept."""
    kept = get(pk)
    return render(request, "finance/statement.html", {
        "statement": kept, "account": kept.account, "ages": worded(kept.ages),
        "entries": [Movement(Entry(**row)) for row in kept.entries],
        "dispatches": Dispatch.objects.filter(paper__statement=kept).select_related("by"),
    })  # fmt: skip


@require_safe
def receipt_pdf(request, pk):
    """The receipt of a payment to an account."""
    payment = get_object_or_404(Payment.objects.exclude(account=None).filter(refund_of=None), pk=pk)
    return papers.pdf(bytes(printed_receipt(payment).pdf), f"receipt-{payment.account.reference}-{pk}")


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def statement_dispatches(request, pk):
    """E-mail it, or note that it was posted."""
    dispatch(request, printed_statement(get(pk)))
    return redirect("finance:statement", pk)


def get(pk):
    return get_object_or_404(Statement.objects.select_related("account__customer", "made_by"), pk=pk)
