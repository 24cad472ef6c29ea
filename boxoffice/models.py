"""The people who sign in, and the views of lists they save. Roles are Django groups; each stands at some desks."""

import re
from datetime import timedelta

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Lower
from django.utils.timezone import now

from events.models import AskedTooMuch

PIN_TRIES, PIN_PAUSE = 5, timedelta(minutes=15)
PIN_RUNS = "0123456789", "9876543210"


class UserManager(BaseUserManager):
    """Makes users from an e-mail address and a password."""

    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """Somebody who signs in by e-mail address: a member of staff, or a customer."""

    username = None
    email = models.EmailField("email address", unique=True)
    pin = models.CharField(max_length=128, blank=True, help_text="Hashed: for a shared till, and to authorise.")
    pin_tries = models.PositiveSmallIntegerField(default=0, help_text="Wrong ones since the last right one.")
    pin_locked_until = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case")]
        permissions = [
            ("stand_at_counter", "May sell at the counter"),
            ("stand_at_programme", "May put things on sale"),
            ("stand_at_portal", "May use the trader portal"),
            ("stand_at_market", "May run the market"),
            ("stand_at_finance", "May invoice and take payments"),
            ("stand_at_reports", "May see reports"),
            ("stand_at_door", "May admit people"),
            ("act_for_traders", "May do for a trader what traders do themselves"),
            ("authorise_at_counter", "May authorise with a PIN what goes beyond a clerk's limits"),
            ("decide_market", "May decide applications, overrides, weather and discipline on the market"),
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    @property
    def initials(self):
        """SR of Sam Reid; the first letter of the address where there is no name."""
        return "".join(word[0] for word in str(self).split()).upper()

    def set_pin(self, pin):
        """Keep a PIN, hashed as a password is; saved by the caller. Raises AskedTooMuch for one easily guessed."""
        if not re.fullmatch(r"[0-9]{4,8}", pin):
            raise AskedTooMuch("A PIN is four to eight digits.")
        if len(set(pin)) == 1 or any(pin in run for run in PIN_RUNS):
            raise AskedTooMuch("That PIN is guessed too easily: its digits are all the same or a run. Choose another.")
        self.pin, self.pin_tries, self.pin_locked_until = make_password(pin), 0, None

    def check_pin(self, pin, at=None):
        """Whether this is the PIN. Five wrong ones lock it for fifteen minutes; a locked one is right for nobody.

        Each try is counted before the PIN is looked at, in one UPDATE, so tries side by side are counted too. Ask
        outside a transaction: one that is rolled back would forget the try.
        """
        at, own = at or now(), User.objects.filter(pk=self.pk)
        own.filter(pin_locked_until__lte=at).update(pin_tries=0, pin_locked_until=None)
        lock = Case(When(pin_tries__gte=PIN_TRIES - 1, then=Value(at + PIN_PAUSE)), default=None)
        counted = own.filter(pin_locked_until=None).update(pin_tries=F("pin_tries") + 1, pin_locked_until=lock)
        right = bool(self.pin and counted and check_password(pin, self.pin))
        if right:
            own.update(pin_tries=0, pin_locked_until=None)
        self.refresh_from_db(fields=["pin_tries", "pin_locked_until"])
        return right

    def pin_is_locked(self, at=None):
        """Whether too many wrong PINs were tried lately, as last read."""
        return self.pin_locked_until is not None and self.pin_locked_until > (at or now())


class SavedViewQuerySet(models.QuerySet):
    """Whose views they are."""

    def for_user(self, user):
        """Their own, and those that others share."""
        return self.filter(Q(user=user) | Q(shared=True)).select_related("user")


class SavedView(models.Model):
    """A way to look at the list of invoices, kept under a name: the query of its address."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500)
    shared = models.BooleanField(default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_once_a_name")]

    def __str__(self):
        return self.name
