"""How much: one amount for each band and price type on a dated price list, and how a list makes way for the next."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate, now

from events.dates import day as in_words
from events.money import Basis, PenceField

from .refusal import Refused
from .transactions import retried
from .venue import Band


class NotPossible(Refused):
    """A tariff that cannot be changed so."""

    code = "not_possible"


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
    """One version of a tariff: who decided it, from when to when, and whether its amounts have VAT in them.

    Versions of one tariff share its name. Which one prices a line is decided by the day of trading, not of sale.
    """

    name = models.CharField(max_length=100)
    authority = models.CharField(max_length=200, help_text="Minute or delegated decision that set these prices.")
    basis = models.CharField(max_length=5, choices=Basis)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="Last day; empty while it runs on.")
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

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

    @property
    def versions(self):
        """Every version of this tariff, the latest first."""
        return PriceList.objects.filter(name=self.name).order_by("-valid_from")

    def is_open(self, today=None):
        """Whether its amounts and rules may still be changed: before its first day."""
        return self.valid_from > (today or localdate())

    def check_open(self, today=None):
        """Raise NotPossible where this version is in force, or was."""
        if not self.is_open(today):
            raise NotPossible(f"This version of {self} began on {in_words(self.valid_from)} and stays as it is. "
                              "Make a new version from a later day, and change that.")  # fmt: skip

    @retried
    def revise(self, valid_from, authority, *, by=None, at=None):
        """A copy with its prices and rules from a day on; this version ends the day before.

        Every occurrence from that day on is sold by the new version; lines sold already keep the price they have.
        The very same revision twice is one. Raises NotPossible.
        """
        at = at or now()
        old = PriceList.objects.select_for_update().get(pk=self.pk)
        if same := self.versions.filter(valid_from=valid_from, authority=authority).first():
            return same
        old.check_revision(valid_from, localdate(at))
        new = PriceList.objects.create(name=old.name, authority=authority, basis=old.basis, valid_from=valid_from,
                                       valid_to=old.valid_to, made_at=at, made_by=by)  # fmt: skip
        for rows in (old.prices, old.rules):
            rows.model.objects.bulk_create(copied(row, new) for row in rows.all())
        self.valid_to = old.valid_to = valid_from - timedelta(days=1)
        old.save(update_fields=["valid_to"])
        old.occurrences.filter(starts_at__date__gte=valid_from).update(price_list=new)
        return new

    def check_revision(self, valid_from, today):
        """Raise NotPossible where no version can begin on that day after this one."""
        if valid_from <= today:
            raise NotPossible(f"Choose a day after today, {in_words(today)}: what has begun is not priced anew.")
        if valid_from <= self.valid_from:
            raise NotPossible(f"This version begins on {in_words(self.valid_from)}. Choose a later day.")
        if self.valid_to and self.valid_to < valid_from:
            raise NotPossible(f"This version ends on {in_words(self.valid_to)}. Revise the version after it.")

    @retried
    def put_prices(self, amounts, *, today=None):
        """Set the amounts of a version to come: {(band id, price type id): pence, or None for no such price}."""
        self.check_open(today)
        for (band, price_type), amount in amounts.items():
            one = {"band_id": band, "price_type_id": price_type}
            if amount is None:
                self.prices.filter(**one).delete()
            else:
                self.prices.update_or_create(**one, defaults={"amount": amount})

    @retried
    def put_rule(self, rule, *, today=None):
        """Put a rule where its position says, and number all of them anew. Raises NotPossible."""
        self.check_open(today)
        rules = [one for one in self.rules.select_for_update() if one.pk != rule.pk]
        place = min(max(rule.position, 1), len(rules) + 1)
        self._number([*rules[: place - 1], rule, *rules[place - 1 :]])

    @retried
    def drop_rule(self, rule, *, today=None):
        """Take a rule out of a version to come. Raises NotPossible."""
        self.check_open(today)
        self.rules.filter(pk=rule.pk).delete()
        self._number(list(self.rules.select_for_update()))

    def _number(self, rules):
        """Give rules the positions 1, 2, 3; those that are there step aside first, as no two may share one."""
        self.rules.update(position=F("position") + 1000)
        for position, rule in enumerate(rules, 1):
            rule.price_list, rule.position = self, position
            rule.save()


def copied(row, price_list):
    """A price or a rule of another price list, not yet saved."""
    row.pk, row.price_list = None, price_list
    row._state.adding = True
    return row


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
