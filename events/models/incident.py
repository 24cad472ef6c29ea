"""An incident on a market: what happened, where, to whom, with photos. Kept for good; closed with an outcome."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from .attachment import Attachment
from .customer import Trader
from .event import Occurrence
from .refusal import Refused
from .transactions import retried
from .venue import Place


class NotClosed(Refused):
    """An incident that cannot be written down or closed as it stands."""

    code = "not_closed"


class IncidentQuerySet(models.QuerySet):
    """The verb that writes one down, and questions about which are open."""

    def open(self):
        return self.filter(closed_at=None)

    @retried
    def log(self, *, client_id, photos=(), **said):
        """Write an incident down with its photos [(name, bytes)], all or nothing. The same `client_id` is written once.

        Raises NotReadable for a photo that cannot be opened.
        """
        incident, made = self.get_or_create(client_id=client_id, defaults=said)
        if made:
            incident.add_photos(photos, by=incident.by)
        return incident


class Incident(models.Model):
    """Something that happened on a market: an injury, a fire, a quarrel. Never deleted; closed with words."""

    class Sort(models.TextChoices):
        INJURY = "injury", "Injury or illness"
        NEAR_MISS = "near-miss", "Near miss"
        FIRE = "fire", "Fire, gas or electricity"
        STRUCTURE = "structure", "Stall or gazebo"
        CONDUCT = "conduct", "Conduct"
        PUBLIC = "public", "Member of the public"
        OTHER = "other", "Other"

    client_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, null=True, blank=True, related_name="incidents")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    trader = models.ForeignKey(Trader, models.PROTECT, null=True, blank=True, related_name="incidents")
    sort = models.CharField(max_length=9, choices=Sort)
    happened_at = models.DateTimeField()
    text = models.TextField()
    riddor = models.BooleanField(default=False, help_text="Reportable under RIDDOR 2013.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.TextField(blank=True)
    photos = models.ManyToManyField(Attachment, blank=True, related_name="+")

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="closed_incident_has_outcome", condition=Q(closed_at=None) | ~Q(outcome=""))
        ]

    def __str__(self):
        return f"{self.get_sort_display()}, {self.happened_at:%-d %b %Y}"

    @retried
    def add_photos(self, photos, *, by, at=None):
        """Keep more photos [(name, bytes)] with it; one that is there already is not kept twice."""
        there = set(self.photos.values_list("sha256", flat=True))
        for name, content in photos:
            photo = Attachment.objects.keep(name, content, by=by, at=at)
            if photo.sha256 in there:
                photo.delete()
                continue
            there.add(photo.sha256)
            self.photos.add(photo)

    @retried
    def close(self, outcome, *, by, riddor=None, at=None):
        """Say what came of it. Closing twice is closing once. Raises NotClosed without an outcome."""
        if not outcome.strip():
            raise NotClosed("Say what came of it before you close it.")
        still = Incident.objects.filter(pk=self.pk, closed_at=None)
        more = {} if riddor is None else {"riddor": riddor}
        still.update(closed_at=at or now(), closed_by=by, outcome=outcome.strip(), **more)
        self.refresh_from_db()
