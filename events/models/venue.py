"""Where: a venue, its plans, and every place on a plan that one booking line can take."""

import hashlib
import json

from django.db import models
from django.db.models import Q


class Venue(models.Model):
    """A building or a square."""

    name = models.CharField(max_length=100, unique=True)
    address = models.TextField(blank=True)

    def __str__(self):
        return self.name


class Plan(models.Model):
    """One way of laying the venue out: end-on seating, cabaret tables, the Saturday square."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="plans")
    name = models.CharField(max_length=100)
    unit = models.CharField(max_length=10, choices=[("seat", "Seat"), ("pitch", "Pitch")], default="seat")
    width = models.PositiveIntegerField(default=1000, help_text="In the units that places are drawn in.")
    height = models.PositiveIntegerField(default=1000)
    stage = models.CharField(max_length=30, blank=True, help_text="The word drawn at the front.")
    digest = models.CharField(max_length=16, blank=True, editable=False, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["venue", "name"], name="plan_name_once_per_venue")]

    def __str__(self):
        return f"{self.venue}, {self.name}"

    @property
    def places(self):
        """Every place on the plan, in the order of the geometry and of the availability string."""
        return Place.objects.filter(area__plan=self).order_by("pk")

    def geometry(self):
        """The drawing as the map component reads it; the order of places is their order in availability."""
        bands = list(self.bands.all())
        numbered = {band.pk: i for i, band in enumerate(bands)}
        areas = []
        for area in self.areas.order_by("pk"):
            rows = {}
            for place in area.places.order_by("pk"):
                rows.setdefault(place.row, []).append(place.drawn(numbered))
            drawn = [{"row": row, "places": places} for row, places in rows.items()]
            areas.append({"id": area.pk, "name": area.name, "numbered": area.numbered, "rows": drawn})
        return {
            "name": str(self), "unit": self.unit, "w": self.width, "h": self.height,
            "stage": {"label": self.stage, "x": self.width / 2} if self.stage else None,
            "bands": [{"id": band.pk, "name": band.name} for band in bands], "areas": areas,
        }  # fmt: skip

    def seal(self):
        """Name this version of the drawing by its content, so that browsers may keep it for ever."""
        drawing = json.dumps(self.geometry(), separators=(",", ":"))
        self.digest = hashlib.sha256(drawing.encode()).hexdigest()[:16]
        self.save(update_fields=["digest"])
        return drawing


class Area(models.Model):
    """Stalls, circle, standing, north side. Places in an unnumbered area are alike."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="areas")
    name = models.CharField(max_length=50)
    numbered = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="area_name_once_per_plan")]

    def __str__(self):
        return self.name


class Band(models.Model):
    """Places that cost the same."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="bands")
    name = models.CharField(max_length=50)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="band_name_once_per_plan")]

    def __str__(self):
        return self.name


class Circuit(models.Model):
    """Sockets on one fuse: what they draw together may not be more than its rating."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="circuits")
    name = models.CharField(max_length=30)
    amps = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="circuit_name_once_a_plan")]

    def __str__(self):
        return f"{self.name}, {self.amps} A"


class Place(models.Model):
    """A seat or a pitch: what one booking line takes at one occurrence."""

    class Flag(models.TextChoices):
        WHEELCHAIR = "w", "wheelchair space"
        COMPANION = "c", "companion seat"
        RESTRICTED = "r", "restricted view"
        ELECTRICITY = "e", "electricity"
        CORNER = "k", "corner"
        HOT_FOOD = "f", "hot food allowed"
        VEHICLE = "v", "vehicle access"
        ACCESSIBLE = "a", "accessible pitch"

    area = models.ForeignKey(Area, models.CASCADE, related_name="places")
    band = models.ForeignKey(Band, models.PROTECT, related_name="places")
    row = models.CharField(max_length=10, blank=True)
    number = models.CharField(max_length=10)
    position = models.IntegerField(default=0, help_text="Along the row; neighbours differ by one, an aisle by more.")
    appeal = models.PositiveIntegerField(default=0, help_text="Best first.")
    flags = models.CharField(max_length=10, blank=True)
    companion_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="companions")
    x = models.FloatField(default=0)
    y = models.FloatField(default=0)
    width_cm = models.PositiveIntegerField(default=0, help_text="Frontage of a pitch.")
    depth_cm = models.PositiveIntegerField(default=0)
    amps = models.PositiveSmallIntegerField(default=0, help_text="Rating of the socket, 0 for none.")
    circuit = models.ForeignKey(Circuit, models.SET_NULL, null=True, blank=True, related_name="places")
    faces = models.ManyToManyField("self", blank=True, help_text="Pitches across the aisle from it.")
    drawn_width = models.PositiveSmallIntegerField(default=18)
    drawn_height = models.PositiveSmallIntegerField(default=18)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "row", "number"], name="place_once_per_area"),
            models.CheckConstraint(
                name="companion_seat_has_its_space", condition=Q(companion_of=None) | Q(flags__contains="c")
            ),
        ]

    def __str__(self):
        return f"{self.area.name} {self.row}{self.number}" if self.area.numbered else self.area.name

    @property
    def features(self):
        """What there is to know about the place, in words."""
        return [self.Flag(flag).label for flag in self.flags]

    def drawn(self, bands):
        """This place as one row of the geometry; `bands` numbers the bands by id."""
        return [self.pk, self.number, round(self.x, 1), round(self.y, 1), bands[self.band_id], self.flags,
                self.drawn_width, self.drawn_height, self.position,
                *([self.width_cm, self.depth_cm, self.amps] if self.width_cm else [])]  # fmt: skip
