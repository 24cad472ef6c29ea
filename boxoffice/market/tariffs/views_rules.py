"""The rules of a version that is still to come: add, change, remove."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice.market.tariffs.forms_rule import RuleForm
from boxoffice.market.tariffs.listing import market_lists
from boxoffice.market.tariffs.views import deciders
from events.models import NotPossible, TariffRule


@require_http_methods(["GET", "HEAD", "POST"])
@deciders
def tariff_rules(request, pk):
    """A new rule. The very same one again is not put in twice."""
    price_list = get_object_or_404(market_lists(), pk=pk)
    return written(request, price_list, TariffRule(price_list=price_list))


@require_http_methods(["GET", "HEAD", "POST"])
@deciders
def tariff_rule(request, pk):
    """Change a rule."""
    rule = get_object_or_404(TariffRule.objects.select_related("price_list"), pk=pk)
    return written(request, rule.price_list, rule)


def written(request, price_list, rule):
    """The form of a rule; what it says is kept where the version is still to come."""
    form = RuleForm(request.POST if request.method == "POST" else None, instance=rule, price_list=price_list)
    if form.is_bound and form.is_valid():
        try:
            keep(price_list, form.instance)
        except NotPossible as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Kept: {form.instance.told}")
            return redirect("market:tariff", price_list.pk)
    return render(request, "market/tariff_rule.html", {
        "tariff": price_list, "form": form, "rule": rule if rule.pk else None,
    }, status=422 if form.is_bound else 200)  # fmt: skip


def keep(price_list, rule):
    """Put a rule in its place, unless it is a new one that says what another says already."""
    said = said_by(rule)
    if rule.pk or not any(said_by(one) == said for one in price_list.rules.all()):
        price_list.put_rule(rule)


def said_by(rule):
    return model_to_dict(rule, exclude=["id", "position"])


@require_POST
@deciders
def tariff_rule_removals(request, pk):
    """Take a rule out of a version that is still to come."""
    rule = get_object_or_404(TariffRule.objects.select_related("price_list"), pk=pk)
    try:
        rule.price_list.drop_rule(rule)
    except NotPossible as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Removed: {rule.words}.")
    return redirect("market:tariff", rule.price_list_id)
