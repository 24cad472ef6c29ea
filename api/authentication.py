"""Who calls: "Authorization: Bearer <secret>". A known token costs no query for thirty seconds.

So a token that is revoked, or a permission that is taken away, works for up to 30 seconds more.
"""

import time
from typing import NamedTuple

from django.utils.timezone import localdate
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from api.models import Token, digest_of
from events.models import Customer

REMEMBERED_FOR = 30  # seconds
MOST_REMEMBERED = 10_000
REMEMBERED = {}


class Access(NamedTuple):
    """What a token opens: its user, whose permissions are read already, and the customer that user is, if any."""

    user: object
    customer_id: int | None
    until: float

    def may(self, permission):
        return self.user.has_perm(permission)


class TokenAuthentication(BaseAuthentication):
    """Bearer tokens (api/models.py)."""

    def authenticate(self, request):
        scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        access = access_of(digest_of(secret.strip()))
        return access.user, access

    def authenticate_header(self, request):
        return 'Bearer realm="api"'


def access_of(digest):
    """The access of a token's digest. Raises AuthenticationFailed for unknown, revoked and shut-out ones."""
    access = REMEMBERED.get(digest)
    if access is None or access.until < time.monotonic():
        REMEMBERED.pop(digest, None)
        access = read(digest)
        if len(REMEMBERED) >= MOST_REMEMBERED:
            REMEMBERED.clear()
        REMEMBERED[digest] = access
    return access


def read(digest):
    token = Token.objects.good().select_related("user").filter(digest=digest).first()
    if token is None:
        raise AuthenticationFailed("This token is not known, or was revoked. Ask a manager for a new one.")
    today = localdate()
    if token.last_used_on != today:
        Token.objects.filter(pk=token.pk).update(last_used_on=today)
    token.user.get_all_permissions()  # Django keeps them on the user from here on
    customer_id = Customer.objects.filter(user=token.user).values_list("pk", flat=True).first()
    return Access(token.user, customer_id, time.monotonic() + REMEMBERED_FOR)
