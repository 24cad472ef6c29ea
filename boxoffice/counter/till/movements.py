"""Cash that goes into the drawer or out of it without a sale."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from boxoffice.counter.station import may_see
from boxoffice.counter.till.forms import MoveCash, budget_codes, new_key
from events.models import Refused
from invoicing.models import TillSession


@require_http_methods(["GET", "HEAD", "POST"])
def movements(request, pk):
    """What was moved in this till, and one more movement."""
    session = get_object_or_404(TillSession, pk=pk)
    if not may_see(request, session):
        raise Http404
    if session.closed_at:
        return redirect("counter:till", pk)
    form = MoveCash(request.POST or None, initial={"key": new_key(), "sort": request.GET.get("sort", "lift")})
    if form.is_valid():
        try:
            form.move(session, by=request.user)
            return redirect("counter:movements", pk)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    moved = session.movements.select_related("by")
    context = {"form": form, "session": session, "till": session, "moved": moved, "codes": budget_codes()}
    return render(request, "counter/movements.html", context, status=422 if form.errors else 200)
