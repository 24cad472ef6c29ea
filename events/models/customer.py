"""Who: customers, the traders among them, and the papers that traders must hold."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from events.money import PenceField


class Customer(models.Model):
    """Somebody who books. Most never sign in; some have no e-mail address."""

    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.TextField(blank=True, help_text="As it stands in an envelope's window, without the postcode.")
    postcode = models.CharField(max_length=10, blank=True)
    access_needs = models.CharField(max_length=200, blank=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["name"]), models.Index(fields=["phone"]), models.Index(fields=["email"])]

    def __str__(self):
        return self.name


class DocumentType(models.Model):
    """A paper that may be asked for: public liability insurance, food registration."""

    name = models.CharField(max_length=80, unique=True)
    minimum_cover = PenceField(default=0, help_text="Least sum insured, in pence; 0 where it insures nothing.")

    def __str__(self):
        return self.name


class Trader(models.Model):
    """A customer who trades on markets, once approved and until suspended."""

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="trader")
    trading_name = models.CharField(max_length=150)
    goods = models.CharField(max_length=150)
    vat_number = models.CharField(max_length=20, blank=True)
    applied_on = models.DateField()
    approved_on = models.DateField(null=True, blank=True)
    suspended_on = models.DateField(null=True, blank=True)
    suspension_reason = models.CharField(max_length=200, blank=True)
    casual_stopped = models.CharField(max_length=200, blank=True, help_text="Why no casual place is let to them.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="suspension_has_reason", condition=Q(suspended_on=None) | ~Q(suspension_reason="")
            )
        ]

    def __str__(self):
        return self.trading_name

    def why_not(self, event, days, casual=False):
        """Why this trader may not book `event` on these days: a list of sentences, empty where nothing forbids it."""
        if casual and self.casual_stopped:
            return [f"No casual place can be let to you: {self.casual_stopped} Telephone the market office."]
        if self.approved_on is None:
            return ["Your application is not approved yet. We will write to you when it is."]
        if self.suspended_on:
            return [f"Your trading is suspended: {self.suspension_reason}. Telephone the market office."]
        held = list(self.documents.exclude(checked_at=None).filter(refused_reason=""))
        needed = event.required_documents.all()
        return [reason for paper in needed if (reason := self._missing(paper, held, days))]

    @staticmethod
    def _missing(paper, held, days):
        good = [document for document in held if document.meets(paper)]
        bad = sorted(day for day in days if not any(document.covers(day) for document in good))
        if bad:
            return f"{paper} is needed for {bad[0]:%-d %B %Y}. Send us the certificate and we will check it."
        return None


class Document(models.Model):
    """One paper a trader sent in. A newer one replaces it; none is thrown away."""

    trader = models.ForeignKey(Trader, models.CASCADE, related_name="documents")
    document_type = models.ForeignKey(DocumentType, models.PROTECT, related_name="+")
    number = models.CharField(max_length=50, blank=True)
    cover = PenceField(default=0, help_text="Sum insured, in pence.")
    valid_from = models.DateField()
    expires_on = models.DateField()
    received_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    refused_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="document_expires_after_start", condition=Q(expires_on__gte=F("valid_from")))
        ]

    def __str__(self):
        return f"{self.document_type}, until {self.expires_on}"

    def meets(self, paper):
        return self.document_type_id == paper.pk and self.cover >= paper.minimum_cover

    def covers(self, day):
        return self.valid_from <= day <= self.expires_on
