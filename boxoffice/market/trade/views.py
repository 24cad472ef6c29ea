"""The list of commodities, and the caps on them."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice.market.trade.board import DayBoard, next_days
from boxoffice.market.trade.forms import CapForm, CommodityForm
from events.models import Commodity, CommodityCap

deciders = permission_required("boxoffice.decide_market", raise_exception=True)


def check_decider(request):
    if not request.user.has_perm("boxoffice.decide_market"):
        raise PermissionDenied


def show(request, template, form, **context):
    """A page with a form; 422 where it was sent and is shown again."""
    context["may_decide"] = request.user.has_perm("boxoffice.decide_market")
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def commodities(request):
    """Every commodity with how many traders have it as a key line; a POST adds one."""
    form = CommodityForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        check_decider(request)
        if form.is_valid():
            made = form.save()
            messages.success(request, f"{made} is on the list.")
            return redirect("market:commodities")
    today = localdate()
    running = Q(trade_lines__from_day__lte=today) & (
        Q(trade_lines__ended_on=None) | Q(trade_lines__ended_on__gt=today))  # fmt: skip
    rows = Commodity.objects.annotate(
        key_lines=Count("trade_lines", filter=running & Q(trade_lines__key=True), distinct=True),
        incidental=Count("trade_lines", filter=running & Q(trade_lines__key=False), distinct=True))  # fmt: skip
    return show(request, "market/commodities.html", form, rows=rows.prefetch_related("required_documents"))


@require_http_methods(["GET", "HEAD", "POST"])
@deciders
def commodity(request, pk):
    """Change a commodity's name, heading, papers, or whether it is hot food."""
    row = get_object_or_404(Commodity, pk=pk)
    form = CommodityForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_bound and form.is_valid():
        messages.success(request, f"Kept: {form.save()}.")
        return redirect("market:commodities")
    return show(request, "market/commodity.html", form, row=get_object_or_404(Commodity, pk=pk))


@require_POST
@deciders
def commodity_ends(request, pk):
    """Take a commodity off the list: nobody takes it up any more, and who sells it goes on."""
    row = get_object_or_404(Commodity, pk=pk)
    row.end()
    messages.success(request, f"{row} is off the list. Who sells it already goes on.")
    return redirect("market:commodities")


@require_http_methods(["GET", "HEAD", "POST"])
def commodity_caps(request):
    """The caps of each market with how many count on its next day; a POST sets one."""
    form = CapForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        check_decider(request)
        if form.is_valid():
            messages.success(request, f"Set: {form.keep()}. What is booked already stays.")
            return redirect("market:commodity_caps")
    boards = [(event, day, DayBoard(day).caps) for event, day in next_days().items()]
    return show(request, "market/commodity_caps.html", form, boards=boards)


@require_POST
@deciders
def commodity_cap_removals(request, pk):
    """Take a cap away; sent again, it is gone already."""
    CommodityCap.objects.filter(pk=pk).delete()
    messages.success(request, "The cap is removed.")
    return redirect("market:commodity_caps")
