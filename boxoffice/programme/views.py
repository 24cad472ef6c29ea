"""What is coming, how it sells, which places are held back, and when selling starts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from boxoffice.programme.forms import HoldForm, ReleaseForm, SaleForm
from boxoffice.programme.overview import Overview, holds_by_type
from events.models import HoldType, Occurrence, Refused
from events.sales import sales_at

A_PAGE = 40


@require_safe
def occurrences(request):
    """Every performance and market day to come, soonest first."""
    text = request.GET.get("q", "").strip()
    upcoming = Occurrence.objects.upcoming().with_parts()
    if text:
        upcoming = upcoming.filter(Q(event__title__icontains=text) | Q(plan__venue__name__icontains=text))
    page = Paginator(upcoming, A_PAGE).get_page(request.GET.get("page"))
    rows, at = list(page), now()
    sales = sales_at(rows, at)
    return render(request, "programme/occurrences.html", {
        "rows": [Overview(each, sales[each.pk], at) for each in rows], "page": page, "q": text,
        "query": f"{urlencode({'q': text})}&" if text else "",
    })  # fmt: skip


@require_safe
def occurrence(request, occurrence):
    """One of them: its figures, its holds and its sale date."""
    return show(request, get(occurrence))


@require_POST
def holds(request, occurrence):
    """Hold places back."""
    occurrence = get(occurrence)
    form = HoldForm(request.POST, occurrence=occurrence)
    if form.is_valid():
        try:
            said = form.cleaned_data
            occurrence.hold(said["found"], form.hold_type(), reason=said["reason"], by=request.user)
        except Refused as refusal:
            form.add_error("places", refusal.message)
    if form.errors:
        return show(request, occurrence, 422, hold_form=form)
    messages.success(request, f"Held back: {len(form.cleaned_data['found'])}.")
    return redirect("programme:occurrence", occurrence.pk)


@require_POST
def releases(request, occurrence):
    """Give held places back to sale."""
    occurrence = get(occurrence)
    form = ReleaseForm(request.POST, occurrence=occurrence)
    if not form.is_valid():
        return show(request, occurrence, 422, release_form=form)
    released = occurrence.release_holds(form.cleaned_data["place"], by=request.user)
    messages.success(request, f"Released: {released}.")
    return redirect("programme:occurrence", occurrence.pk)


@require_POST
def sale_dates(request, occurrence):
    """Set when it goes on sale."""
    occurrence = get(occurrence)
    form = SaleForm(request.POST)
    if form.is_valid():
        try:
            occurrence.sell_from(form.cleaned_data["on_sale_from"])
        except Refused as refusal:
            form.add_error("on_sale_from", refusal.message)
    if form.errors:
        return show(request, occurrence, 422, sale_form=form)
    messages.success(request, "Saved when it goes on sale.")
    return redirect("programme:occurrence", occurrence.pk)


def get(pk):
    return get_object_or_404(Occurrence.objects.with_parts(), pk=pk)


def show(request, occurrence, status=200, *, hold_form=None, release_form=None, sale_form=None):
    """The page of one occurrence, with whichever form was not in order."""
    at = now()
    return render(request, "programme/occurrence.html", {
        "row": Overview(occurrence, sales_at([occurrence], at)[occurrence.pk], at),
        "holds": holds_by_type(occurrence), "hold_types": HoldType.objects.order_by("name"),
        "hold_form": hold_form or HoldForm(occurrence=occurrence),
        "release_form": release_form or ReleaseForm(occurrence=occurrence),
        "sale_form": sale_form or SaleForm({"on_sale_from": occurrence.on_sale_from}, use_required_attribute=False),
    }, status=status)  # fmt: skip
