"""A file somebody sent us: a photo of a certificate, of a broken awning. Kept in the database, and so in backups."""

import hashlib
import io

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from PIL import Image, ImageOps, UnidentifiedImageError

from .refusal import Refused

MOST_BYTES, MOST_PIXELS, LONGEST_SIDE = 12_000_000, 50_000_000, 2000


class NotReadable(Refused):
    """A file that is no photo and no PDF, or is too large."""

    code = "not_readable"


class AttachmentQuerySet(models.QuerySet):
    """The verb that keeps a file."""

    def keep(self, name, content, *, by=None, at=None):
        """Keep a file's bytes: a photo is turned upright, made smaller and stripped of where it was taken.

        Raises NotReadable for what is neither a photo nor a PDF, and for what is too large.
        """
        if len(content) > MOST_BYTES:
            raise NotReadable("This file is larger than 12 MB. Take the photo again at a smaller size, or send a PDF.")
        kept, content_type = (content, "application/pdf") if content.startswith(b"%PDF-") else (upright(content), JPEG)
        return self.create(name=name[-100:], content_type=content_type, content=kept, by=by, at=at or now(),
                           sha256=hashlib.sha256(kept).hexdigest())  # fmt: skip


class Attachment(models.Model):
    """One file, never changed. Who may look at it is decided by the desk that shows it."""

    name = models.CharField(max_length=100, blank=True)
    content_type = models.CharField(max_length=40)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=now)

    objects = AttachmentQuerySet.as_manager()

    def __str__(self):
        return self.name or f"File {self.pk}"

    @property
    def is_photo(self):
        return self.content_type == JPEG


JPEG = "image/jpeg"


def upright(content):
    """A photo's bytes as a JPEG of moderate size, with nothing in it but the picture. Raises NotReadable."""
    try:
        with Image.open(io.BytesIO(content)) as photo:
            if photo.width * photo.height > MOST_PIXELS:
                raise NotReadable("This photo has too many dots to be read. Take it again at a smaller size.")
            photo = ImageOps.exif_transpose(photo).convert("RGB")
            photo.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            kept = io.BytesIO()
            photo.save(kept, "JPEG", quality=82, optimize=True)
            return kept.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotReadable("This is not a photo we can open, nor a PDF. Send a JPEG or PNG photo, or a PDF.") from error
