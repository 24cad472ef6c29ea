"""Receipt numbers for the market: a block is handed to a device in advance, so that receipts are unique offline too."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Max, Q
from django.utils.timezone import now

from events.models import Refused
from events.models.transactions import violates

from .payment import Payment

A_BLOCK, TRIES = 50, 20


class NoSuchNumber(Refused):
    """A receipt number that this device was never given, or that was used before."""

    code = "no_such_number"


class ReceiptBlockQuerySet(models.QuerySet):
    """The verb that hands out numbers."""

    def issue(self, device, *, by, after=0, at=None):
        """The block of a device that begins after the number `after`; a new one where it has none.

        So a device that asks again, because no answer reached it, gets the same block. Devices that ask at the same
        moment get different ones.
        """
        for _ in range(TRIES):
            if block := self.filter(device=device, first__gt=after).order_by("first").first():
                return block
            first = (self.model.objects.aggregate(last=Max("last"))["last"] or 0) + 1
            try:
                with transaction.atomic():
                    return self.create(device=device, first=first, last=first + A_BLOCK - 1, issued_to=by,
                                       issued_at=at or now())  # fmt: skip
            except IntegrityError as error:
                if not violates(error, STARTS_ONCE):
                    raise
        raise NoSuchNumber("Many devices ask for receipt numbers at once. Try again in a minute.")


class ReceiptBlock(models.Model):
    """Numbers from `first` to `last` that one device may give out, without asking."""

    device = models.UUIDField()
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    issued_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=now)

    objects = ReceiptBlockQuerySet.as_manager()

    class Meta:
        ordering = ["first"]
        constraints = [
            models.UniqueConstraint(fields=["first"], name="receipt_block_starts_once"),
            models.CheckConstraint(name="receipt_block_has_numbers", condition=Q(last__gte=F("first"))),
        ]

    def __str__(self):
        return f"{self.first} to {self.last}"


class MarketReceiptQuerySet(models.QuerySet):
    """The verb that writes a receipt."""

    def write(self, payment, number, device):
        """The receipt for a payment, with the number that the device gave out. Raises NoSuchNumber."""
        block = ReceiptBlock.objects.filter(device=device, first__lte=number, last__gte=number).first()
        if block is None:
            raise NoSuchNumber(f"Receipt {numbered(number)} was never handed to this device. Write a new receipt.")
        try:
            with transaction.atomic():
                return self.create(number=number, payment=payment, block=block)
        except IntegrityError:
            if not self.filter(number=number).exists():
                raise
        raise NoSuchNumber(f"Receipt {numbered(number)} was given out before. Write a new receipt.")


class MarketReceipt(models.Model):
    """The receipt for one payment taken on the market."""

    number = models.PositiveIntegerField(unique=True)
    payment = models.OneToOneField(Payment, models.PROTECT, related_name="market_receipt")
    block = models.ForeignKey(ReceiptBlock, models.PROTECT, related_name="receipts")

    objects = MarketReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return numbered(self.number)


def numbered(number):
    """M000123"""
    return f"M{number:06d}"


STARTS_ONCE = ReceiptBlock._meta.constraints[0]
