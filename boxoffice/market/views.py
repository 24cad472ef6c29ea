"""The officer's tablet: the register of a market day, ticked as traders arrive."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from boxoffice.market.forms import ArrivalForm, DayForm
from boxoffice.market.register import Register, day_to_show
from events.models import Attendance, CheckIn, Occurrence, Refused


@require_safe
def register(request, day=None):
    """Today's market, the next one, or the day that was asked for."""
    days = Occurrence.objects.market_days().filter(cancelled_at=None).with_parts()
    form = DayForm(request.GET if "on" in request.GET else None)
    occurrence = get_object_or_404(days, pk=day) if day else day_to_show(days, form.day())
    return show(request, occurrence, {"form": form})


@require_POST
def arrivals(request, day):
    """Tick a trader as arrived."""
    days = Occurrence.objects.market_days().with_parts()
    occurrence = get_object_or_404(days, pk=day)
    form = ArrivalForm(request.POST, occurrence=occurrence)
    if not form.is_valid():
        return show(request, occurrence, {"error": "That pitch was given back. Look at the register again."}, 422)
    line = form.cleaned_data["line"]
    try:
        Attendance.objects.tick(line, by=request.user)
    except Refused as refusal:
        return show(request, occurrence, {"error": refusal.message}, 422)
    return back_to(occurrence, line)


@require_POST
def undoings(request, arrival):
    """Take a tick back."""
    arrivals = CheckIn.objects.filter(line__occurrence__plan__unit="pitch").select_related("line__occurrence")
    check_in = get_object_or_404(arrivals, pk=arrival)
    try:
        if Attendance.objects.untick(check_in, by=request.user):
            messages.success(request, "Taken back: not here yet.")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return back_to(check_in.line.occurrence, check_in.line)


def show(request, occurrence, context, status=200):
    """The register page, as a list or as a plan."""
    context = {"form": DayForm(), "view": request.GET.get("view", "list"), **context}
    if occurrence:
        context["register"] = Register(occurrence)
    return render(request, "market/register.html", context, status=status)


def back_to(occurrence, line):
    """The register again, at the pitch that was tapped."""
    return redirect(f"{reverse('market:register', args=[occurrence.pk])}#pitch-{line.place_id}")
