"""The trader's way to a booking: home, days, pitch, check; and their invoices."""

import json
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boxoffice.portal.account import statement_of
from boxoffice.portal.choice import Choice
from boxoffice.portal.home import open_markets, summary
from boxoffice.portal.month import Month, every, first_open, month_from, weekdays_of
from boxoffice.portal.once import new_nonce
from boxoffice.portal.pages import show_check
from boxoffice.portal.papers import too_late
from boxoffice.portal.taken import first_prices, rows_of, states_on
from boxoffice.portal.traders import account_of, for_traders
from events.availability import version
from events.models import Refused
from invoicing.models import Invoice
from invoicing.printing import printed


@require_safe
@for_traders
def home(request):
    """The next market, what is owed, and whether the papers are in order."""
    return render(request, "portal/home.html", summary(request.customer))


@require_safe
@for_traders
def days(request):
    """A month of one market, to tick days in; days ticked in other months travel along."""
    markets = open_markets()
    choice = Choice.read(request.GET)
    asked = request.GET.get("event")
    event = next((one for one in markets if one.slug == asked), choice.event or (markets[0] if markets else None))
    if event is None:
        return render(request, "portal/days.html", {"markets": markets})
    choice.days = [day for day in choice.days if day.event_id == event.pk]
    weekday = request.GET.get("every", "")
    if weekday.isdecimal() and len(weekday) == 1:
        return redirect(f"{request.path}?{with_every(request, event, choice, int(weekday))}")
    return show_days(request, event, choice, markets)


def with_every(request, event, choice, weekday):
    """The query string of the chosen days and every free day of a weekday."""
    days = {day.pk: day for day in [*choice.days, *every(event, weekday, request.customer)]}
    shown = request.GET.get("shown", "")
    month = shown if any(f"{day.day:%Y-%m}" == shown for day in days.values()) else ""
    return urlencode({"event": event.slug, "month": month, "day": list(days)}, doseq=True)


def show_days(request, event, choice, markets, error="", status=200):
    """The calendar."""
    wanted = request.GET.get("month") or ("" if choice.days else request.GET.get("shown", ""))
    otherwise = choice.days[0].day if choice.days else first_open(event, request.customer)
    chosen = [day.pk for day in choice.days]
    month = Month(event, month_from(wanted, otherwise), request.customer, chosen)
    trader = request.customer.trader
    ahead = {day.day for day in [*month.free, *choice.days]}
    return render(request, "portal/days.html", {
        "event": event, "markets": markets, "month": month, "choice": choice, "error": error,
        "weekdays": weekdays_of(event), "late": too_late(trader, event, ahead), "why_not": trader.why_not(event, []),
        "late_chosen": {day for _, days in too_late(trader, event, {day.day for day in choice.days}) for day in days},
    }, status=status)  # fmt: skip


@require_safe
@for_traders
def pitches(request):
    """One plan for all the chosen days: a pitch is free where it is free on all of them."""
    choice = Choice.read(request.GET)
    try:
        choice.check_days()
    except Refused as refusal:
        markets = open_markets()
        if not markets:
            return redirect("portal:days")
        return show_days(request, choice.event or named(markets, request), choice, markets, refusal.message, 422)
    prices, first = first_prices(choice.days[0]), choice.days[0]
    return render(request, "portal/pitches.html", {
        "choice": choice, "first": first, "plan": first.plan, "prices_json": json.dumps(prices),
        "seat_rows": rows_of(choice.days, prices), "late": too_late(request.customer.trader, choice.event,
                                                                    {day.day for day in choice.days}),
        "availability": f"{reverse('portal:availability')}?{choice.without_place}",
        "chosen_json": json.dumps([place.pk for place in choice.places]),
    })  # fmt: skip


def named(markets, request):
    """The market a form names, or the first."""
    return next((one for one in markets if one.slug == request.GET.get("event")), markets[0])


@require_safe
@for_traders
def availability(request):
    """What the plan asks every few seconds, for all the chosen days at once (boxoffice/views.py for one)."""
    choice = Choice.read(request.GET)
    if not choice.days:
        raise Http404
    states = states_on(choice.days)
    response = HttpResponse(f"{version(states)}\n{states}", content_type="text/plain; charset=utf-8")
    response["ETag"], response["Cache-Control"] = f'"{version(states)}"', "private, no-cache"
    return response


@require_safe
@for_traders
def check(request):
    """Everything once more before it is booked: days, pitch, price, VAT, account."""
    choice = Choice.read(request.GET)
    try:
        choice.check()
    except Refused as refusal:
        return show_check(request, choice, new_nonce(), refusal.message, 422)
    return show_check(request, choice, new_nonce())


@require_safe
@for_traders
def invoices(request):
    """The trader's invoices, the latest first, and how to pay them."""
    context = {"statement": statement_of(account_of(request.customer)), "council": settings.COUNCIL}
    return render(request, "portal/invoices.html", context)


@require_safe
@for_traders
def invoice(request, number):
    """The stored pages of one of the trader's own invoices."""
    own = Invoice.objects.issued().filter(account__customer=request.customer)
    invoice = get_object_or_404(own, number=number)
    response = HttpResponse(bytes(printed(invoice).pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{invoice.number}.pdf"'
    return response
