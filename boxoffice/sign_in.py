"""Signing in: a plain answer to a wrong password, and a pause after too many of them."""

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.cache import cache

from boxoffice import town

MOST, SECONDS = 10, 15 * 60


class Tries:
    """Failures to sign in at one e-mail address within fifteen minutes of the first.

    They are kept in Django's cache, which is each process's own memory for now: with four processes somebody may
    have four times as many tries.
    """

    def __init__(self, email):
        self.key = f"sign-in:{email.strip().lower().encode().hex()[:200]}"

    def too_many(self):
        return cache.get(self.key, 0) >= MOST

    def add(self):
        cache.add(self.key, 0, SECONDS)
        try:
            cache.incr(self.key)
        except ValueError:  # It ran out between the two lines.
            cache.set(self.key, 1, SECONDS)

    def forget(self):
        cache.delete(self.key)


class SignInForm(AuthenticationForm):
    """E-mail address and password."""

    error_messages = {
        "invalid_login": "That e-mail address and password do not go together. Check both and try again.",
        "inactive": "This account is closed. Ask a manager.",
    }


def demo_people():
    """The people of the demo town, for the sign-in page; nobody where it is not loaded, or not to be shown."""
    if not (settings.SHOW_DEMO_PEOPLE and town.is_loaded()):
        return []
    return [{"name": person.name, "role": person.role, "email": person.email, "password": town.PASSWORD,
             "pin": person.pin} for person in town.PEOPLE]  # fmt: skip
