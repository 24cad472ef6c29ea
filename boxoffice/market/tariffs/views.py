"""Tariffs: the list, one version with its prices and rules, a new version, its prices, and a price tried out."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.market.tariffs.forms import PricesForm, TrialForm, VersionForm
from boxoffice.market.tariffs.listing import market_lists, price_table, state_of, tariffs_by_name
from boxoffice.templatetags.british import day as in_words
from events.models import NotPossible, NotPriced
from events.models.tariff_book import try_price

deciders = permission_required("boxoffice.decide_market", raise_exception=True)


@require_safe
def tariffs(request):
    """Every tariff that prices pitches, with its versions."""
    return render(request, "market/tariffs.html", {"tariffs": tariffs_by_name()})


@require_safe
def tariff(request, pk):
    """One version: its prices, its rules in order, and the versions before and after it."""
    return show(request, get_object_or_404(market_lists(), pk=pk), VersionForm())


def show(request, price_list, form, status=200):
    types, rows = price_table(price_list)
    rules = price_list.rules.select_related("band", "area", "price_type")
    return render(request, "market/tariff.html", {
        "tariff": price_list, "types": types, "rows": rows, "rules": rules, "form": form, "open": price_list.is_open(),
        "state": state_of(price_list), "versions": [(one, state_of(one)) for one in price_list.versions],
        "may_decide": request.user.has_perm("boxoffice.decide_market"),
    }, status=status)  # fmt: skip


@require_POST
@deciders
def tariff_versions(request, pk):
    """Make a new version from a day on."""
    price_list, form = get_object_or_404(market_lists(), pk=pk), VersionForm(request.POST)
    if not form.is_valid():
        return show(request, price_list, form, 422)
    try:
        new = price_list.revise(**form.cleaned_data, by=request.user)
    except NotPossible as refusal:
        form.add_error("valid_from", refusal.message)
        return show(request, price_list, form, 422)
    messages.success(request, f"A version from {in_words(new.valid_from)} is made. Change its prices and rules now.")
    return redirect("market:tariff", new.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@deciders
def tariff_prices(request, pk):
    """The amounts of a version that is still to come."""
    price_list = get_object_or_404(market_lists(), pk=pk)
    form = PricesForm(request.POST if request.method == "POST" else None, table=price_table(price_list))
    if form.is_bound and form.is_valid():
        try:
            price_list.put_prices(form.amounts())
        except NotPossible as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Prices kept. What is sold already keeps its price.")
            return redirect("market:tariff", price_list.pk)
    return render(request, "market/tariff_prices.html", {
        "tariff": price_list, "form": form, "types": price_table(price_list)[0],
    }, status=422 if form.is_bound else 200)  # fmt: skip


@require_safe
def tariff_trials(request, pk):
    """What a pitch would cost by this version, step by step; nothing is booked."""
    price_list = get_object_or_404(market_lists(), pk=pk)
    form = TrialForm(request.GET if "place" in request.GET else None, price_list=price_list)
    worked, refusal = None, ""
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        try:
            worked = try_price(price_list, asked["place"], asked["price_type"], asked["day"], asked["customer"],
                               facts=asked["facts"], unit=asked["unit"], units=asked["unit"])  # fmt: skip
        except NotPriced as problem:
            refusal = problem.message
    return render(request, "market/tariff_trials.html", {
        "tariff": price_list, "form": form, "worked": worked, "refusal": refusal,
        "covers": worked is None or price_list.covers(form.cleaned_data["day"]),
    }, status=422 if refusal or (form.is_bound and not worked) else 200)  # fmt: skip
