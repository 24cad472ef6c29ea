"""A note on the register: what an officer wrote down about a pitch or a trader on a day, with a photo or without."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from .attachment import Attachment
from .event import Occurrence
from .line import BookingLine
from .refusal import Refused
from .register_tap import RegisterTap
from .venue import Place

LONGEST = 2000


class RegisterNoteQuerySet(models.QuerySet):
    """The verb that writes a note down."""

    def write(self, tap, said):
        """What a note, a photo and a warning do. Raises Refused for an empty one, NotReadable for a photo that is none.
        """
        text = str(tap.said.get("text", "")).strip()[:LONGEST]
        if tap.act == RegisterTap.Act.PHOTO and not said.photo:
            raise Refused("The photo did not arrive. Take it again.")
        if not text and not said.photo:
            raise Refused("There is nothing in this note. Write it again.")
        photo = Attachment.objects.keep(*said.photo, by=tap.by, at=tap.tapped_at) if said.photo else None
        return self.create(occurrence=tap.occurrence, place=tap.place or (tap.line.place if tap.line else None),
                           line=tap.line, text=text, photo=photo, tap=tap, by=tap.by, at=tap.tapped_at)  # fmt: skip


class RegisterNote(models.Model):
    """Something an officer wrote down about a pitch or a trader on a day, with a photo where there is one."""

    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="register_notes")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    line = models.ForeignKey(BookingLine, models.PROTECT, null=True, blank=True, related_name="register_notes")
    text = models.TextField(blank=True)
    photo = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    tap = models.OneToOneField(RegisterTap, models.PROTECT, null=True, blank=True, related_name="note")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    objects = RegisterNoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="note_says_something", condition=~Q(text="") | Q(photo__isnull=False))
        ]

    def __str__(self):
        return self.text[:80] or "Photo"

    @property
    def is_warning(self):
        return self.tap is not None and self.tap.act == RegisterTap.Act.WARNING
