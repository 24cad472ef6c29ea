"""Paying for a booking from a link that the box office gave: what is booked, the way to Stripe, and the way back.

Whoever holds the link may pay: there is nothing to sign in to, and no name is shown.
"""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from boxoffice.cards import takes_cards
from boxoffice.shop.pay import private
from events.models import AskedTooMuch, Refused
from invoicing import pay_links
from invoicing.models import CardAttempt
from invoicing.stripe_checkout import CardsUnavailable


@private
@require_safe
def pay_link(request, link):
    """What is booked and its price; looking at it marks the link as opened."""
    attempt = get(link)
    if request.method == "GET" and attempt.is_under_way:
        attempt.mark_opened(now())
    return show(request, attempt)


@private
@require_POST
def link_payments(request, link):
    """Go to Stripe's page."""
    attempt = get(link)
    names = ("shop:link_done", "shop:pay_link")
    there, back = (request.build_absolute_uri(reverse(name, args=[link])) for name in names)
    try:
        if not takes_cards():
            raise AskedTooMuch("We do not take cards here. Please pay another way.")
        session = pay_links.open_page(attempt, success_url=there, cancel_url=f"{back}?left=1")
    except Refused as refusal:
        return show(request, attempt, 422, refusal=refusal.message)
    return HttpResponseRedirect(session.url)


@private
@require_safe
def link_done(request, link):
    """Back from Stripe, which is asked whether it is paid; the page says how it stands."""
    attempt = get(link)
    try:
        attempt = pay_links.look(attempt)
    except (CardsUnavailable, Refused):
        return show(request, attempt, waits=True)
    return redirect("shop:pay_link", link) if attempt.is_under_way else show(request, attempt)


def get(link):
    attempts = CardAttempt.objects.filter(way=CardAttempt.Way.LINK).select_related("booking")
    return get_object_or_404(attempts, link=link)


def show(request, attempt, status=200, **about):
    """The page, whatever became of the link."""
    lines = attempt.booking.live_lines.order_by("occurrence", "place") if attempt.booking else []
    context = {"attempt": attempt, "lines": lines,
               "can_pay": attempt.is_under_way and attempt.expires_at > now() and takes_cards(),
               "is_fake": settings.STRIPE_FAKE, "left": "left" in request.GET, **about}  # fmt: skip
    return render(request, "shop/pay_link.html", context, status=status)
