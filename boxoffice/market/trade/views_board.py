"""The board of a market day, and leave to stand where the balance of trade says no."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.market.forms import DayForm
from boxoffice.market.trade.board import DayBoard, day_to_show
from boxoffice.market.trade.forms import LeaveForm
from boxoffice.market.trade.views import check_decider, deciders, show
from events.models import Occurrence, TradeOverride


@require_safe
def trade_board(request, day=None):
    """Who stands where with which goods on a day, and what clashes."""
    days = Occurrence.objects.market_days().with_parts()
    form = DayForm(request.GET if "on" in request.GET else None)
    occurrence = get_object_or_404(days, pk=day) if day else day_to_show(form.day())
    board = DayBoard(occurrence) if occurrence else None
    return render(request, "market/trade_board.html", {"board": board, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def trade_overrides(request):
    """Who has leave, by whom and why; a POST gives it."""
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        check_decider(request)
        if form.is_valid():
            asked = form.cleaned_data
            leave = TradeOverride.objects.give(asked["trader"], asked["event"], asked["reason"], by=request.user,
                                               occurrence=asked["occurrence"])  # fmt: skip
            messages.success(request, f"Leave given: {leave}.")
            return redirect("market:trade_overrides")
    rows = TradeOverride.objects.select_related("trader", "event", "occurrence__event", "by")
    return show(request, "market/trade_overrides.html", form, rows=rows.order_by("ended_at", "-pk")[:200])


@require_POST
@deciders
def trade_override_ends(request, pk):
    """Take leave back; what was booked with it stays booked."""
    leave = get_object_or_404(TradeOverride.objects.select_related("trader"), pk=pk)
    leave.end()
    messages.success(request, f"{leave.trader} has that leave no more. What is booked stays.")
    return redirect("market:trade_overrides")
