"""Private addresses that customers' calendars read their days from."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from .customer import Customer
from .transactions import retried


def new_feed_token():
    return secrets.token_urlsafe(24)


class CalendarFeedQuerySet(models.QuerySet):
    """The verbs that make and end private addresses."""

    def live(self):
        return self.filter(revoked_at=None)

    @retried
    def make(self, customer, *, at=None):
        """A new address for this customer; the one they had answers no more."""
        Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
        self.revoke(customer, at=at)
        return self.create(customer=customer, made_at=at or now())

    def revoke(self, customer, *, at=None):
        """End the customer's address. Twice is once."""
        self.live().filter(customer=customer).update(revoked_at=at or now())


class CalendarFeed(models.Model):
    """A private address that a customer's calendar reads their days from. Revoked, it answers no more."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="calendar_feeds")
    token = models.CharField(max_length=40, unique=True, default=new_feed_token, editable=False)
    made_at = models.DateTimeField(default=now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(revoked_at=None), name="one_feed_a_customer")
        ]

    def __str__(self):
        return f"Calendar of {self.customer}"
