"""Entering an application for somebody: the draft that a form begins, once however often it is sent."""

import secrets

from django.core.signing import BadSignature, Signer

from events.models import Application

SIGNER = Signer(salt="entry")


def new_word():
    """What the form carries: the token to be, signed."""
    return SIGNER.sign(secrets.token_urlsafe(16))


def begin_entry(said, user):
    """The draft; None for a form that is not ours."""
    try:
        token = SIGNER.unsign(said["word"])
    except BadSignature:
        return None
    return Application.objects.begin(event=said["event"], token=token, by=user, channel=said["channel"])
