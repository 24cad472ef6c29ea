"""The pages of a document, drawn once, hashed and served from then on; and every time they were sent out."""

import hashlib

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now

DOCUMENTS = ["invoice", "credit_note", "payment", "reminder", "statement"]


def one_of(names):
    """A condition: exactly one of these foreign keys is set."""
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition


class PaperQuerySet(models.QuerySet):
    """The verb that stores, and what finance asks."""

    def of(self, draw, **document):
        """The stored pages of one document (invoice=…); `draw()` makes the bytes where there are none yet."""
        if stored := self.filter(**document).first():
            return stored
        pdf = draw()
        return self.get_or_create(**document, defaults={"pdf": pdf, "sha256": hashlib.sha256(pdf).hexdigest()})[0]

    def store(self, name, drawn):
        """Store many documents' pages at once, [(document, bytes)]; what somebody stored meanwhile stays."""
        rows = [Paper(**{name: document}, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest()) for document, pdf in drawn]
        self.bulk_create(rows, ignore_conflicts=True)

    def posted(self):
        """Those that have been sent by post."""
        return self.filter(dispatches__channel=Dispatch.Channel.POST)


class Paper(models.Model):
    """One document's pages. The hash proves that they are the same as on the day they were drawn."""

    invoice = models.OneToOneField("invoicing.Invoice", models.PROTECT, null=True, blank=True, related_name="paper")
    credit_note = models.OneToOneField(
        "invoicing.CreditNote", models.PROTECT, null=True, blank=True, related_name="paper"
    )
    payment = models.OneToOneField("invoicing.Payment", models.PROTECT, null=True, blank=True, related_name="paper")
    reminder = models.OneToOneField("invoicing.Reminder", models.PROTECT, null=True, blank=True, related_name="paper")
    statement = models.OneToOneField("invoicing.Statement", models.PROTECT, null=True, blank=True, related_name="paper")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    drawn_at = models.DateTimeField(default=now)

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="paper_of_one_document", condition=one_of(DOCUMENTS))]

    def __str__(self):
        return f"{self.document}, {self.sha256[:12]}"

    @property
    def document(self):
        """The invoice, credit note, payment, reminder or statement that it prints."""
        return next(getattr(self, name) for name in DOCUMENTS if getattr(self, f"{name}_id"))

    @property
    def account(self):
        return self.document.account

    def intact(self):
        return hashlib.sha256(bytes(self.pdf)).hexdigest() == self.sha256


class PrintBatch(models.Model):
    """Papers printed together for the post. They count as posted once somebody says that the printer did its work."""

    papers = models.ManyToManyField(Paper, related_name="batches")
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    printed_at = models.DateTimeField(null=True, blank=True)
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"PB-{self.pk}"

    @transaction.atomic
    def mark_printed(self, *, by, at=None):
        """Every paper of it went into the post. Marking twice is marking once."""
        at = at or now()
        if PrintBatch.objects.filter(pk=self.pk, printed_at=None).update(printed_at=at, printed_by=by):
            papers = self.papers.values_list("pk", flat=True)  # their pages are megabytes that nobody looks at here
            sent = [Dispatch(paper_id=paper, channel=Dispatch.Channel.POST, at=at, by=by, batch=self)
                    for paper in papers]  # fmt: skip
            Dispatch.objects.bulk_create(sent, batch_size=500)
        self.refresh_from_db()


class Dispatch(models.Model):
    """One sending of a paper."""

    class Channel(models.TextChoices):
        POST = "post", "By post"
        EMAIL = "email", "By e-mail"

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="dispatches")
    channel = models.CharField(max_length=5, choices=Channel)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    to = models.CharField(max_length=254, blank=True, help_text="The e-mail address it went to.")
    batch = models.ForeignKey(PrintBatch, models.PROTECT, null=True, blank=True, related_name="dispatches")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="email_goes_to_an_address", condition=~Q(channel="email") | ~Q(to=""))
        ]

    def __str__(self):
        return f"{self.paper_id} {self.channel} {self.at:%-d %b %Y}"
