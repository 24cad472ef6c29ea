"""After the taps: deciding between two officers, putting right money that could not be booked, and settling the day."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.market.taps.differing import differing
from boxoffice.market.taps.forms import Decision
from boxoffice.market.taps.views import market_day
from events.late_release import release_late
from events.models import Presence, Refused, RegisterTap
from invoicing import attendance_charges


@require_safe
def disputed_taps(request, day):
    """What two officers said about the same trader, and money that was taken and could not be booked."""
    return show_disputed(request, market_day(day))


@require_POST
def decisions(request, tap):
    """Decide one disputed tap."""
    tap = get_object_or_404(RegisterTap.objects.with_parts(), pk=tap)
    if not request.user.has_perm("boxoffice.decide_market"):
        raise PermissionDenied("You may not decide between officers. Ask one who may.")
    form = Decision(request.POST, tap=tap)
    try:
        done = form.carry_out(request.user)
    except Refused as refusal:
        return show_disputed(request, market_day(tap.occurrence_id), refusal.message, 422)
    messages.success(request, "Decided." if done else "Somebody decided this already.")
    return redirect("market:disputed-taps", tap.occurrence_id)


def show_disputed(request, occurrence, error="", status=200):
    """The merge page."""
    return render(request, "market/disputed_taps.html", {
        "occurrence": occurrence, "pairs": differing(occurrence), "error": error,
        "may_decide": request.user.has_perm("boxoffice.decide_market"),
    }, status=status)  # fmt: skip


@require_POST
def late_releases(request, day):
    """Let go of the pitches of everybody who has not come by the cut-off."""
    try:
        released = release_late(market_day(day), by=request.user)
        messages.success(request, f"Released: {', '.join(str(line.place) for line in released) or 'none'}.")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("market:register", day)


@require_http_methods(["GET", "HEAD", "POST"])
def settlements(request, day):
    """What the day costs those who were absent; settle it."""
    occurrence, done, error = market_day(day), None, ""
    if request.method == "POST":
        if not request.user.has_perm("boxoffice.decide_market"):
            raise PermissionDenied("You may not settle the day. Ask an officer who may.")
        try:
            done = attendance_charges.settle(occurrence, by=request.user)
        except Refused as refusal:
            error = refusal.message
    rows = sorted(attendance_charges.forecast(occurrence), key=lambda row: row.attendance.presence == Presence.ARRIVED)
    context = {"occurrence": occurrence, "rows": rows, "done": done, "error": error, "still": disputed(occurrence)}
    context["due"] = sum(1 for row in rows if row.done and not row.attendance.settled_at)
    return render(request, "market/settlements.html", context, status=422 if error else 200)


def disputed(occurrence):
    return RegisterTap.objects.disputed().filter(occurrence=occurrence).count()
