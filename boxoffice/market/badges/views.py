"""Traders' badges: find a trader, print the badge, replace one that was lost."""

from django.contrib import messages
from django.db.models import F, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from boxoffice.market.badges.code import svg_path
from events.models import Trader

MOST = 40


@require_safe
def badges(request):
    """Approved traders, found by name or goods; each with a badge to print."""
    text = request.GET.get("q", "").strip()
    traders = Trader.objects.exclude(approved_on=None).filter(suspended_on=None).select_related("customer")
    for word in text.split():
        traders = traders.filter(Q(trading_name__icontains=word) | Q(goods__icontains=word)
                                 | Q(customer__address__icontains=word))  # fmt: skip
    found = list(traders.order_by("trading_name", "pk")[: MOST + 1])
    return render(request, "market/badges.html", {"q": text, "traders": found[:MOST], "more": len(found) > MOST})


@require_safe
def badge(request, trader):
    """One badge, to print."""
    trader = get_object_or_404(Trader.objects.exclude(approved_on=None).select_related("customer"), pk=trader)
    size, path = svg_path(trader.badge)
    return render(request, "market/badge.html", {"trader": trader, "size": size, "path": path})


@require_POST
def badge_replacements(request, trader):
    """Make the next badge: the lost one opens nothing from now on."""
    trader = get_object_or_404(Trader, pk=trader)
    seen = request.POST.get("version", "")
    if Trader.objects.filter(pk=trader.pk, badge_version=seen if seen.isdecimal() else 0).update(
        badge_version=F("badge_version") + 1
    ):
        messages.success(request, "A new badge is ready to print. The old one is no longer read.")
    return redirect("market:badge", trader.pk)
