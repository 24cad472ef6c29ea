"""Whose basket it is: found by what they say, made with a name and one contact, or nobody."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice.counter import basket as baskets
from boxoffice.counter.forms import NewCustomer
from boxoffice.counter.views import back, looked_at, says_why
from events.models import AskedTooMuch, Booking, Customer

MOST_SHOWN = 8


@require_http_methods(["GET", "HEAD", "POST"])
@says_why
def customers(request):
    """Look for a customer; POST makes a new one, whose basket it is then."""
    if request.method == "POST":
        form = NewCustomer(request.POST)
        if not form.is_valid():
            raise AskedTooMuch(" ".join(error for errors in form.errors.values() for error in errors))
        hold_for(request, form.customer())
        return back(request)
    said = request.GET.get("q", "")[:100]
    found = list(Customer.objects.found(said)[:MOST_SHOWN])
    return render(request, "counter/customers.html", {"said": said, "found": found, "performance": given(request)})


def given(request):
    chosen = request.GET.get("performance", "")
    return chosen if chosen.isdecimal() else ""


@require_POST
@says_why
def holders(request):
    """Whose basket it is: the customer chosen, or nobody's."""
    chosen = request.POST.get("customer", "")
    if chosen and not (chosen.isdecimal() and len(chosen) < 19):
        raise AskedTooMuch("Choose a customer from the list.")
    hold_for(request, get_object_or_404(Customer, pk=chosen) if chosen else None)
    return back(request)


def hold_for(request, customer):
    """Give the basket its customer, or remember them for the basket to come."""
    if basket := baskets.basket_of(request):
        basket.belong_to(customer)
    elif customer:
        request.session[baskets.CUSTOMER] = customer.pk
    else:
        request.session.pop(baskets.CUSTOMER, None)


@require_POST
@says_why
def channels(request):
    """How it is sold, over the counter or by telephone; the whole desk again, since prices on the plan may change."""
    channel = request.POST.get("channel")
    if channel not in (Booking.Channel.COUNTER, Booking.Channel.PHONE):
        raise AskedTooMuch("Choose the counter or the telephone.")
    if basket := baskets.basket_of(request):
        basket.sell_by(channel, by=request.user)
    request.session[baskets.CHANNEL] = channel
    chosen = looked_at(request)
    return redirect("counter:performance", chosen) if chosen else redirect("counter:desk")
