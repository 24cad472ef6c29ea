"""Specialist markets: set one up, rank its applications, accept several at once, call it off."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.market.applications.forms_market import BulkAwardForm, CallOffForm, MarketForm
from boxoffice.market.applications.queue import TONES
from events.models import Application, Refused, SpecialistMarket
from events.scoring import ranked
from invoicing.pitch_awards import award_all
from invoicing.pitch_endings import call_off

decides = permission_required("boxoffice.decide_market", raise_exception=True)
OPEN = [Application.Status.SUBMITTED, Application.Status.WAITING, Application.Status.MORE_WANTED]


def get(pk):
    return get_object_or_404(SpecialistMarket.objects.select_related("event", "early_price_list"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def specialist_markets(request):
    """The markets that are applied for, and a new one."""
    form = MarketForm(request.POST or None)
    if request.method == "POST":
        return set_up(request, form, "market/specialist_markets.html")
    markets = SpecialistMarket.objects.select_related("event")
    return render(request, "market/specialist_markets.html", {"form": form, "markets": markets})


@decides
def set_up(request, form, template):
    """Keep what the form says, or show it again."""
    if form.is_valid():
        market = form.save()
        messages.success(request, f"Kept: {market}.")
        return redirect("market:specialist_market", market.pk)
    markets = SpecialistMarket.objects.select_related("event")
    return render(request, template, {"form": form, "market": form.market, "markets": markets}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def specialist_settings(request, pk):
    """Change how one is set up."""
    market = get(pk)
    form = MarketForm(request.POST or None, market=market)
    if request.method == "POST":
        return set_up(request, form, "market/specialist_settings.html")
    return render(request, "market/specialist_settings.html", {"form": form, "market": market})


@require_safe
def specialist_market(request, pk):
    """Its applications, the best first."""
    return show(request, get(pk))


def show(request, market, *, status=200, bulk=None, off=None):
    """The ranked list, with a row of choices for those still to be decided."""
    standings, today = ranked(market), localdate()
    to_decide = [one for one in standings if one.application.status in OPEN]
    bulk = bulk or BulkAwardForm(market=market, standings=to_decide, today=today)
    asked = {one.application.pk for one in bulk.standings}
    rows = [(one, bulk.fields_of(one.application) if one.application.pk in asked else None,
             TONES.get(one.application.status, "")) for one in standings]  # fmt: skip
    return render(request, "market/specialist_market.html", {
        "market": market, "rows": rows, "bulk": bulk, "off": off or CallOffForm(use_required_attribute=False),
        "first_day": market.first_day, "decides": request.user.has_perm("boxoffice.decide_market"),
        "days": len(market.days), "accepted": market.event.applications.filter(status="accepted").count(),
    }, status=status)  # fmt: skip


@require_POST
@decides
def specialist_acceptances(request, pk):
    """Accept those that are ticked: all of them, or none."""
    market = get(pk)
    to_decide = [one for one in ranked(market) if one.application.status in OPEN]
    form = BulkAwardForm(request.POST, market=market, standings=to_decide, today=localdate())
    if not form.is_valid():
        return show(request, market, status=422, bulk=form)
    try:
        award_all(form.awards, by=request.user)
    except Refused as refusal:
        form.add_error(None, f"Nobody was accepted. {refusal.message}")
        return show(request, market, status=422, bulk=form)
    messages.success(request, f"{len(form.awards)} accepted.")
    return redirect("market:specialist_market", pk)


@require_POST
@decides
def specialist_cancellations(request, pk):
    """The market does not run."""
    market = get(pk)
    form = CallOffForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return show(request, market, status=422, off=form)
    ended = call_off(market, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, f"{market.event} does not run. {ended} applications ended, and told.")
    return redirect("market:specialist_market", pk)
