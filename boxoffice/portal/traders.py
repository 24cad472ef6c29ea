"""Who is standing here: the trader that somebody signed in as, or whom a member of staff stands in for."""

import functools

from django.conf import settings
from django.shortcuts import render
from django.utils.timezone import now

from boxoffice import standing_in
from boxoffice.portal.acting import record
from events.models import Booking


def for_traders(view):
    """Give a view `request.customer`, who is a trader; anybody else gets a page that says what to do.

    Where a member of staff stands in for the trader, `request.standing_in` says so, `request.user` stays who they are,
    and what they do is written down. Their forms say for whom they were opened (templates/portal/token.html), for
    another trader's page may still be open in the next tab.
    """

    @functools.wraps(view)
    def stand(request, *args, **kwargs):
        request.standing_in = standing_in.current(request)
        if request.standing_in:
            return stand_in(request, functools.partial(view, request, *args, **kwargs))
        request.customer = customer_of(request.user)
        if request.customer is None:
            safe = request.method in ("GET", "HEAD")
            context = {"email": settings.COUNCIL["email"]}
            return render(request, "portal/no_trader.html", context, status=200 if safe else 403)
        return view(request, *args, **kwargs)

    return stand


def stand_in(request, act):
    """Do `act` for the trader somebody stands in for, and write it down; nothing from a page opened for another one."""
    request.customer, began = request.standing_in.customer, now()
    if request.method == "POST" and request.POST.get("for_customer") != str(request.customer.pk):
        return render(request, "portal/other_trader.html", status=409)
    response = act()
    record(request, response, began)
    return response


def customer_of(user):
    """The customer a user is, with their trader and account; None where they are no trader."""
    return standing_in.traders().filter(user=user).first()


def account_of(customer):
    """The customer's account; None where finance has opened none."""
    return getattr(customer, "account", None)


def channel_of(request):
    """What a booking made in the portal is marked with: it tells those made for a trader from their own."""
    return request.standing_in.channel if getattr(request, "standing_in", None) else Booking.Channel.PORTAL
