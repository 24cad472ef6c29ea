"""Who is standing here: the trader that somebody signed in as, or a page that says there is none."""

import functools

from django.conf import settings
from django.shortcuts import render

from events.models import Customer


def for_traders(view):
    """Give a view `request.customer`, who is a trader; anybody else gets a page that says what to do."""

    @functools.wraps(view)
    def stand(request, *args, **kwargs):
        request.customer = customer_of(request.user)
        if request.customer is None:
            safe = request.method in ("GET", "HEAD")
            context = {"email": settings.COUNCIL["email"]}
            return render(request, "portal/no_trader.html", context, status=200 if safe else 403)
        return view(request, *args, **kwargs)

    return stand


def customer_of(user):
    """The customer a user is, with their trader and account; None where they are no trader."""
    customers = Customer.objects.select_related("trader", "account").exclude(trader=None)
    return customers.filter(user=user).first()


def account_of(customer):
    """The customer's account; None where finance has opened none."""
    return getattr(customer, "account", None)
