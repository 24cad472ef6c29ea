"""Freeing what a billing run holds back, in place: a purchase order number, post for e-mail, or leaving it out."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from boxoffice.finance.asked import id_of
from boxoffice.finance.billing.forms import OrderNumberForm
from boxoffice.finance.billing.views import get, show_run
from invoicing.models import Account


def account_of(request):
    """The account that a button of the page stands for."""
    return get_object_or_404(Account.objects.select_related("customer"), pk=id_of(request.POST.get("account")))


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def run_order_numbers(request, pk):
    """Write down the number that an account pays against."""
    run, account = get(pk), account_of(request)
    form = OrderNumberForm(request.POST, instance=account, use_required_attribute=False)
    if not form.is_valid():
        return show_run(request, run, 422, form=form)
    form.save()
    messages.success(request, f"Saved the purchase order number of {account.customer}.")
    return redirect("finance:billing_run", pk)


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def run_by_post(request, pk):
    """Send an account its papers by post from now on, for want of an e-mail address."""
    run, account = get(pk), account_of(request)
    Account.objects.filter(pk=account.pk).update(delivery=Account.Delivery.POST)
    messages.success(request, f"{account.customer} is sent papers by post from now on.")
    return redirect("finance:billing_run", run.pk)


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def run_left_out(request, pk):
    """Leave an account out of this run; its charges wait for another."""
    run, account = get(pk), account_of(request)
    run.left_out.add(account)
    messages.success(request, f"{account.customer} is left out of this run.")
    return redirect("finance:billing_run", pk)


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def run_taken_in(request, pk):
    """Take an account in again that was left out."""
    run, account = get(pk), account_of(request)
    run.left_out.remove(account)
    messages.success(request, f"{account.customer} is in this run again.")
    return redirect("finance:billing_run", pk)
