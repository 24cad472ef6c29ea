"""Absences in two taps: the next day with its rule and its button, the other days behind one tap more."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.portal.licences.coming import balances, day_of, days_of, reported
from boxoffice.portal.licences.forms import AbsenceForm
from boxoffice.portal.traders import for_traders
from boxoffice.templatetags.british import day as in_words
from events.models import BookingLine, DayOff, Occurrence, Refused, StandingDay
from events.money import pounds
from invoicing import absences as verbs
from invoicing.models import DayRefund

WHAT_NOW = "Book another one, or telephone the market officer."
SOON = 8  # days listed before the rest is folded away


@require_http_methods(["GET", "HEAD", "POST"])
@for_traders
def absences(request):
    """The days to come and the absences that stand; or one more."""
    return add(request) if request.method == "POST" else show_list(request)


def show_list(request, error="", status=200):
    days = list(days_of(request.customer).items())
    following = day_of(request.customer, *days[0]) if days else None
    return render(request, "portal/absences.html", {
        "next": following, "days": days[1:SOON], "later": days[SOON:], "error": error,
        "reported": reported(request.customer), "balances": balances(request.customer),
    }, status=status)  # fmt: skip


def add(request):
    """Report what the form says; sent twice it counts once."""
    occurrence = find(request.POST.get("day", ""))
    form = AbsenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_day(request, occurrence, form, status=422)
    try:
        day_off = verbs.report(request.customer, occurrence, form.cleaned_data["why"], by=request.user,
                               note=form.cleaned_data["note"], evidence=form.keep(request.user))  # fmt: skip
    except Refused as refusal:
        return show_day(request, occurrence, form, refusal.message, 422)
    messages.info(request, noted(day_off))
    return redirect("portal:absences")


def noted(day_off):
    """What the trader reads then, with what waits for them of what they paid in cash or on the card machine."""
    own = BookingLine.objects.filter(days_off=day_off)
    ids, waiting = {str(line.pk) for line in own}, DayRefund.objects.waiting().filter(booking__lines__in=own).distinct()
    back = sum(due.amount for due in waiting if ids & set(due.lines))
    said = (f"Noted: you are away on {in_words(day_off.occurrence.starts_at)}. "
            f"It counts as: {day_off.get_why_display().lower()}.")  # fmt: skip
    return f"{said} {pounds(back)} of what you paid goes back: ask the market officer for it." if back else said


def find(pk):
    """A market day by its id; 404 for anything else."""
    if not (str(pk).isdecimal() and len(str(pk)) < 16):
        raise Http404
    days = Occurrence.objects.filter(event__rules__isnull=False).select_related("event__rules", "plan__venue")
    return get_object_or_404(days, pk=pk)


@require_safe
@for_traders
def absence(request, day):
    """One day: the ways to report it, each with what it costs."""
    occurrence = find(day)
    if earlier := reported(request.customer).filter(occurrence=occurrence).first():
        messages.info(request, f"You have told us about {in_words(earlier.occurrence.starts_at)} already.")
        return redirect("portal:absences")
    return show_day(request, occurrence, AbsenceForm())


def show_day(request, occurrence, form, error="", status=200):
    places = days_of(request.customer).get(occurrence)
    if places is None:
        words = error or f"You have no pitch on {in_words(occurrence.starts_at)} to report."
        return show_list(request, words, 422)
    return render(request, "portal/absence.html", {
        "day": day_of(request.customer, occurrence, places), "form": form, "error": error,
        "chosen": form["why"].value(),
    }, status=status)  # fmt: skip


@require_POST
@for_traders
def absence_withdrawals(request, pk):
    """They are coming after all."""
    day_off = get_object_or_404(DayOff, pk=pk, customer=request.customer)
    try:
        verbs.withdraw(day_off, by=request.user)
    except Refused as refusal:
        return show_list(request, refusal.message, 422)
    messages.info(request, expected(request.customer, day_off.occurrence))
    return redirect("portal:absences")


def expected(customer, occurrence):
    """What the trader reads then: the pitch that waits for them, or why it does not."""
    day = in_words(occurrence.starts_at)
    refused = StandingDay.objects.filter(standing__customer=customer, occurrence=occurrence,
                                         outcome=StandingDay.Outcome.REFUSED).first()  # fmt: skip
    if refused:
        return f"Noted, but your pitch on {day} could not be booked again: {refused.words} {WHAT_NOW}"
    if places := days_of(customer).get(occurrence):
        return f"Good: we expect you on {day}, on {places}."
    return f"Noted, but you have no pitch on {day} any more. {WHAT_NOW}"
