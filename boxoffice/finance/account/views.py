"""A trader's account: where it stands, where its papers go, its terms, and what is charged and invoiced by hand."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.finance.account import single_bill
from boxoffice.finance.account.forms import ChargeForm, PreferencesForm, determinations_on
from boxoffice.finance.account.standing import Standing
from boxoffice.finance.asked import id_of
from boxoffice.finance.forms import AddressForm
from boxoffice.finance.listing import rows as invoice_list
from events.models import Refused
from events.money import pounds
from invoicing.models import Account, BudgetCode, Invoice

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


@require_http_methods(["GET", "HEAD", "POST"])
def account_preferences(request, pk):
    """How it is billed and written to, and its terms."""
    account = get(pk)
    if request.method == "POST":
        return save_preferences(request, account)
    return show_preferences(request, account, PreferencesForm(instance=account, use_required_attribute=False))


@permission_required("invoicing.add_invoice", raise_exception=True)
def save_preferences(request, account):
    form = PreferencesForm(request.POST, instance=account, use_required_attribute=False)
    if not form.is_valid():
        return show_preferences(request, get(account.pk), form, 422)
    form.save()
    messages.success(request, f"Saved the preferences and terms of {account.customer}.")
    return redirect("finance:account", account.pk)


def show_preferences(request, account, form, status=200):
    return render(request, "finance/account_preferences.html", {"account": account, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def account_charges(request, pk):
    """Charge for something that is not a booking."""
    account = get(pk)
    if request.method == "POST":
        return add_charge(request, account)
    return show_charges(request, account, ChargeForm(initial={"on": localdate()}, use_required_attribute=False))


@permission_required("invoicing.add_invoice", raise_exception=True)
def add_charge(request, account):
    form = ChargeForm(request.POST, use_required_attribute=False)
    if form.is_valid():
        about = form.cleaned_data
        try:
            charge = account.charge_for(
                about["description"], about["price"] * about["quantity"], on=about["on"], basis=about["basis"],
                determination=form.determination, budget_code=about["budget_code"], quantity=about["quantity"],
                by=request.user,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Charged {pounds(charge.standing_gross)} with VAT for {charge.description}.")
            return redirect("finance:account", account.pk)
    return show_charges(request, account, form, 422)


def show_charges(request, account, form, status=200):
    today = localdate()
    about = {"account": account, "form": form, "determinations": determinations_on(today), "today": today,
             "codes": BudgetCode.objects.valid_on(today)}  # fmt: skip
    return render(request, "finance/account_charges.html", about, status=status)


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def account_invoices(request, pk):
    """Invoice the ticked charges of one account now."""
    account = get(pk)
    chosen = [pk for each in request.POST.getlist("charge") if (pk := id_of(each))]
    charges = list(account.charges.uninvoiced(date.max).filter(pk__in=chosen))
    try:
        issued = single_bill.issue(account, charges, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return show(request, account, AddressForm(account=account, use_required_attribute=False), 422, ticked=chosen)
    total = sum(invoice.gross for invoice in issued)
    messages.success(request, f"Issued {', '.join(map(str, issued))} for {pounds(total)}.")
    return redirect("finance:invoice", issued[0].number) if len(issued) == 1 else redirect("finance:account", pk)


def safe(request, back):
    return url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())


def account_page(account):
    return redirect("finance:account", account.pk).url


def get(pk):
    return get_object_or_404(Account.objects.select_related("customer"), pk=pk)


def show(request, account, form, status=200, *, back="", ticked=()):
    """The page of one account, with the address as it was sent."""
    today = localdate()
    page = Paginator(invoice_list.listed(Invoice.objects.issued().filter(account=account)), A_PAGE)
    page = page.get_page(request.GET.get("page"))
    return render(request, "finance/account.html", {
        "account": account, "name": Account.objects.select_related("customer").get(pk=account.pk).customer.name,
        "form": form, "back": back if safe(request, back) else "", "standing": Standing(account, today),
        "ticked": ticked, "rows": invoice_list.rows(list(page), today), "page": page, "today": today,
    }, status=status)  # fmt: skip
