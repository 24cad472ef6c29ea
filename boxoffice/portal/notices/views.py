"""A trader reads the notices served on them, and appeals."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from boxoffice.portal.notices.forms import AppealForm
from boxoffice.portal.traders import for_traders
from events.models import Refused
from events.notices import effect_of
from invoicing.discipline import appeal


@require_safe
@for_traders
def notices(request):
    """Every notice, the latest first."""
    steps = request.customer.trader.discipline.select_related("event")
    return render(request, "portal/notices.html", {"steps": steps})


@require_safe
@for_traders
def notice(request, pk):
    """One notice: the rule, the reasons, what it does, and how to appeal."""
    return show(request, own(request, pk), AppealForm())


@require_POST
@for_traders
def appeals(request, pk):
    """Appeal. Appealing twice is appealing once."""
    step, form = own(request, pk), AppealForm(request.POST)
    if not form.is_valid():
        return show(request, step, form, status=422)
    try:
        appeal(step, form.cleaned_data["grounds"], by=request.user)
    except Refused as refusal:
        return show(request, step, form, refusal.message, 422)
    messages.info(request, "We have your appeal. We write to you with the day of the hearing.")
    return redirect("portal:notice", step.pk)


def own(request, pk):
    """One of the trader's own notices; 404 for anybody else's."""
    return get_object_or_404(request.customer.trader.discipline.select_related("event"), pk=pk)


def show(request, step, form, error="", status=200):
    context = {"step": step, "form": form, "error": error, "effect": effect_of(step),
               "why_no_appeal": step.why_no_appeal(localdate())}  # fmt: skip
    return render(request, "portal/notice.html", context, status=status)
