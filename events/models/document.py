"""The papers that traders must hold: what may be asked for, what was sent in, who checked it, what replaced it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate, now

from events.dates import day as in_words
from events.money import PenceField, pounds

from .attachment import Attachment
from .customer import Trader
from .refusal import Refused
from .transactions import retried


class NotChecked(Refused):
    """A paper that cannot be accepted or refused as it stands."""

    code = "not_checked"


class DocumentType(models.Model):
    """A paper that may be asked for: public liability insurance, food registration."""

    name = models.CharField(max_length=80, unique=True)
    minimum_cover = PenceField(default=0, help_text="Least sum insured, in pence; 0 where it insures nothing.")
    months = models.PositiveSmallIntegerField(default=12, help_text="How long one usually lasts: what a form proposes.")
    guidance = models.CharField(max_length=300, blank=True, help_text="What to look for on it, in plain words.")

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def lowered(self):
        """Its name inside a sentence: public liability insurance, but PAT certificate and DBS check."""
        return self.name if self.name[1:2].isupper() else self.name[:1].lower() + self.name[1:]

    @property
    def insures(self):
        return self.minimum_cover > 0


class DocumentQuerySet(models.QuerySet):
    """The verb that takes a paper in, and questions about which are in force or still to be checked."""

    def accepted(self):
        return self.exclude(checked_at=None).filter(refused_reason="")

    def waiting(self):
        """Still to be checked: not those that the trader sent again meanwhile, for the same days or more."""
        again = {"replaced_by__refused_reason": "", "replaced_by__valid_from__lte": F("valid_from"),
                 "replaced_by__expires_on__gte": F("expires_on")}  # fmt: skip
        return self.filter(checked_at=None, refused_reason="").exclude(**again)

    @retried
    def send(self, trader, document_type, *, valid_from, expires_on, number="", cover=0, photo=None, by=None, at=None):
        """Take a paper in to be checked. It comes after the last one of its type, which is kept.

        Sent twice (the same file and words, not checked yet), it is taken once: the first one is returned.
        Raises NotChecked for dates the wrong way round.
        """
        if expires_on < valid_from:
            raise NotChecked("The last day is before the first day. Change one of them.")
        Trader.objects.select_for_update(no_key=True).only("pk").get(pk=trader.pk)
        said = {"number": number, "cover": cover, "valid_from": valid_from, "expires_on": expires_on}
        before = self.filter(trader=trader, document_type=document_type, replaced_by=None).order_by("pk").last()
        if before and before.is_waiting and before.says(said, photo):
            return before
        return self.create(trader=trader, document_type=document_type, photo=photo, sent_by=by, replaces=before,
                           received_at=at or now(), **said)  # fmt: skip


class Document(models.Model):
    """One paper a trader sent in. A newer one replaces it; none is thrown away."""

    trader = models.ForeignKey(Trader, models.CASCADE, related_name="documents")
    document_type = models.ForeignKey(DocumentType, models.PROTECT, related_name="+")
    number = models.CharField(max_length=50, blank=True)
    cover = PenceField(default=0, help_text="Sum insured, in pence.")
    valid_from = models.DateField()
    expires_on = models.DateField()
    received_at = models.DateTimeField(default=now)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    corrected = models.CharField(max_length=300, blank=True, help_text="What the officer put right, and what was sent.")
    refused_reason = models.CharField(max_length=200, blank=True)
    photo = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_on"])]
        constraints = [
            models.CheckConstraint(name="document_expires_after_start", condition=Q(expires_on__gte=F("valid_from")))
        ]

    def __str__(self):
        return f"{self.document_type}, until {self.expires_on}"

    @property
    def is_waiting(self):
        return self.checked_at is None and not self.refused_reason

    @property
    def is_accepted(self):
        return self.checked_at is not None and not self.refused_reason

    @property
    def is_sent_again(self):
        """Whether one that was not refused came after it, for the same days or more: this one need not be checked."""
        after = getattr(self, "replaced_by", None)
        return bool(after and not after.refused_reason and after.valid_from <= self.valid_from
                    and self.expires_on <= after.expires_on)  # fmt: skip

    def meets(self, paper):
        return self.document_type_id == paper.pk and self.cover >= paper.minimum_cover

    def covers(self, day):
        return self.valid_from <= day <= self.expires_on

    def says(self, said, photo):
        """Whether it is the same paper sent again."""
        mine, theirs = self.photo.sha256 if self.photo else "", photo.sha256 if photo else ""
        return mine == theirs and all(getattr(self, name) == value for name, value in said.items())

    @retried
    def accept(self, *, by, number=None, cover=None, valid_from=None, expires_on=None, at=None):
        """Say that it is in order, with what the officer read on it where the trader wrote something else.

        Accepting twice is accepting once. Raises NotChecked for one that was refused, is over, or insures too little.
        """
        document = Document.objects.select_for_update(of=("self",)).select_related("document_type").get(pk=self.pk)
        if document.is_accepted:
            return document
        document._check_open()
        read = {"number": number, "cover": cover, "valid_from": valid_from, "expires_on": expires_on}
        document.corrected = document._correct({name: value for name, value in read.items() if value is not None})
        document._check_good(localdate(at))
        document.checked_at, document.checked_by = at or now(), by
        document.save(update_fields=[*read, "corrected", "checked_at", "checked_by"])
        return document

    @retried
    def refuse(self, reason, *, by, at=None):
        """Say why it cannot be accepted. Refusing twice is refusing once. Raises NotChecked for one accepted before."""
        document = Document.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if document.refused_reason:
            return document
        document._check_open()
        if not reason.strip():
            raise NotChecked("Say why it is refused: the trader reads it.")
        document.refused_reason, document.checked_at, document.checked_by = reason.strip()[:200], at or now(), by
        document.save(update_fields=["refused_reason", "checked_at", "checked_by"])
        return document

    def _check_open(self):
        if not self.is_waiting:
            done = "refused" if self.refused_reason else "accepted"
            who = f" by {self.checked_by}" if self.checked_by else ""
            raise NotChecked(f"This paper was {done}{who} already. Have it sent again where that is wrong.")

    def _correct(self, read):
        """Take over what the officer read; in words, what changed."""
        changed = []
        for name, value in read.items():
            if (said := getattr(self, name)) != value:
                changed.append(f"{FIELDS[name]} {worded(name, value)}, sent as {worded(name, said)}")
                setattr(self, name, value)
        return "; ".join(changed)[:300]

    def _check_good(self, today):
        paper = self.document_type
        if self.expires_on < self.valid_from:
            raise NotChecked("The last day is before the first day. Change one of them.")
        if self.expires_on < today:
            raise NotChecked(f"It ended on {in_words(self.expires_on)}. Correct the day, or refuse it.")
        if not self.meets(paper):
            raise NotChecked(f"It insures {pounds(self.cover)}, and {pounds(paper.minimum_cover)} is the least that "
                             "counts. Correct the sum, or refuse it.")  # fmt: skip


FIELDS = {"number": "Number", "cover": "Sum insured", "valid_from": "First day", "expires_on": "Last day"}


def worded(name, value):
    """A field's value as people read it."""
    return pounds(value) if name == "cover" else value or "nothing" if name == "number" else in_words(value)


class DocumentReminder(models.Model):
    """That a trader was reminded so many days before a paper runs out; each once."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "days"], name="one_document_reminder_a_step")]

    def __str__(self):
        return f"{self.document}: {self.days} days"
