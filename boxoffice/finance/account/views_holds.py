"""Holds that stop an account being chased: placed with their reason, previewed where they are a plan, and lifted."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice.finance.account import holds
from boxoffice.finance.account.forms_hold import EXPLAINED, form_for
from boxoffice.finance.account.views import get
from boxoffice.finance.asked import words_of
from events.models import Refused
from invoicing.models import RecoveryHold

CAUSES = RecoveryHold.Cause


@require_http_methods(["GET", "HEAD", "POST"])
def account_holds(request, pk):
    """The holds on an account; a POST previews a plan, or places a hold."""
    account, cause = get(pk), chosen_cause(request)
    if request.method == "POST":
        return place(request, account, cause)
    invoice = account.invoices.filter(number=words_of(request.GET.get("invoice"))).first()
    form = form_for(cause)(account=account, cause=cause, initial={"invoice": invoice}, use_required_attribute=False)
    return show(request, account, cause, form)


def chosen_cause(request):
    cause = request.POST.get("cause") or request.GET.get("cause")
    return CAUSES(cause) if cause in CAUSES.values else CAUSES.DISPUTE


@permission_required("invoicing.add_invoice", raise_exception=True)
def place(request, account, cause):
    form = form_for(cause)(request.POST, account=account, cause=cause, use_required_attribute=False)
    if not form.is_valid():
        return show(request, account, cause, form, 422)
    about = form.cleaned_data
    try:
        if "preview" in request.POST:
            total = holds.owing_of(account, about["invoice"])
            return show(request, account, cause, form,
                        planned=holds.instalments(total, about["count"], about["first_due"]))  # fmt: skip
        hold = holds.place(account, cause, by=request.user, **about)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return show(request, account, cause, form, 422)
    messages.success(request, f"On hold. {hold}.")
    return redirect("finance:account", account.pk)


def show(request, account, cause, form, status=200, *, planned=()):
    """The page of an account's holds; `planned` are the instalments of a plan that is being looked at."""
    placed = account.recovery_holds.select_related("invoice", "placed_by", "lifted_by").prefetch_related("instalments")
    stopping = set(RecoveryHold.objects.stopping(localdate()).filter(account=account).values_list("pk", flat=True))
    return render(request, "finance/account_holds.html", {
        "account": account, "cause": cause, "causes": CAUSES.choices, "explained": EXPLAINED[cause], "form": form,
        "planned": planned, "planned_total": sum(pence for _, pence in planned), "placed": placed,
        "stopping": stopping, "today": localdate(),
    }, status=status)  # fmt: skip


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def lifts(request, pk):
    """End a hold today."""
    hold = get_object_or_404(RecoveryHold, pk=pk)
    hold.lift(by=request.user)
    messages.success(request, f"Lifted. {hold}. Reminders may go out again.")
    return redirect("finance:account_holds", hold.account_id)
