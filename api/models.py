"""What machines sign in with, and what they were answered: tokens and idempotency keys."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.timezone import now

KEPT_FOR = timedelta(days=7)


def digest_of(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


class TokenQuerySet(models.QuerySet):
    """The verb that issues, and the question which are good."""

    def issue(self, user, name):
        """A new token and its secret, which is told this once and kept nowhere."""
        secret = secrets.token_urlsafe(32)
        return self.create(user=user, name=name, digest=digest_of(secret)), secret

    def good(self):
        return self.filter(revoked_at=None, user__is_active=True)


class Token(models.Model):
    """A machine's key to the API: it may do what its user may. Only a digest of the secret is stored."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=now)
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.name} of {self.user}"

    def revoke(self, *, at=None):
        """Stop it for good; every server process has noticed within 30 seconds (api/authentication.py)."""
        Token.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=at or now())
        self.refresh_from_db(fields=["revoked_at"])


class IdempotencyKeyQuerySet(models.QuerySet):
    """Tidying."""

    def forget(self, *, at=None):
        """Delete the keys no machine will repeat any more. Returns how many."""
        return self.filter(created_at__lt=(at or now()) - KEPT_FOR).delete()[0]


class IdempotencyKey(models.Model):
    """One request that had its effect, and the answer it got, written in the transaction of the effect."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField(default=now, db_index=True)

    objects = IdempotencyKeyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once_per_user")]

    def __str__(self):
        return self.key


ONE_USE = IdempotencyKey._meta.constraints[0]
