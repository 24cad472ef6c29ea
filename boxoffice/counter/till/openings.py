"""Opening a drawer with its float."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from boxoffice.counter.station import stand_at, till_at
from boxoffice.counter.till.forms import OpenTill
from events.models import Refused
from invoicing.models import TillSession


@require_http_methods(["GET", "HEAD", "POST"])
def tills(request):
    """Open a till; straight to the desk where this browser has one open."""
    if till_at(request):
        return redirect("counter:desk")
    drawer = last_drawer(request.user)
    left = TillSession.objects.carried(drawer)
    form = OpenTill(request.POST or None, initial={"drawer": drawer, "opening_float": left and f"{left / 100:.2f}"})
    if form.is_valid():
        try:
            stand_at(request, form.open(by=request.user))
            return redirect("counter:desk")
        except Refused as refusal:
            form.add_error(None, refusal.message)
    context = {"form": form, "left": left, "drawer": drawer}
    return render(request, "counter/tills.html", context, status=422 if form.errors else 200)


def last_drawer(user):
    """The drawer this person had last: most people stand at the same one every day."""
    return TillSession.objects.filter(opened_by=user).values_list("drawer", flat=True).first() or ""
