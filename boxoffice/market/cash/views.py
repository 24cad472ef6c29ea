"""The officer's drawer: open it with its float, count it, say why it differs, and see what went to the bank."""

from django.db.models import Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from boxoffice.market.cash.forms import Count, Difference, OpenDrawer, sealed
from events.models import Refused, RegisterTap
from invoicing.models import DayRefund, Payment, TillSession

ASK_AND_DO = ["GET", "HEAD", "POST"]


@require_http_methods(ASK_AND_DO)
def cash(request):
    """Open a drawer; where one is open, the way to count it. It says no sums: the count is to be a count."""
    form = OpenDrawer(request.POST or None, initial={"drawer": free_drawer()})
    if form.is_valid():
        try:
            TillSession.objects.open_till(form.cleaned_data["drawer"], by=request.user,
                                          opening_float=form.cleaned_data["opening_float"])  # fmt: skip
            return redirect("market:cash")
        except Refused as refusal:
            form.add_error(None, refusal.message)
    till = TillSession.objects.open_for(request.user)
    earlier = TillSession.objects.filter(opened_by=request.user).exclude(closed_at=None)[:5]
    context = {"form": form, "till": till, "earlier": earlier, "waiting": waiting(request),
               "to_give_back": DayRefund.objects.waiting().count()}  # fmt: skip
    return render(request, "market/cash.html", context, status=422 if form.errors else 200)


@require_safe
def cash_up(request, till):
    """A closed drawer: counted, expected, the difference and its reason, the bag."""
    session = get_object_or_404(TillSession, pk=till, opened_by=request.user)
    if session.closed_at is None:
        return redirect("market:cash-counts", till)
    expected = session.counted - session.variance
    context = {"session": session, "takings": takings_of(session), "expected": expected,
               "banked": max(session.counted - session.opening_float, 0), "apart": abs(session.variance)}  # fmt: skip
    return render(request, "market/cash_up.html", context)


@require_http_methods(ASK_AND_DO)
def cash_counts(request, till):
    """Count the drawer; where it differs, ask why before it is closed. What it should hold is told only afterwards."""
    session = get_object_or_404(TillSession, pk=till, opened_by=request.user)
    if session.closed_at:
        return redirect("market:cash-up", till)
    second = "sealed" in request.POST
    form = Difference(request.POST, till=session) if second else Count(request.POST or None)
    if form.is_valid():
        counted = form.cleaned_data["sealed" if second else "counted"]
        try:
            return close(request, session, counted, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return show_count(request, session, form)


def close(request, session, counted, said):
    """Close the drawer, or ask why it is over or short."""
    if held := waiting(request):
        raise Refused(f"Money of {held} lettings is not booked yet. Decide it first, then count.")
    if counted != session.expected() and not said.get("reason"):
        form = Difference(till=session, initial={"sealed": sealed(session, counted), "bag": said["bag"]})
        return show_count(request, session, form, counted - session.expected(), counted)
    session.close(counted, by=request.user, bag=said["bag"], variance_reason=said.get("reason", ""))
    return redirect("market:cash-up", session.pk)


def show_count(request, session, form, variance=None, counted=None):
    if variance is None and isinstance(form, Difference) and "sealed" in getattr(form, "cleaned_data", {}):
        counted = form.cleaned_data["sealed"]
        variance = counted - session.expected()
    apart = None if variance is None else abs(variance)
    context = {"session": session, "form": form, "variance": variance, "counted": counted, "apart": apart}
    return render(request, "market/cash_counts.html", context, status=422 if form.errors else 200)


def takings_of(till):
    """[(tender, pence)] of a drawer."""
    names = dict(Payment.Method.choices)
    rows = till.payments.order_by().values_list("method").annotate(Sum("amount"))
    return [(names[method], pence) for method, pence in rows]


def waiting(request):
    """How many taps of this officer took money that is booked nowhere yet."""
    return RegisterTap.objects.disputed().with_money().filter(by=request.user).count()


def free_drawer():
    """Market, or Market 2 where somebody has that open."""
    taken = set(TillSession.objects.filter(closed_at=None).values_list("drawer", flat=True))
    names = ["Market", *(f"Market {number}" for number in range(2, 20))]
    return next((name for name in names if name not in taken), "")
