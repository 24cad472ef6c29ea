"""What each trader sells: key and incidental lines, on trial or for good."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice.market.trade.forms import LineForm
from boxoffice.market.trade.views import check_decider, deciders, show
from events.models import Refused, TradeLine

A_PAGE = 40


@require_http_methods(["GET", "HEAD", "POST"])
def trade_lines(request):
    """The running lines, those on trial first; a POST starts one."""
    form = LineForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        check_decider(request)
        if form.is_valid() and start(request, form):
            return redirect("market:trade_lines")
    today, words = localdate(), request.GET.get("q", "").strip()
    rows = TradeLine.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today)).select_related("trader", "commodity")
    if words:
        rows = rows.filter(Q(trader__trading_name__icontains=words) | Q(commodity__name__icontains=words))
    rows = rows.order_by(F("trial_until").asc(nulls_last=True), "trader__trading_name", "-key", "commodity__name", "pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return show(request, "market/trade_lines.html", form, page=page, words=words, today=today,
                query=f"{urlencode({'q': words})}&" if words else "")  # fmt: skip


def start(request, form):
    """Start the line that the form asks for; False with the reason on the form where it is refused."""
    asked = form.cleaned_data
    try:
        line = TradeLine.objects.start(asked["trader"], asked["commodity"], key=asked["kind"] == "key",
                                       from_day=asked["from_day"], trial_until=asked["trial_until"])  # fmt: skip
    except Refused as refusal:
        form.add_error("commodity", refusal.message)
        return False
    messages.success(request, f"{line.trader} sells {line}.")
    return True


@require_POST
@deciders
def trade_line_ends(request, pk):
    """End a line today. What is booked stays booked."""
    line = get_object_or_404(TradeLine.objects.select_related("trader", "commodity"), pk=pk)
    line.end()
    messages.success(request, f"{line.trader} no longer sells {line}.")
    return redirect("market:trade_lines")


@require_POST
@deciders
def trade_line_trials_passed(request, pk):
    """The trial of a line went well: it runs on."""
    line = get_object_or_404(TradeLine.objects.select_related("trader", "commodity"), pk=pk)
    line.keep()
    messages.success(request, f"{line.trader} keeps {line}. The trial is over.")
    return redirect("market:trade_lines")
