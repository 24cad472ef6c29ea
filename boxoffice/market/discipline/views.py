"""Notices: whom they were served on, the next one for a trader, and their appeals with every clock."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.market.discipline.clocks import booked_while_away, clocks_of
from boxoffice.market.discipline.forms import DecisionForm, HearingForm, NoticeForm
from events.models import DisciplineStep, Incident, Refused, Trader
from events.notices import effect_of, not_renewed
from invoicing import discipline

A_PAGE = 50


def check_may_decide(request):
    if not request.user.has_perm("boxoffice.decide_market"):
        raise PermissionDenied("You may read notices, but not serve or decide them. Ask a market officer.")


@require_safe
def notices(request):
    """Appeals that wait first, then every notice; and traders to serve one on."""
    asked = request.GET.get("q", "").strip()
    steps = DisciplineStep.objects.select_related("trader", "event", "served_by")
    found = steps.filter(Q(trader__trading_name__icontains=asked) | Q(rule__icontains=asked)) if asked else steps
    traders = Trader.objects.filter(trading_name__icontains=asked).order_by("trading_name")[:8] if asked else []
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "asked": asked, "traders": traders, "appeals": steps.appealed(), "today": localdate(),
               "query": f"{urlencode({'q': asked})}&" if asked else ""}  # fmt: skip
    return render(request, "market/notices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def trader_notices(request, trader):
    """What was served on one trader, and the next notice: its form proposes the rung that comes next."""
    trader = get_object_or_404(Trader.objects.select_related("customer"), pk=trader)
    incident = named_incident(request, trader)
    if request.method == "POST":
        return serve(request, trader, incident)
    initial = {"notice": DisciplineStep.objects.next_for(trader, localdate())}
    if incident:
        event = incident.occurrence.event if incident.occurrence else None
        initial |= {"reason": incident.text, "event": event}
    return show_trader(request, trader, incident, NoticeForm(initial=initial))


def named_incident(request, trader):
    """The incident that the address names, if it is one with this trader."""
    pk = request.GET.get("incident", "")
    return Incident.objects.filter(pk=pk, trader=trader).first() if pk.isdecimal() and len(pk) < 16 else None


def serve(request, trader, incident):
    """Serve what the form says, once however often it is sent."""
    check_may_decide(request)
    form = NoticeForm(request.POST)
    if form.is_valid():
        try:
            step = discipline.serve(trader, by=request.user, incident=incident, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"{step.get_notice_display()} served, and {trader} told.")
            return redirect("market:notice", step.pk)
    return show_trader(request, trader, incident, form, 422)


def show_trader(request, trader, incident, form, status=200):
    steps = trader.discipline.select_related("event", "served_by")
    proposed = DisciplineStep.Notice(DisciplineStep.objects.next_for(trader, localdate())).label
    context = {"trader": trader, "incident": incident, "form": form, "steps": steps, "proposed": proposed,
               "incidents": trader.incidents.all()[:10], "today": localdate()}  # fmt: skip
    return render(request, "market/trader_notices.html", context, status=status)


@require_safe
def notice(request, pk):
    """One notice with its clocks, and the days booked while it keeps the trader away."""
    return show(request, found(pk))


def found(pk):
    parts = ["trader__customer", "event", "served_by", "incident", "appeal_decided_by"]
    return get_object_or_404(DisciplineStep.objects.select_related(*parts), pk=pk)


def show(request, step, error="", status=200, **forms):
    context = {"step": step, "effect": effect_of(step), "clocks": clocks_of(step, localdate()), "error": error,
               "not_renewed": not_renewed(step), "booked": booked_while_away(step), "hearing": HearingForm(),
               "decision": DecisionForm(), "own": step.served_by_id == request.user.pk, **forms}  # fmt: skip
    return render(request, "market/notice.html", context, status=status)


@require_POST
def notice_hearings(request, pk):
    """The appeal was heard: from now on runs the time to decide."""
    check_may_decide(request)
    step, form = found(pk), HearingForm(request.POST)
    if not form.is_valid():
        return show(request, step, status=422, hearing=form)
    try:
        discipline.hear(step, form.cleaned_data["heard_on"], by=request.user)
    except Refused as refusal:
        return show(request, step, refusal.message, 422, hearing=form)
    return redirect("market:notice", pk)


@require_POST
def notice_decisions(request, pk):
    """The appeal is decided, by somebody who did not serve the notice."""
    check_may_decide(request)
    step, form = found(pk), DecisionForm(request.POST)
    if not form.is_valid():
        return show(request, step, status=422, decision=form)
    try:
        discipline.decide(step, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return show(request, step, refusal.message, 422, decision=form)
    messages.success(request, "Decided, and the trader told.")
    return redirect("market:notice", pk)
