"""Paying a booking by card: to Stripe's page and back. No card number ever comes near us."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from boxoffice.cards import may_lead_to_stripe, takes_cards
from boxoffice.portal.pages import own, show_booking
from boxoffice.portal.traders import for_traders
from boxoffice.templatetags.british import pounds
from events.models import AskedTooMuch, Booking, Refused
from invoicing.card_bookings import open_for, reference_of, settle
from invoicing.stripe_checkout import CardRefused, CardsUnavailable, read_session

LOOKS, SECONDS = 20, 3  # how often the page looks again by itself, and how long it waits before each


@require_POST
@for_traders
@may_lead_to_stripe
def card_payments(request, reference):
    """Go to Stripe's page to pay a reserved booking."""
    return to_stripe(request, own(request, reference))


def to_stripe(request, booking):
    """To the page on which this booking is paid, the same one however often asked; to its own page where none opens."""
    if booking.status == Booking.Status.CONFIRMED:
        return redirect("portal:booking", booking.reference)
    there, back = (request.build_absolute_uri(reverse(name, args=[booking.reference]))
                   for name in ("portal:paid", "portal:booking"))  # fmt: skip
    try:
        if not takes_cards():
            raise AskedTooMuch("We do not take cards here. Book on your account, or telephone us.")
        session = open_for(booking, success_url=f"{there}?session={{CHECKOUT_SESSION_ID}}",
                           cancel_url=f"{back}?left=1")  # fmt: skip
    except Refused as refusal:
        return show_booking(request, booking, refusal.message, 422)
    return HttpResponseRedirect(session.url)


@require_safe
@for_traders
@may_lead_to_stripe
def paid(request, reference):
    """Back from Stripe, which is asked once whether it is paid; after that the page waits for Stripe to tell us."""
    booking, identity = own(request, reference), request.GET.get("session", "")
    look = looks(request)
    if booking.status == Booking.Status.RESERVED and identity and not look:
        ask_stripe(request, booking, identity)
        booking.refresh_from_db()
    if booking.status != Booking.Status.RESERVED or not identity:
        return redirect("portal:booking", booking.reference)
    again = f"?{urlencode({'session': identity, 'look': look + 1})}" if look < LOOKS else ""
    return show_booking(request, booking, waiting=True, again=again, seconds=SECONDS)


def ask_stripe(request, booking, identity):
    """Record what Stripe says was paid; nothing where it does not answer, or knows of no payment."""
    try:
        session = read_session(identity)
    except (CardsUnavailable, CardRefused):
        return
    if not session.is_paid or session.reference != reference_of(booking):
        return
    payment = settle(session.reference, session.amount, session.payment_intent)
    if payment.booking_id == booking.pk and not payment.refunds.exists():
        messages.info(request, f"Paid {pounds(payment.amount)}. Your reference is {booking}.")
    else:
        became = "It is credit on your account." if payment.account_id else "We have sent it back to your card."
        messages.warning(request, f"Your payment came after the time ran out, and the pitch has gone. {became}")


def looks(request):
    """How often this page has looked again."""
    text = request.GET.get("look", "")
    return int(text) if text.isdecimal() and len(text) < 4 else 0
