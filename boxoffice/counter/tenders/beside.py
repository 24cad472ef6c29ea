"""A card payment beside the basket, for an exchange or a gift voucher: which ways there are, and how one is begun."""

from django.contrib import messages
from django.shortcuts import redirect

from boxoffice.cards import takes_cards
from boxoffice.counter.station import open_till, till_at
from boxoffice.counter.tenders.attempts import chosen_reader, send
from boxoffice.counter.tenders.panel import new_key
from events.models import AskedTooMuch
from invoicing.card_readers import readers_at
from invoicing.models import CardAttempt
from invoicing.stripe_checkout import CardsUnavailable


def ways(request):
    """The `reader` of this till, or None; whether `links` can be made; a new `key` for the page."""
    cards = takes_cards()
    readers = readers_at(till_at(request)) if cards else []
    return {"reader": next(iter(readers), None), "links": cards, "key": new_key()}


def by_card(request, way, ask, *, key, sent_to):
    """Have `ask` begin it on the till's reader or by a link, and go where it is waited for. Raises a Refused."""
    if not takes_cards():
        raise AskedTooMuch("Stripe is not set up here. Take the card on the terminal, or another tender.")
    where = {"reader": chosen_reader(request, None)} if way == CardAttempt.Way.READER else {"sent_to": sent_to}
    key = key or new_key()
    try:
        attempt = ask(key=key, by=request.user, till=open_till(request), **where)
    except CardsUnavailable as refusal:  # nobody knows whether the reader asks for the card by now
        attempt = CardAttempt.objects.under_way().filter(key=key).first()
        if attempt is None:
            raise
        messages.error(request, refusal.message)
    send(request, attempt)
    return redirect("counter:attempt", attempt.pk)
