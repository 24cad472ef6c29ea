"""Prices agreed with one trader, and what is recorded about traders for tariffs: list, add, end."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice.market.tariffs.forms_agreed import FactForm, OverrideForm
from boxoffice.market.tariffs.views import deciders
from boxoffice.templatetags.british import day as in_words
from events.models import NotPossible, TariffFact, TariffOverride


def check_decider(request):
    if not request.user.has_perm("boxoffice.decide_market"):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
def tariff_overrides(request):
    """Who pays what was agreed, until when, by whose leave; a POST agrees one more."""
    form = OverrideForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        check_decider(request)
        if form.is_valid():
            try:
                made = TariffOverride.objects.agree(**form.agreement(), by=request.user)
            except NotPossible as refusal:
                form.add_error("customer", refusal.message)
            else:
                messages.success(request, f"Agreed with {made.customer} until {in_words(made.last_day)}.")
                return redirect("market:tariff_overrides")
    rows = TariffOverride.objects.select_related("customer", "price_list", "approved_by").order_by("-last_day", "pk")
    return show(request, "market/tariff_overrides.html", form, rows)


@require_POST
@deciders
def tariff_override_ends(request, pk):
    """Let an agreement end today; days priced already keep their price."""
    override = get_object_or_404(TariffOverride, pk=pk)
    if override.last_day > localdate():
        override.end(localdate())
    messages.success(request, f"What was agreed with {override.customer} ends today. What is booked keeps its price.")
    return redirect("market:tariff_overrides")


@require_http_methods(["GET", "HEAD", "POST"])
def tariff_facts(request):
    """What is so of traders, as rules ask for it; a POST records one thing more and ends what it replaces."""
    form = FactForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        check_decider(request)
        if form.is_valid():
            fact = TariffFact.objects.put(**form.cleaned_data, by=request.user)
            messages.success(request, f"Recorded: {fact}, from {in_words(fact.first_day)}.")
            return redirect("market:tariff_facts")
    rows = TariffFact.objects.filter(Q(last_day=None) | Q(last_day__gte=localdate() - timedelta(days=365)))
    return show(request, "market/tariff_facts.html", form, rows.select_related("customer").order_by("customer", "name"))


@require_POST
@deciders
def tariff_fact_ends(request, pk):
    """It is no longer so after today."""
    fact = get_object_or_404(TariffFact, pk=pk)
    fact.end(localdate())
    messages.success(request, f"{fact}: until today.")
    return redirect("market:tariff_facts")


def show(request, template, form, rows):
    return render(request, template, {
        "form": form, "rows": rows, "today": localdate(),
        "may_decide": request.user.has_perm("boxoffice.decide_market"),
    }, status=422 if form.is_bound else 200)  # fmt: skip
