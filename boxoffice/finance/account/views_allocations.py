"""Credit on an account: set against debts, taken off again, or given back once somebody else agrees."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice.finance.account import standing
from boxoffice.finance.account.forms_allocation import AllocationForm
from boxoffice.finance.account.views import get, safe
from boxoffice.finance.document.forms import RequestForm
from events.models import Refused
from events.models.transactions import retried
from events.money import pounds
from invoicing.models import Allocation, Approval


@require_http_methods(["GET", "HEAD", "POST"])
def account_allocations(request, pk):
    """Set a payment or credit note against the invoices that it is for."""
    account = get(pk)
    if request.method == "POST" and "oldest" in request.POST:
        return use_oldest_first(request, account)
    source = standing.source_at(account, request.POST.get("source") or request.GET.get("source", ""))
    if source is None:
        raise Http404("There is no such payment or credit note on this account.")
    if request.method == "POST":
        return allocate(request, account, source)
    return show(request, account, source, AllocationForm(account=account, use_required_attribute=False))


@permission_required("invoicing.add_invoice", raise_exception=True)
def allocate(request, account, source):
    form = AllocationForm(request.POST, account=account, use_required_attribute=False)
    if form.is_valid():
        try:
            account.allocate(source.document, form.parts, by=request.user,
                             appropriated_by=form.cleaned_data["appropriated_by"])  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            total = pounds(sum(pence for _, pence in form.parts))
            messages.success(request, f"{total} of it now settles {', '.join(str(one) for one, _ in form.parts)}.")
            return redirect("finance:account", account.pk)
    return show(request, account, source, form, 422)


def show(request, account, source, form, status=200):
    about = {"account": account, "source": source, "form": form}
    return render(request, "finance/account_allocations.html", about, status=status)


@permission_required("invoicing.add_invoice", raise_exception=True)
def use_oldest_first(request, account):
    """All the credit of an account against its oldest debts."""
    before = account.open_items.owing()
    settle_oldest(account, by=request.user)
    settled = before - account.open_items.owing()
    words = f"{pounds(settled)} of credit now settles the oldest debts." if settled else "Nothing was left to settle."
    messages.success(request, words)
    return redirect("finance:account", account.pk)


@retried
def settle_oldest(account, *, by):
    for source in standing.sources(account):
        account.allocate_oldest_first(source.document, by=by)


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def releases(request, pk):
    """Take an allocation off: the money is credit on the account, and the invoice owes it again."""
    allocation = get_object_or_404(Allocation.objects.select_related("invoice__account"), pk=pk)
    invoice = allocation.invoice
    invoice.account.release(allocation, by=request.user)
    messages.success(request, f"Taken off: {pounds(allocation.amount)} is credit on account "
                              f"{invoice.account.reference}, and {invoice} owes it again.")  # fmt: skip
    back = request.POST.get("next", "")
    return redirect(back) if safe(request, back) else redirect("finance:invoice", invoice.number)


@require_http_methods(["GET", "HEAD", "POST"])
def account_refunds(request, pk, payment):
    """Ask somebody else to agree that what is left of a payment goes back."""
    account = get(pk)
    payment = get_object_or_404(account.payments.filter(refund_of=None), pk=payment)
    if request.method == "POST":
        return ask_refund(request, account, payment)
    left = pounds(payment.unallocated()).removeprefix("£")
    form = RequestForm(initial={"amount": left}, use_required_attribute=False)
    return show_refund(request, account, payment, form)


@permission_required("invoicing.add_invoice", raise_exception=True)
def ask_refund(request, account, payment):
    form = RequestForm(request.POST, use_required_attribute=False)
    if form.is_valid():
        try:
            asked = Approval.objects.ask_refund(payment, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("amount", refusal.message)
        else:
            messages.success(request, f"Asked: {asked}. It waits for somebody else to decide.")
            return redirect("finance:account", account.pk)
    return show_refund(request, account, payment, form, 422)


def show_refund(request, account, payment, form, status=200):
    about = {"account": account, "payment": payment, "form": form, "left": payment.unallocated(),
             "waiting": payment.approvals.waiting().select_related("asked_by")}  # fmt: skip
    return render(request, "finance/account_refunds.html", about, status=status)
