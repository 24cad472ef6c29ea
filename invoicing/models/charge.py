"""A charge: one thing a customer owes for, and one line of a future invoice."""

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import localdate, now

from events.models import BookingLine, ExtraLine, NotOnSale
from events.models.vat import VatDetermination
from events.money import Basis, PenceField, Priced, Vat, tax, total_of


class ChargeQuerySet(models.QuerySet):
    """Questions about what is owed."""

    def uninvoiced(self, until):
        """Charges dated up to and including `until` that are on no invoice; what was taken off again is not due."""
        due = self.filter(invoice=None, on__lte=until).exclude(reversal__invoice=None, reversal__isnull=False)
        return due.exclude(reverses__invoice=None, reverses__isnull=False)

    def take_off(self, *, by=None, at=None):
        """Take each charge that is on no invoice off again by its negative, once. Returns the new charges.

        One on an invoice is credited instead (CreditNote). It is not called reverse: that is Django's own, which
        last() calls.
        """
        at = at or now()
        with transaction.atomic():
            originals = self.filter(reversal=None, reverses=None, invoice=None).select_related("account").order_by("pk")
            reversals = Charge.objects.bulk_create(charge.negative(localdate(at)) for charge in originals)
            for account in {charge.account for charge in reversals}:
                account.post_charges([c for c in reversals if c.account == account], by=by, at=at)
        return reversals


class Charge(models.Model):
    """One line of a future invoice. Never edited: a mistake is reversed by a negative charge."""

    account = models.ForeignKey("invoicing.Account", models.PROTECT, related_name="charges")
    line = models.ForeignKey(BookingLine, models.PROTECT, null=True, blank=True, related_name="charges")
    extra_line = models.ForeignKey(ExtraLine, models.PROTECT, null=True, blank=True, related_name="charges",
                                   help_text="An extra; `line` is then the place it goes with.")  # fmt: skip
    restores = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="restored_by",
                                    help_text="The reversal that it makes good.")  # fmt: skip
    restores_credit = models.OneToOneField("invoicing.CreditLine", models.PROTECT, null=True, blank=True,
                                           related_name="restored_by",
                                           help_text="The credit that it makes good.")  # fmt: skip
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversal")
    instead_of = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="lessened_by",
                                      help_text="What was taken off, and is charged for less by this.")  # fmt: skip
    invoice = models.ForeignKey("invoicing.Invoice", models.PROTECT, null=True, blank=True, related_name="charges")
    on = models.DateField(db_index=True, help_text="The day it is for.")
    tax_point = models.DateField(null=True, blank=True, help_text="As invoiced (VATA 1994 s6; reg. 90 for schedules).")
    description = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField(default=1)
    price = PenceField(help_text="As published, on its basis; negative on a reversal.")
    basis = models.CharField(max_length=5, choices=Basis)
    vat = models.CharField(max_length=1, choices=Vat)
    vat_rate = models.PositiveIntegerField(default=0)
    vat_reason = models.CharField(max_length=200, blank=True)
    determination = models.ForeignKey(VatDetermination, models.PROTECT, null=True, blank=True, related_name="charges")
    budget_code = models.CharField(max_length=30)
    net = PenceField(null=True, blank=True, help_text="As invoiced.")
    vat_amount = PenceField(null=True, blank=True, help_text="As invoiced.")

    objects = ChargeQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["budget_code", "invoice"]), models.Index(fields=["line", "invoice"])]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], name="line_charged_once",
                condition=Q(reverses=None, extra_line=None, restores=None, restores_credit=None, instead_of=None),
            ),
            models.UniqueConstraint(
                fields=["extra_line"], name="extra_line_charged_once",
                condition=Q(reverses=None, restores=None, restores_credit=None, instead_of=None),
            ),
            models.CheckConstraint(
                name="negative_charge_reverses_one",
                condition=Q(price__gte=0, reverses=None) | Q(price__lte=0, reverses__isnull=False),
            ),
            models.CheckConstraint(
                name="charge_taxed_when_invoiced",
                condition=Q(net=None, vat_amount=None) | Q(net__isnull=False, vat_amount__isnull=False,
                                                          invoice__isnull=False),  # fmt: skip
            ),
        ]

    def __str__(self):
        return f"{self.description}, {self.on}"

    @classmethod
    def for_line(cls, account, line):
        words = line.occurrence.event.words
        return cls(
            account=account, line=line, on=line.occurrence.day, price=line.price, basis=line.basis, vat=line.vat,
            description=f"{line.occurrence.event}, {words.place} {line.place}, {line.price_type.name.lower()}",
            vat_rate=line.vat_rate, vat_reason=line.determination.reason, budget_code=line.budget_code,
            determination=line.determination,
        )  # fmt: skip

    @classmethod
    def for_booking(cls, account, booking):
        """What a booking's places and extras are charged as; an extra goes with its place's line, or with the first.

        Raises NotOnSale where one of its days was cancelled while it was being booked.
        """
        lines = list(booking.live_lines)
        if called_off := [line.occurrence for line in lines if line.occurrence.cancelled_at]:
            raise NotOnSale(f"{called_off[0]} is cancelled. Choose another day.")
        by_place = {(line.occurrence_id, line.place_id): line for line in lines}
        extras = [
            cls.for_extra(account, by_place.get((extra.occurrence_id, extra.place_id), lines[0]), extra)
            for extra in booking.extra_lines.live().with_parts()
        ]
        return [*(cls.for_line(account, line) for line in lines), *extras]

    def again(self, **fields):
        """The same once more, not saved: with `fields` for what is different about it."""
        alike = {name: getattr(self, name) for name in ALIKE}
        return Charge(**{**alike, **fields})

    @classmethod
    def for_extra(cls, account, line, extra):
        """What an extra is charged as, beside the line of its place."""
        return cls(
            account=account, line=line, extra_line=extra, on=extra.occurrence.day, price=extra.price,
            description=f"{extra.occurrence.event}, {extra.extra}", quantity=extra.quantity, basis=extra.basis,
            vat=extra.vat, vat_rate=extra.vat_rate, vat_reason=extra.determination.reason,
            budget_code=extra.budget_code, determination=extra.determination,
        )  # fmt: skip

    def negative(self, on):
        return self.again(reverses=self, on=max(on, self.on), description=f"Credit: {self.description}"[:200],
                          price=-self.price)  # fmt: skip

    @property
    def priced(self):
        return Priced(self.price, self.basis, self.vat, self.vat_rate)

    @property
    def standing_gross(self):
        """Pence this charge stands for on the account until an invoice settles the VAT of its whole group."""
        return total_of(tax([self.priced])).gross


ALIKE = ["account", "line", "extra_line", "on", "description", "quantity", "price", "basis", "vat", "vat_rate",
         "vat_reason", "determination", "budget_code"]  # fmt: skip
