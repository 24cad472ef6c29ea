"""Signing in by PIN at a till that was opened after a full sign-in, and the locked screen.

What a PIN of a few digits may open is kept small. It works in a browser where somebody who signed in by e-mail address
and password opened a till or came back to theirs, until twelve hours after that; for people of the counter only; and
whoever came in by PIN stands at the counter and nowhere else. Every change of person rotates the session's key.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now

BY_PIN, LOCKED, UNTIL = "by_pin", "locked", "pin_until"
LASTS = timedelta(hours=12)


def allow(request, at=None):
    """People may change by PIN in this browser from now on: only where this person signed in in full."""
    if not is_by_pin(request) and UNTIL not in request.session:
        request.session[UNTIL] = ((at or now()) + LASTS).isoformat()


def is_allowed(request, at=None):
    """Whether people may change by PIN in this browser."""
    until = request.session.get(UNTIL)
    return until is not None and parse_datetime(until) > (at or now())


def change_to(request, user, keep):
    """Sign `user` in, in this browser, with what the till keeps: the names in `keep`. Their PIN has been checked."""
    kept = {name: request.session[name] for name in (*keep, UNTIL) if name in request.session}
    request.session.flush()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.update(kept | {BY_PIN: True})


def lock(request):
    """Nothing more until somebody of the counter enters their PIN, or signs out."""
    request.session[LOCKED] = True


def is_locked(request):
    return bool(session_of(request).get(LOCKED))


def is_by_pin(request):
    return bool(session_of(request).get(BY_PIN))


def session_of(request):
    """The session; nothing for a request that broke off before it had one."""
    return getattr(request, "session", {})


def has_run_out(request):
    """Whether somebody is here by PIN whose twelve hours are over."""
    return is_by_pin(request) and not is_allowed(request)
