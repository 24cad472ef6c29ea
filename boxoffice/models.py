"""The people who sign in, and the views of lists they save. Roles are Django groups; each stands at some desks."""

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


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
        ]

    def __str__(self):
        return self.get_full_name() or self.email


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
