"""The trader's own draws: a name put down, a name taken back, and why a pitch was given or not."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.portal.draws.days import OwnNeeds, days_drawn, open_days, result_rows
from boxoffice.portal.traders import for_traders
from events.dates import day as in_words
from events.models import Place, Refused, WaitingListEntry

A_PAGE = 20


@require_safe
@for_traders
def draws(request):
    """The days to put a name down for, and the results of those that were drawn."""
    return show(request)


def show(request, error="", status=200):
    page = Paginator(result_rows(request.customer), A_PAGE).get_page(request.GET.get("page"))
    context = {"days": open_days(request.customer), "page": page, "error": error}
    return render(request, "portal/draws.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_traders
def draw_names(request, day):
    """What the trader needs that day; sent in, their name is down."""
    occurrence = get_object_or_404(days_drawn(), pk=day)
    entry = occurrence.waiting.waiting().filter(customer=request.customer).first()
    form = OwnNeeds(request.POST or None, occurrence=occurrence, entry=entry)
    status = 422 if request.method == "POST" else 200
    if form.is_bound and form.is_valid():
        try:
            WaitingListEntry.objects.join(occurrence, request.customer, by=request.user, **form.needs())
            messages.info(request, f"Your name is down for {in_words(occurrence.day)}.")
            return redirect("portal:draws")
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return show_form(request, occurrence, entry, form, status)


def show_form(request, occurrence, entry, form, status):
    """The questions, with what would keep this trader out as things are."""
    why_not = request.customer.trader.why_not(occurrence.event, [occurrence.day], casual=True)
    context = {"occurrence": occurrence, "entry": entry, "form": form, "why_not": why_not}
    return render(request, "portal/draw_names.html", context, status=status)


@require_POST
@for_traders
def draw_withdrawals(request, entry):
    """Take the name back."""
    entry = get_object_or_404(WaitingListEntry.objects.select_related("occurrence"), pk=entry,
                              customer=request.customer)  # fmt: skip
    try:
        entry.leave()
    except Refused as refusal:
        return show(request, refusal.message, 422)
    messages.info(request, f"Your name is off the list for {in_words(entry.occurrence.day)}.")
    return redirect("portal:draws")


@require_safe
@for_traders
def draw_result(request, result):
    """Why a pitch was given, or why not."""
    result = get_object_or_404(result_rows(request.customer), pk=result)
    places = Place.objects.select_related("area").in_bulk(result.places)
    names = [str(places[one]) for one in result.places if one in places]
    return render(request, "portal/draw_result.html", {"result": result, "names": names})
