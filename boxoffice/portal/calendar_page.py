"""The page of market days: a month in words, or a list; every Thursday at once."""

from functools import partial
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.shortcuts import render

from boxoffice.portal.month import (
    Days,
    Month,
    coming_days,
    date_from,
    days_of_month,
    every,
    first_open,
    month_from,
    weekdays_of,
)
from boxoffice.portal.papers import too_late


def with_every(request, event, choice, weekday):
    """The query string of the chosen days and every free day of a weekday until the date of the form."""
    until = date_from(request.GET.get(f"until-{weekday}", ""))
    days = {day.pk: day for day in [*choice.days, *every(event, weekday, request.customer, until)]}
    shown = request.GET.get("shown", "")
    month = shown if any(f"{day.day:%Y-%m}" == shown for day in days.values()) else ""
    view = {"view": "list"} if request.GET.get("view") == "list" else {}
    return urlencode({"event": event.slug, "month": month, **view, "day": list(days)}, doseq=True)


def show_days(request, event, choice, markets, error="", status=200):
    """The calendar, or the list; `error` says why these days cannot be booked together."""
    trader, chosen = with_papers(request.customer.trader, event), [day.pk for day in choice.days]
    as_list = request.GET.get("view") == "list"
    first = month_shown(request, event, choice)
    occurrences = coming_days(event) if as_list else list(days_of_month(event, first))
    short = too_late(trader, event, {day.day for day in [*occurrences, *choice.days]})
    bare = {day for _, days in short for day in days}
    shown = (Days if as_list else partial(Month, first))(occurrences, request.customer, chosen, bare)
    ahead = {day.day for day in [*shown.free, *choice.days]}
    late = [(words, there) for words, days in short if (there := [day for day in days if day in ahead])]
    late_chosen = {day.day for day in choice.days} & bare
    return render(request, "portal/days.html", {
        "event": event, "markets": markets, "month": shown, "as_list": as_list, "choice": choice, "error": error,
        "weekdays": weekdays_of(event), "late": late, "why_not": trader.why_not(event, []), "late_chosen": late_chosen,
        "without_late": choice.address(*(day for day in choice.days if day.day in late_chosen)),
        "papers_lack": any(cell.late and cell.state == "free" for cell in shown.cells.values()),
    }, status=status)  # fmt: skip


def with_papers(trader, event):
    """The trader, with everything read at once that says which papers they need and have."""
    prefetch_related_objects([trader], "documents", "discipline", "trade_lines__commodity__required_documents")
    prefetch_related_objects([event], "required_documents")
    return trader


def month_shown(request, event, choice):
    """The first day of the month that was asked for, of the first chosen day, or of the first day still open."""
    wanted = request.GET.get("month") or ("" if choice.days else request.GET.get("shown", ""))
    return month_from(wanted, choice.days[0].day if choice.days else first_open(event, request.customer))


def days_without_papers(trader, event, days):
    """Those of these dates that no checked paper covers."""
    return {day for _, bare in too_late(with_papers(trader, event), event, days) for day in bare}


def named(markets, request):
    """The market a form names, or the first."""
    return next((one for one in markets if one.slug == request.GET.get("event")), markets[0])
