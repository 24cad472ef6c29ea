"""What is handed to the council's ledger: postings in numbered batches that are closed for good."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Min, Q, Sum
from django.utils.timezone import now

from events.models import AskedTooMuch
from events.models.transactions import retried
from events.money import PenceField

from .journal import Posting
from .sequence import Sequence


class LedgerLayout(models.Model):
    """How the ledger file is written (invoicing/ledger/layout.py), under a name."""

    name = models.CharField(max_length=60, unique=True)
    layout = models.JSONField()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class LedgerBatchQuerySet(models.QuerySet):
    """The verb that closes a batch."""

    @retried
    def close(self, until, layout, write, *, by, at=None):
        """Take every posting up to a day that is in no batch yet, number them as one batch, write and close it.

        `write(batch)` gives the files, [(name, bytes)], which are kept as they are. What is posted late goes into the
        next batch. Raises AskedTooMuch where nothing is left to hand over, whatever `write` refuses, and then nothing
        is kept.
        """
        Sequence.objects.lock("LEDGER")
        batch = self.create(until=until, layout=layout.layout, layout_name=layout.name, closed_by=by,
                            closed_at=at or now())  # fmt: skip
        taken = Posting.objects.filter(batch=None, on__lte=until).update(batch=batch)
        if not taken:
            raise AskedTooMuch("Everything up to that day has been handed over already. Choose a later day.")
        figures = batch.postings.aggregate(total=Sum("amount"), first=Min("on"))
        batch.count, batch.total, batch.first = taken, figures["total"], figures["first"]
        batch.number = Sequence.objects.take("LEDGER")
        files = write(batch)
        batch.sha256 = hashlib.sha256(b"".join(content for _, content in files)).hexdigest()
        LedgerFile.objects.bulk_create(LedgerFile(batch=batch, name=name, content=content) for name, content in files)
        batch.save(update_fields=["count", "total", "first", "number", "sha256"])
        return batch


class LedgerBatch(models.Model):
    """One hand-over. Its postings, files and hash never change, so it is the same whenever it is asked for."""

    number = models.PositiveIntegerField(unique=True, null=True, blank=True)
    first = models.DateField(null=True, blank=True)
    until = models.DateField()
    layout = models.JSONField(help_text="As it was when the batch was closed.")
    layout_name = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)
    total = PenceField(default=0, help_text="Pence debited, which is what is credited too.")
    sha256 = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(default=now)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = LedgerBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="ledger_batch_closed_whole", condition=Q(number=None) | ~Q(sha256=""))
        ]

    def __str__(self):
        return f"Batch {self.number:05d}" if self.number else "Batch"

    def intact(self):
        """Whether the files are the bytes that were hashed at the closing."""
        content = b"".join(bytes(file.content) for file in self.files.all())
        return hashlib.sha256(content).hexdigest() == self.sha256


class LedgerFile(models.Model):
    """One file of a batch, byte for byte as it was written."""

    batch = models.ForeignKey(LedgerBatch, models.PROTECT, related_name="files")
    name = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "name"], name="ledger_file_once")]

    def __str__(self):
        return self.name
