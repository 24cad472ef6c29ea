"""Receipts: what came in for accounts, one receipt with what it settled, and one recorded by hand."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from boxoffice.finance.account.forms_allocation import AllocationForm
from boxoffice.finance.asked import id_of, words_of
from boxoffice.finance.document.receipts import check_new
from boxoffice.finance.money_in.forms import CHOSEN, OLDEST, ReceiptForm
from boxoffice.finance.money_in.matching import accounts_found
from boxoffice.finance.money_in.receipts import Filter, figures, received, sheet_of
from boxoffice.sheet_answer import answer_sheet
from events.models import Refused
from events.models.transactions import retried
from invoicing.models import Account, Payment

A_PAGE = 100


@require_safe
def receipts(request):
    """What waits to be matched, and every payment to an account, the latest first."""
    chosen = Filter.of(request.GET)
    page = Paginator(chosen.payments(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/receipts.html", {
        "page": page, "filter": chosen, "query": chosen.query, "tabs": chosen.tabs, "kpis": figures(localdate()),
        "methods": [each for each in Payment.Method.choices if each[0] != Payment.Method.CASH],
    })  # fmt: skip


@require_safe
def receipts_export(request, form):
    """The list as shown, whole, for a spreadsheet."""
    return answer_sheet(sheet_of(Filter.of(request.GET).payments()), form, f"receipts-{localdate():%Y-%m-%d}")


@require_safe
def receipt(request, pk):
    """One payment: what it settled, what was taken off again, what was given back, what is left."""
    payment = get(pk)
    return render(request, "finance/receipt.html", {
        "payment": payment, "allocations": payment.allocations.select_related("invoice", "by", "released_by"),
        "refunds": payment.refunds.select_related("taken_by"),
        "waiting": payment.approvals.waiting().select_related("asked_by"),
        "owing": payment.account.open_items.owing(),
    })  # fmt: skip


def get(pk):
    return get_object_or_404(received().select_related("account__customer", "taken_by", "bank_line__file"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def receipts_by_hand(request):
    """Find the account, then say what came in for it; a POST records it."""
    pk, text = id_of(request.GET.get("account")), words_of(request.GET.get("q"))
    account = Account.objects.select_related("customer").filter(pk=pk).first()
    if account is None:
        found = accounts_found(text) if text else []
        return render(request, "finance/receipts_by_hand.html", {"text": text, "found": found})
    if request.method == "POST":
        return record(request, account)
    form, parts = ReceiptForm(use_required_attribute=False), AllocationForm(account=account)
    return show_by_hand(request, account, form, parts)


@permission_required("invoicing.add_invoice", raise_exception=True)
def record(request, account):
    form = ReceiptForm(request.POST, use_required_attribute=False)
    parts = AllocationForm(request.POST, account=account)
    if form.is_valid() and (form.cleaned_data["settle"] != CHOSEN or parts.is_valid()):
        try:
            payment = receive(account, form, parts, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Recorded: {payment} for {account.customer}.")
            return redirect("finance:receipt", payment.pk)
    return show_by_hand(request, account, form, parts, 422)


@retried
def receive(account, form, parts, *, by):
    """The payment with all that it settles, or nothing of it. Raises RecordedBefore, AskedTooMuch."""
    Account.objects.select_for_update().get(pk=account.pk)
    check_new(form.money["method"], form.money["reference"])
    settle = form.cleaned_data["settle"]
    payment = Payment.objects.receive(account, **form.money, oldest_first=settle == OLDEST, by=by)
    if settle == CHOSEN:
        account.allocate(payment, parts.parts, by=by, appropriated_by=parts.cleaned_data["appropriated_by"])
    return payment


def show_by_hand(request, account, form, parts, status=200):
    about = {"account": account, "form": form, "parts": parts, "owing": account.open_items.owing()}
    return render(request, "finance/receipts_by_hand.html", about, status=status)
