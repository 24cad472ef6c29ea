"""A call of the morning draw: promised by the hash of its seed, then run (invoicing/drawing.py), then published."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from events.dates import clock, day_clock
from events.draw import CODES, seed_hash

from .booking import Booking
from .customer import Customer
from .event import Occurrence
from .refusal import AskedTooMuch
from .transactions import retried
from .waiting import closes_at

WHY_BARRED = {
    "papers": "Papers not in order", "arrears": "No casual place let: arrears", "suspended": "Suspended",
    "not_approved": "Not approved yet", "weather": "Vehicles only today", "not_here": "Not here when it was run",
    "lost": "Could not be booked", "barred": "Not admitted to the draw",
}  # fmt: skip


class DrawQuerySet(models.QuerySet):
    """The verbs that promise a draw."""

    @retried
    def promise(self, occurrence, *, call=1, by=None, at=None):
        """Make a secret seed and publish its hash; the draw of a call that was promised before is left as it is.

        Raises AskedTooMuch once the queue is closed: by then somebody could know the list, and choose a seed to suit.
        """
        at = at or now()
        if earlier := self.filter(occurrence=occurrence, call=call).first():
            return earlier
        occurrence.check_on_sale(at)
        closes = closes_at(occurrence, call)
        if closes is None:
            raise AskedTooMuch(f"{occurrence.event} has no second call.")
        if at >= closes:
            raise AskedTooMuch(f"The queue closed at {clock(closes)} and the list is known, so no draw can be promised "
                               "any more. Let the free pitches from the register, and write down why.")  # fmt: skip
        seed = secrets.token_hex(32)
        return self.get_or_create(occurrence=occurrence, call=call, defaults={
            "seed": seed, "seed_hash": seed_hash(seed), "promised_at": at, "promised_by": by})[0]  # fmt: skip

    def promise_coming(self, *, at=None, days=8):
        """Promise every call of the market days ahead, so that nobody forgets. Returns how many were new."""
        at = at or now()
        coming = Occurrence.objects.market_days().filter(
            starts_at__gt=at, starts_at__lt=at + timedelta(days=days), cancelled_at=None, event__rules__isnull=False)
        coming = coming.filter(Q(on_sale_from=None) | Q(on_sale_from__lte=at)).select_related("event__rules")
        before = self.count()
        for occurrence in coming:
            for call in (1, 2):
                if (closes := closes_at(occurrence, call)) and at < closes:
                    self.promise(occurrence, call=call, at=at)
        return self.count() - before


class Draw(models.Model):
    """One call of a morning's draw: promised by the hash of its seed, then run, then published whole.

    `inputs` is all that events/draw.py was given, so that anybody can run it again and get `outcome`.
    """

    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="draws")
    call = models.PositiveSmallIntegerField(default=1)
    seed = models.CharField(max_length=64, help_text="Secret until the draw is run.")
    seed_hash = models.CharField(max_length=64, help_text="SHA-256 of the seed, published before the cut-off.")
    promised_at = models.DateTimeField(default=now)
    promised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    inputs = models.JSONField(null=True, blank=True)
    outcome = models.JSONField(null=True, blank=True)
    run_at = models.DateTimeField(null=True, blank=True)
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ["occurrence", "call"]
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "call"], name="one_draw_a_call"),
            models.CheckConstraint(
                name="draw_run_has_outcome",
                condition=Q(run_at__isnull=True, outcome__isnull=True, inputs__isnull=True)
                | Q(run_at__isnull=False, outcome__isnull=False, inputs__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.occurrence}, call {self.call}"

    @property
    def closes_at(self):
        """When its queue closes, and from when it may be run."""
        return closes_at(self.occurrence, self.call)

    @property
    def call_words(self):
        return "First call" if self.call == 1 else "Second call"

    def check_may_run(self, at):
        """Raise AskedTooMuch before the queue is closed, NotOnSale once the market is over or cancelled."""
        if self.closes_at is None or at < self.closes_at:
            when = day_clock(self.closes_at) if self.closes_at else "another day"
            raise AskedTooMuch(f"Names may be put down until {when}. The draw can be run from then on, not before.")
        self.occurrence.check_on_sale(at)
        if self.occurrence.draws.filter(call__lt=self.call, run_at=None).exists():
            raise AskedTooMuch("Run the first call before the second.")

    def publish(self, inputs, outcome, results, *, by, at):
        """Write down what was drawn from what, once: from now on the seed is no secret any more."""
        self.inputs, self.outcome, self.run_at, self.run_by = inputs, outcome, at, by
        self.save(update_fields=["inputs", "outcome", "run_at", "run_by"])
        DrawResult.objects.bulk_create(results)


class DrawResult(models.Model):
    """What one customer got in a draw, or why they got nothing."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="results")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="draw_results")
    places = models.JSONField(default=list, help_text="Ids of the places they were given.")
    code = models.CharField(max_length=30, blank=True, help_text="Why nothing, for machines; empty for some.")
    words = models.TextField(help_text="The reason in a sentence, and the steps behind it.")
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="draw_results")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["draw", "customer"], name="one_result_a_draw")]

    def __str__(self):
        return f"{self.customer}: {self.words[:80]}"

    @property
    def short(self):
        """The outcome in a few words."""
        return {**CODES, **WHY_BARRED}.get(self.code, "Refused")

    @property
    def sentences(self):
        """The words a sentence a line, as a page shows them."""
        return [part if part.endswith(".") else f"{part}." for part in self.words.split(". ") if part]

    @property
    def pitches(self):
        """Names of the pitches given, as they were called when it was drawn."""
        names = {place["id"]: place["name"] for place in self.draw.inputs["places"]}
        return [names[one] for one in self.places]
