"""The council as its papers show it: name, numbers, bank, logo and colours, set by the manager.

A change is a new row; invoices remember the row they were issued under, so that their pages never change.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.timezone import now
from stdnum import iban
from stdnum.exceptions import ValidationError as NumberWrong
from stdnum.gb import vat


def check_vat_number(value):
    """A UK VAT registration number whose check digits are right (modulus 97, or 9755), with or without GB."""
    try:
        vat.validate(value)
    except NumberWrong as error:
        raise ValidationError(
            "The check digits of this VAT number are wrong. Copy it from the certificate of registration."
        ) from error


def check_iban(value):
    """An international bank account number whose check digits are right (ISO 13616)."""
    try:
        iban.validate(value)
    except NumberWrong as error:
        raise ValidationError(
            "The check digits of this IBAN are wrong. Copy it from the bank's statement."
        ) from error


class Council(models.Model):
    """One state of the letterhead. The last row is the one in force."""

    class Envelope(models.TextChoices):
        DL = "DL", "DL, folded in three"
        C5 = "C5", "C5, folded once"

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        WELSH = "cy", "Welsh and English"

    name = models.CharField(max_length=100)
    department = models.CharField(max_length=100, blank=True)
    address = models.TextField(help_text="As on the letterhead, the postcode on the last line.")
    vat_number = models.CharField("VAT number", max_length=20, blank=True, validators=[check_vat_number])
    telephone = models.CharField(max_length=30)
    email = models.EmailField("e-mail address")
    bank_name = models.CharField(max_length=60, blank=True)
    account_name = models.CharField(max_length=60, blank=True)
    sort_code = models.CharField(
        max_length=8, blank=True, validators=[RegexValidator(r"^\d\d-\d\d-\d\d$", "Write the sort code as 12-34-56.")]
    )
    account_number = models.CharField(
        max_length=8, blank=True, validators=[RegexValidator(r"^\d{8}$", "An account number has eight digits.")]
    )
    iban = models.CharField("IBAN", max_length=34, blank=True, validators=[check_iban])
    bic = models.CharField("BIC", max_length=11, blank=True)
    colour = models.CharField(
        max_length=7, default="#0b5563", validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Write it as #0b5563.")]
    )
    footer = models.CharField(max_length=300, blank=True)
    envelope = models.CharField(max_length=2, choices=Envelope, default=Envelope.DL)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    logo = models.BinaryField(default=bytes, blank=True)
    since = models.DateTimeField(default=now)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    PRINTED = ["name", "department", "address", "vat_number", "telephone", "email", "bank_name", "account_name",
               "sort_code", "account_number", "iban", "bic", "colour", "footer", "envelope", "language"]  # fmt: skip

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "councils"
        permissions = [("set_letterhead", "Can change the letterhead and the VAT determinations")]

    def __str__(self):
        return self.name

    @classmethod
    def current(cls):
        """The letterhead in force; from the settings while nobody has set one."""
        return cls.objects.last() or cls(**settings.COUNCIL)

    def printed(self):
        """What a document keeps of it, as plain values; the logo by the row that holds it."""
        return {**{name: getattr(self, name) for name in self.PRINTED}, "council": self.pk if self.logo else None}
