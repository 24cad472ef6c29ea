"""The morning draw: promise the seed, keep the queue, run a call, read out who stands where and why."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.market.draws.absentees import absentees
from boxoffice.market.draws.morning_page import MorningPage, day_to_draw, days_drawn, traders_found
from boxoffice.market.forms import DayForm
from boxoffice.needs_form import NeedsForm
from events.models import Draw, Refused, Trader, WaitingListEntry
from invoicing.drawing import run

deciders = permission_required("boxoffice.decide_market", raise_exception=True)


@require_safe
def draws(request, day=None):
    """The draw of today's market, the next one, or the day that was asked for."""
    form = DayForm(request.GET if "on" in request.GET else None)
    occurrence = get_object_or_404(days_drawn(), pk=day) if day else day_to_draw(form.day())
    return show(request, occurrence, form=form)


def show(request, occurrence, error="", status=200, **context):
    """The page, with the reason where something was refused."""
    context = {"form": DayForm(), "error": error, "view": request.GET.get("view", "order"), **context}
    if occurrence:
        asked = request.GET.get("q", "")
        context |= {"page": MorningPage(occurrence), "q": asked, "found": traders_found(asked, occurrence)}
    return render(request, "market/draws.html", context, status=status)


@require_POST
@deciders
def draw_promises(request, day):
    """Promise the draw of every call whose queue is still open."""
    occurrence = get_object_or_404(days_drawn(), pk=day)
    calls = [call.number for call in MorningPage(occurrence).calls if not call.is_closed] or [1]
    try:
        for call in calls:
            Draw.objects.promise(occurrence, call=call, by=request.user)
    except Refused as refusal:
        return show(request, occurrence, refusal.message, 422)
    messages.info(request, "Promised. Read the first eight signs out, or let people take a photo of it.")
    return redirect("market:draws", occurrence.pk)


@require_POST
@deciders
def draw_runs(request, draw):
    """Run a promised draw, once."""
    draw = get_object_or_404(Draw.objects.select_related("occurrence__event__rules"), pk=draw)
    try:
        run(draw, by=request.user)
    except Refused as refusal:
        return show(request, days_drawn().get(pk=draw.occurrence_id), refusal.message, 422)
    return redirect("market:draws", draw.occurrence_id)


@require_safe
def draw_names(request, day):
    """Find the trader who stands here, to put their name down."""
    occurrence = get_object_or_404(days_drawn(), pk=day)
    asked = request.GET.get("q", "")
    found = traders_found(asked, occurrence)
    context = {"page": MorningPage(occurrence), "q": asked, "found": found}
    return render(request, "market/draw_names.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draw_name(request, day, trader):
    """What one trader needs; sent in, their name is down."""
    occurrence = get_object_or_404(days_drawn(), pk=day)
    trader = get_object_or_404(Trader.objects.select_related("customer"), pk=trader)
    entry = occurrence.waiting.waiting().filter(customer=trader.customer).first()
    form = NeedsForm(request.POST or None, occurrence=occurrence, entry=entry)
    status = 422 if request.method == "POST" else 200
    if form.is_bound and form.is_valid():
        try:
            WaitingListEntry.objects.join(occurrence, trader.customer, by=request.user, **form.needs())
            messages.success(request, f"{trader} is in the queue.")
            return redirect("market:draws", occurrence.pk)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return show_name(request, occurrence, trader, entry, form, status)


def show_name(request, occurrence, trader, entry, form, status):
    """The form, with what would keep this trader out as things are."""
    context = {"occurrence": occurrence, "trader": trader, "entry": entry, "form": form,
               "why_not": trader.why_not(occurrence.event, [occurrence.day], casual=True)}  # fmt: skip
    return render(request, "market/draw_name.html", context, status=status)


@require_POST
def draw_withdrawals(request, entry):
    """Take a name off the queue."""
    entry = get_object_or_404(WaitingListEntry.objects.select_related("customer__trader"), pk=entry,
                              occurrence__in=days_drawn())  # fmt: skip
    try:
        entry.leave()
    except Refused as refusal:
        return show(request, days_drawn().get(pk=entry.occurrence_id), refusal.message, 422)
    messages.success(request, f"{entry.customer} is off the queue.")
    return redirect("market:draws", entry.occurrence_id)


@require_safe
def draw_sheet(request, day):
    """The outcome on paper: by pitch, and by trader with the reasons."""
    page = MorningPage(get_object_or_404(days_drawn(), pk=day))
    return render(request, "market/draw_sheet.html", {"page": page})


@require_safe
def draw_absentees(request):
    """Casual traders who were given pitches and did not stand, or have not come for twelve weeks."""
    return render(request, "market/draw_absentees.html", {"rows": absentees()})
