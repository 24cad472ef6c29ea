"""Tills: open a drawer with its float, and close it by counting before looking."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from boxoffice.counter.basket import basket_of
from boxoffice.counter.forms import CountTill, OpenTill
from events.models import AskedTooMuch, Refused, ReservationLapsed
from invoicing.models import Payment, TillSession

ASK_AND_DO = ["GET", "HEAD", "POST"]


@require_http_methods(ASK_AND_DO)
def tills(request):
    """Open a till; straight to the desk for somebody who has one open."""
    if TillSession.objects.open_for(request.user):
        return redirect("counter:desk")
    form = OpenTill(request.POST or None, initial={"drawer": last_drawer(request.user)})
    if form.is_valid():
        try:
            TillSession.objects.open_till(form.cleaned_data["drawer"], by=request.user,
                                          opening_float=form.cleaned_data["opening_float"])  # fmt: skip
            return redirect("counter:desk")
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return render(request, "counter/tills.html", {"form": form}, status=422 if form.errors else 200)


def last_drawer(user):
    """The drawer this person had last: most people stand at the same one every day."""
    return TillSession.objects.filter(opened_by=user).values_list("drawer", flat=True).first() or ""


@require_safe
def till(request, pk):
    """A closed till of this person: what was counted, what was expected and the difference."""
    session = get_object_or_404(TillSession, pk=pk, opened_by=request.user)
    if session.closed_at is None:
        return redirect("counter:counts", pk)
    names = dict(Payment.Method.choices)
    takings = [(names[method], pence) for method, pence in session.takings().items()]
    expected = session.counted - session.variance
    return render(request, "counter/till.html", {"session": session, "takings": takings, "expected": expected})


@require_http_methods(ASK_AND_DO)
def counts(request, pk):
    """Count the drawer and close it. What it should hold is told only afterwards."""
    session = get_object_or_404(TillSession, pk=pk, opened_by=request.user)
    if session.closed_at:
        return redirect("counter:till", pk)
    form = CountTill(request.POST or None)
    if form.is_valid():
        try:
            check_basket_empty(request)
            session.close(form.cleaned_data["counted"], by=request.user)
            return redirect("counter:till", pk)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    context = {"form": form, "session": session, "till": session}
    return render(request, "counter/counts.html", context, status=422 if form.errors else 200)


def check_basket_empty(request):
    """A sale under way belongs in the till it began in."""
    try:
        basket = basket_of(request)
    except ReservationLapsed:
        return
    if basket and basket.lines.live().exists():
        raise AskedTooMuch("There are places in your basket. Sell them or empty the basket, then close the till.")
