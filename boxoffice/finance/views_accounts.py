"""A trader's account: where its invoices go, what it owes by the journal, its invoices and what is not billed yet."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from boxoffice.finance import ledger
from boxoffice.finance.forms import AddressForm
from invoicing.models import Account, Invoice

A_PAGE = 50


@require_safe
def account(request, pk):
    """One account."""
    account = get(pk)
    return show(request, account, AddressForm(account=account, use_required_attribute=False))


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def address(request, pk):
    """Put the address right; invoices issued already keep the one they went to."""
    account = get(pk)
    form = AddressForm(request.POST, account=account)
    back = request.POST.get("next", "")
    if not form.is_valid():
        return show(request, account, form, 422, back=back)
    form.save()
    messages.success(request, f"Saved the address of {account.customer}.")
    return redirect(back if safe(request, back) else account_page(account))


def safe(request, back):
    return url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())


def account_page(account):
    return redirect("finance:account", account.pk).url


def get(pk):
    return get_object_or_404(Account.objects.select_related("customer"), pk=pk)


def show(request, account, form, status=200, *, back=""):
    """The page of one account, with the address as it was sent."""
    today = localdate()
    page = Paginator(ledger.listed(Invoice.objects.issued().filter(account=account)), A_PAGE)
    page = page.get_page(request.GET.get("page"))
    owed, balance = account.owed(), account.balance()
    return render(request, "finance/account.html", {
        "account": account, "name": Account.objects.select_related("customer").get(pk=account.pk).customer.name,
        "form": form, "back": back if safe(request, back) else "", "owed": owed, "balance": balance,
        "unbilled": balance - owed, "room": account.credit_limit - balance,
        "charges": account.charges.filter(invoice=None), "rows": ledger.rows(list(page), today), "page": page,
    }, status=status)  # fmt: skip
