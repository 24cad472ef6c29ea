"""What staff did for customers in their place."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from .customer import Customer


class Activity(models.Model):
    """Something a member of staff did for a customer, in their place: what, when, and how they asked for it."""

    class Asked(models.TextChoices):
        PHONE = "phone", "By telephone"
        DESK = "desk", "At our desk"
        MARKET = "market", "On the market"
        LETTER = "letter", "By letter"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="activities")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked = models.CharField(max_length=6, choices=Asked)
    words = models.CharField(max_length=300)
    address = models.CharField(max_length=200, blank=True, help_text="The page it was done on.")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "activities"

    def __str__(self):
        return f"{self.by} for {self.customer}: {self.words}"
