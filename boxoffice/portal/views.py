"""The trader's way to a booking: home, days, pitch, check; and their invoices."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from boxoffice.cards import may_lead_to_stripe
from boxoffice.portal.account import statement_of
from boxoffice.portal.calendar_page import named, show_days, with_every
from boxoffice.portal.choice import Choice
from boxoffice.portal.home import open_markets, summary
from boxoffice.portal.once import new_nonce
from boxoffice.portal.pages import show_check
from boxoffice.portal.plan_page import plan_of
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
    """A month of one market, or a list, to tick days in; days ticked in other months travel along."""
    markets, choice = open_markets(), Choice.read(request.GET, request.customer)
    asked = request.GET.get("event")
    event = next((one for one in markets if one.slug == asked), choice.event or (markets[0] if markets else None))
    if event is None:
        return render(request, "portal/days.html", {"markets": markets})
    choice.days = [day for day in choice.days if day.event_id == event.pk]
    weekday = request.GET.get("every", "")
    if weekday.isdecimal() and len(weekday) == 1:
        return redirect(f"{request.path}?{with_every(request, event, choice, int(weekday))}")
    return show_days(request, event, choice, markets)


@require_safe
@for_traders
def pitches(request):
    """One plan for all the chosen days: a pitch may be chosen where it is free on most of them."""
    choice = Choice.read(request.GET, request.customer)
    try:
        choice.check_days()
    except Refused as refusal:
        markets = open_markets()
        if not markets:
            return redirect("portal:days")
        return show_days(request, choice.event or named(markets, request), choice, markets, refusal.message, 422)
    one = next((day for day in choice.days if str(day.pk) == request.GET.get("one")), None)
    return render(request, "portal/pitches.html", plan_of(choice, one))


@require_safe
@for_traders
def availability(request):
    """What the plan asks every few seconds, for all the chosen days at once (boxoffice/views.py for one)."""
    choice = Choice.read(request.GET, request.customer)
    if not choice.days:
        raise Http404
    text = choice.pitches.text
    response = HttpResponse(f"{version(text)}\n{text}", content_type="text/plain; charset=utf-8")
    response["ETag"], response["Cache-Control"] = f'"{version(text)}"', "private, no-cache"
    return response


@require_safe
@for_traders
@may_lead_to_stripe
def check(request):
    """Everything once more before it is booked: days, pitches, extras, price, VAT, and how to pay."""
    choice = Choice.read(request.GET, request.customer)
    try:
        choice.check_days()
        if choice.places:
            choice.propose()
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
