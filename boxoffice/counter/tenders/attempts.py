"""Card payments under way: begun on a reader or by a link, watched while they wait, taken back."""

from django.contrib import messages as notices
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_q.tasks import async_task

from boxoffice.cards import takes_cards
from boxoffice.counter import basket as baskets
from boxoffice.counter.station import open_till, till_at
from boxoffice.counter.tenders.forms import AskForCard, read
from boxoffice.counter.tenders.leads import leads_to
from boxoffice.counter.tenders.views import check_own, sold
from boxoffice.counter.views import back, says_why
from events.models import AskedTooMuch, Booking
from invoicing import card_readers, pay_links
from invoicing.card_tasks import LOOKS
from invoicing.models import CardAttempt
from invoicing.stripe_checkout import CardsUnavailable

CANCELS = {CardAttempt.Way.READER: card_readers.cancel, CardAttempt.Way.LINK: pay_links.cancel}


@require_POST
@says_why
def attempts(request, reference):
    """Begin: the reader asks for the card, or the customer gets a link. The same key twice is one attempt."""
    booking = get_object_or_404(Booking, reference=reference)
    asked = read(AskForCard(request.POST))
    if booking.status == Booking.Status.CONFIRMED:
        return sold(request, booking)
    check_own(booking)
    if not takes_cards():
        raise AskedTooMuch("Stripe is not set up here. Take the card on the terminal, or another tender.")
    about = {"key": asked["key"], "amount": asked["amount"], "by": request.user, "till": open_till(request)}
    if asked["way"] == CardAttempt.Way.READER:
        attempt = card_readers.begin(booking, chosen_reader(request, asked["reader"]), **about)
    else:
        attempt = pay_links.make(booking, sent_to=asked["sent_to"], **about)
        send(request, attempt)
    return show_attempt(request, attempt) if "performance" not in request.POST else back(request)


def chosen_reader(request, pk):
    """The reader asked for, or the till's own. Raises AskedTooMuch where there is none."""
    readers = card_readers.readers_at(till_at(request))
    reader = next((one for one in readers if pk in (None, one.pk)), None)
    if reader is None:
        raise AskedTooMuch("No card reader stands at this till. Take the card on the terminal, or another tender.")
    return reader


def send(request, attempt):
    """E-mail the link, where it was made for an address. The worker does, so that nobody waits for the mail server."""
    if "@" in attempt.sent_to:
        async_task("invoicing.card_tasks.email_link", attempt.pk, address(request, attempt))


def address(request, attempt):
    return request.build_absolute_uri(reverse("shop:pay_link", args=[attempt.link]))


def get(pk):
    return get_object_or_404(CardAttempt.objects.select_related("booking__customer", "reader", "payment"), pk=pk)


@require_safe
def attempt(request, pk):
    """One card payment by itself, as it stands."""
    return show_attempt(request, get(pk))


def show_attempt(request, attempt, template="attempt", **about):
    context = {"attempt": attempt, "till": till_at(request), "url": address(request, attempt), **about}
    return render(request, f"counter/{template}.html", context)


@require_POST
@says_why
def looks(request, pk):
    """See how it stands: the state alone for a page that waits, else on to what follows from it."""
    attempt = get(pk)
    if "fragment" in request.POST:
        try:
            LOOKS[attempt.way](attempt)
        except CardsUnavailable as refusal:
            return show_attempt(request, attempt, "attempt_state", trouble=refusal.message)
        return show_attempt(request, attempt, "attempt_state")
    return ended(request, LOOKS[attempt.way](attempt))


def ended(request, attempt):
    """Where a card payment that is over leads: the next customer, or the panel with why nothing was taken."""
    State = CardAttempt.State
    if elsewhere := leads_to(request, attempt):
        return elsewhere
    if attempt.state == State.PAID and attempt.error:
        raise AskedTooMuch(f"{attempt.error}. It stands under Unfinished payments, or went back to the card.")
    if attempt.state == State.PAID:
        return sold(request, attempt.booking)
    if attempt.state in (State.FAILED, State.EXPIRED):
        why = attempt.error or "The time for it ran out."
        raise AskedTooMuch(f"Nothing was taken. {why} Try again, or take another tender.")
    return back(request) if "performance" in request.POST else redirect("counter:attempt", attempt.pk)


@require_POST
@says_why
def cancellations(request, pk):
    """Take it back; where the card was quicker, it is sold."""
    attempt = get(pk)
    return ended(request, CANCELS[attempt.way](attempt))


@require_POST
@says_why
def messages(request, pk):
    """Send the link once more."""
    attempt = get(pk)
    if not attempt.is_under_way or "@" not in attempt.sent_to:
        raise AskedTooMuch("This link is over, or has no e-mail address. Make another.")
    send(request, attempt)
    notices.success(request, f"The link is on its way to {attempt.sent_to} once more.")
    return back(request) if "performance" in request.POST else redirect("counter:attempt", attempt.pk)


@require_POST
def asides(request, pk):
    """Serve the next customer while this one pays by the link: their places stay kept."""
    attempt = get(pk)
    if attempt.booking and request.session.get(baskets.BASKET) == attempt.booking.reference:
        baskets.forget(request)
    return back(request)
