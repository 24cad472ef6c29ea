"""How much: one amount for each band and price type on a dated price list."""

from django.db import models
from django.db.models import F, Q

from events.money import Basis, PenceField

from .venue import Band


class PriceType(models.Model):
    """Adult, concession, regular trader, casual trader."""

    name = models.CharField(max_length=50, unique=True)
    letter = models.CharField(max_length=1, blank=True, help_text="Typed at the counter: 2a1c.")
    position = models.PositiveSmallIntegerField(default=0)
    casual = models.BooleanField(default=False, help_text="For traders without a licence, by the day.")

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["letter"], condition=~Q(letter=""), name="price_type_letter_once")
        ]

    def __str__(self):
        return self.name


class PriceList(models.Model):
    """A tariff: who decided it, from when to when, and whether its amounts have VAT in them."""

    name = models.CharField(max_length=100)
    authority = models.CharField(max_length=200, help_text="Minute or delegated decision that set these prices.")
    basis = models.CharField(max_length=5, choices=Basis)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="Last day; empty while it runs on.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "valid_from"], name="price_list_starts_once_a_day"),
            models.CheckConstraint(
                name="price_list_ends_after_start", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="price_list_basis_known", condition=Q(basis__in=["gross", "net"])),
        ]

    def __str__(self):
        return self.name

    def covers(self, day):
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Price(models.Model):
    """What one place of a band costs for one price type, in pence."""

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="prices")
    band = models.ForeignKey(Band, models.CASCADE, related_name="prices")
    price_type = models.ForeignKey(PriceType, models.PROTECT, related_name="prices")
    amount = PenceField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "band", "price_type"], name="one_price_per_band_and_type"
            ),
            models.CheckConstraint(name="price_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self):
        return f"{self.band}, {self.price_type}"
