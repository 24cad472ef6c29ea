"""Beginning an application: which markets are open, the word that keeps a button from beginning two."""

import secrets

from django.core.signing import BadSignature, Signer
from django.utils.timezone import localdate

from events.known_answers import answers_of
from events.models import Application, SpecialistMarket

SIGNER = Signer(salt="application")


def open_markets():
    """The specialist markets that may be applied for today."""
    return SpecialistMarket.objects.open_on(localdate()).select_related("event")


def new_word():
    """What the form that begins an application carries: its token to be, signed, so that nobody chooses a weak one."""
    return SIGNER.sign(secrets.token_urlsafe(16))


def begin(word, market, user):
    """The draft that the form with this word begins, the same one each time; None for a word that is not ours.

    Somebody signed in as a trader finds what we know already filled in; staff fill it in for somebody else.
    """
    try:
        token = SIGNER.unsign(word)
    except BadSignature:
        return None
    customer = getattr(user, "customer", None)
    answers = answers_of(customer) if customer else {}
    return Application.objects.begin(event=market.event if market else None, customer=customer, answers=answers,
                                     token=token)  # fmt: skip
