"""What takes two people: what waits, what was decided, and the decision."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from events.models import Refused
from invoicing.models import Approval

LAST = 50


@require_safe
def approvals(request):
    """What waits for a second person, the oldest first, and what was decided last."""
    return show(request)


@require_POST
@permission_required("invoicing.decide_approval", raise_exception=True)
def decisions(request, pk):
    """Grant or refuse; granting does it."""
    approval = get_object_or_404(Approval, pk=pk)
    decision = request.POST.get("decision")
    if decision not in ("grant", "refuse"):
        messages.error(request, "Choose to grant or to refuse.")
        return show(request, 422)
    try:
        approval.decide(decision == "grant", by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return show(request, 422)
    about = approval.invoice or approval.account.customer
    messages.success(request, f"{'Granted' if approval.granted else 'Refused'}: {approval}, {about}.")
    return redirect("finance:approvals")


def show(request, status=200):
    all_of_them = Approval.objects.select_related("account__customer", "invoice", "payment", "asked_by", "decided_by")
    return render(request, "finance/approvals.html", {
        "waiting": all_of_them.waiting().order_by("pk"),
        "decided": all_of_them.exclude(decided_at=None).order_by("-decided_at")[:LAST],
    }, status=status)  # fmt: skip
