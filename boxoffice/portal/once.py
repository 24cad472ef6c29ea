"""A form that is sent twice books once: each form has its own word, and the session keeps what it booked."""

import secrets

BOOKED, KEPT = "portal_booked", 20


def new_nonce():
    return secrets.token_urlsafe(12)


def booked_with(session, nonce):
    """The reference that the form with this word booked before; None where it has not."""
    return dict(session.get(BOOKED, [])).get(nonce)


def remember(session, nonce, reference):
    session[BOOKED] = [*session.get(BOOKED, []), [nonce, reference]][-KEPT:]
