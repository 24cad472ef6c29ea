"""The door: pick tonight's performance, type or scan codes, and see in one glance who comes in."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from boxoffice.door.forms import CodeForm
from boxoffice.door.house import found, head_count, is_reference, token_for
from boxoffice.door.verdict import Verdict
from events.models import CheckIn, NotAdmitted, Occurrence


def open_performances():
    return Occurrence.objects.performances().filter(cancelled_at=None).select_related("event", "plan__venue")


@require_safe
def performances(request):
    """Today's performances, and the next ones."""
    upcoming = open_performances().filter(starts_at__date__gte=localdate()).order_by("starts_at", "pk")
    today = upcoming.filter(starts_at__date=localdate())
    later = upcoming.filter(starts_at__date__gt=localdate())[:6]
    return render(request, "door/performances.html", {"today": today, "later": later})


@require_safe
def performance(request, performance):
    """The scanning page, with the verdict on whoever was admitted just now and the people found by name."""
    occurrence = get_object_or_404(open_performances(), pk=performance)
    admission = CheckIn.objects.standing().filter(line__occurrence=occurrence, pk=number(request.GET.get("in")))
    admission = admission.select_related("line__place__area", "line__price_type", "line__booking__customer").first()
    verdict = Verdict.admitted(admission) if admission else None
    return show(request, occurrence, verdict, CodeForm())


@require_POST
def admissions(request, performance):
    """Admit the bearer of a code, or say why not. A booking's reference finds its tickets instead."""
    occurrence = get_object_or_404(open_performances(), pk=performance)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return show(request, occurrence, None, form, 422)
    code = form.cleaned_data["code"]
    here = reverse("door:performance", args=[occurrence.pk])
    if is_reference(code):
        return redirect(f"{here}?{urlencode({'q': code})}")
    try:
        admission = CheckIn.objects.check_in(token_for(code, occurrence), by=request.user, occurrence=occurrence)
    except NotAdmitted as refusal:
        return show(request, occurrence, Verdict.refused(refusal), CodeForm(), 422)
    return redirect(f"{here}?in={admission.pk}")


@require_POST
def undoings(request, admission):
    """Take an admission back, so that the ticket opens the door again."""
    admissions = CheckIn.objects.filter(line__occurrence__plan__unit="seat").select_related("line__place__area")
    admission = get_object_or_404(admissions, pk=admission)
    if admission.undo(request.user):
        messages.success(request, f"Undone: {admission.line.place} has not come in.")
    return redirect("door:performance", admission.line.occurrence_id)


def show(request, occurrence, verdict, form, status=200):
    """The scanning page: counts, verdict, the box for codes, and search."""
    text = request.GET.get("q", "").strip()
    mine = CheckIn.objects.standing().filter(line__occurrence=occurrence, by=request.user)
    return render(request, "door/performance.html", {
        "occurrence": occurrence, "verdict": verdict, "form": form, "q": text,
        "counts": head_count(occurrence), "people": found(occurrence, text) if text else None,
        "last": mine.select_related("line__place__area").order_by("-pk").first(),
    }, status=status)  # fmt: skip


def number(text):
    """A whole number from an address, or None."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
