"""A standing booking: a licence (this pitch, every Thursday) or a season ticket (this seat, all through a series)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate, now

from events.dates import day as in_words

from .customer import Customer
from .event import Event, check_open_to
from .price import PriceType
from .refusal import AskedTooMuch
from .series import Series
from .standing_claims import CLAIMING, OFFERED, RUNNING, StandingBookingQuerySet
from .transactions import retried
from .venue import Place

DAY, A_YEAR = timedelta(days=1), 365


class StandingBooking(models.Model):
    """One customer's claim to one place, over a market's weekdays or through a series.

    offered → running → ended, or offered → withdrawn. It books nothing by itself: rolling forward does
    (invoicing/rolling.py); what ends one with its days and money is invoicing/standing_ends.py.
    """

    class Status(models.TextChoices):
        OFFERED = OFFERED, "Offered"
        RUNNING = RUNNING, "Running"
        ENDED = "ended", "Ended"
        WITHDRAWN = "withdrawn", "Withdrawn"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="standing_bookings")
    place = models.ForeignKey(Place, models.PROTECT, related_name="standing_bookings")
    price_type = models.ForeignKey(PriceType, models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="standing_bookings")
    weekdays = models.CharField(max_length=7, blank=True, help_text="Digits, 0 is Monday; with an event.")
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="standing_bookings")
    status = models.CharField(max_length=9, choices=Status, default=Status.OFFERED)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="Last day; empty while it runs on.")
    seniority_from = models.DateField(help_text="First day they stood on this very place.")
    offered_on = models.DateField()
    accept_by = models.DateField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    successor = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="+",
                                  help_text="Nominated to take it over.")  # fmt: skip
    notice_given_on = models.DateField(null=True, blank=True)
    transfer_asked_on = models.DateField(null=True, blank=True)
    transfer_wish = models.CharField(max_length=200, blank=True, help_text="Where they would rather stand, and why.")
    held_on = models.CharField(max_length=200, blank=True, help_text="A condition: the same goods for a year.")
    end_reason = models.CharField(max_length=200, blank=True)
    renews = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by",
        help_text="The one before it: last series', the old pitch's, the last holder's.",
    )  # fmt: skip
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = StandingBookingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="standing_in_market_or_series",
                condition=Q(event__isnull=False, series=None) & ~Q(weekdays="")
                | Q(event=None, series__isnull=False, weekdays=""),
            ),
            models.CheckConstraint(
                name="standing_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="standing_ended_has_end",
                condition=~Q(status="ended") | Q(ends_on__isnull=False) & ~Q(end_reason=""),
            ),
            models.UniqueConstraint(
                fields=["series", "place"], condition=Q(status__in=["offered", "running"]),
                name="one_season_ticket_a_place",
            ),
            models.UniqueConstraint(
                fields=["renews"], condition=~Q(status="withdrawn"), name="one_standing_follows_another"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.customer}, {self.place}, {self.event or self.series}"

    @property
    def what(self):
        """The market or the series."""
        return self.event or self.series

    @property
    def followed_by(self):
        """The one that renews it or took its pitch over, or None; what was offered and not taken does not count."""
        return self.renewed_by.exclude(status=self.Status.WITHDRAWN).first()

    @property
    def weekday_words(self):
        """Thursdays and Saturdays"""
        names = [DAYS[int(digit)] for digit in sorted(self.weekdays)]
        return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))

    @property
    def claims(self):
        """True while nobody else may be given the place."""
        return self.status in CLAIMING

    def occurrences(self, first=None, last=None):
        """The occurrences it claims from one day to another, cancelled ones left out, soonest first."""
        first = max(first or self.starts_on, self.starts_on)
        last = min(filter(None, [last, self.ends_on]), default=None)
        rows = self.series.occurrences.all() if self.series_id else self.event.occurrences.all()
        rows = rows.filter(cancelled_at=None, starts_at__date__gte=first).with_parts().order_by("starts_at")
        rows = rows.filter(starts_at__date__lte=last) if last else rows
        return [one for one in rows if self.series_id or str(one.day.weekday()) in self.weekdays]

    @retried
    def accept(self, *, by=None, at=None):
        """Say yes to an offer: from now on it runs. Twice is once. Raises AskedTooMuch once the offer has gone.

        The customer must be open to trade here (NotOpenTo); their papers are asked for day by day.
        """
        at = at or now()
        standing = StandingBooking.objects.select_for_update().get(pk=self.pk)
        if standing.status == self.Status.OFFERED:
            standing.check_acceptable(at)
            standing.status, standing.accepted_at, standing.accepted_by = self.Status.RUNNING, at, by
            standing.save(update_fields=["status", "accepted_at", "accepted_by"])
        elif standing.status != self.Status.RUNNING:
            raise AskedTooMuch(f"This offer is {standing.get_status_display().lower()}. Telephone us if you want it.")
        self.refresh_from_db()

    def check_acceptable(self, at):
        """Raise AskedTooMuch after the last day to accept, NotOpenTo where the customer may not book here at all."""
        if self.accept_by and localdate(at) > self.accept_by:
            raise AskedTooMuch(f"You had until {in_words(self.accept_by)} to accept. Telephone us if you want it.")
        if self.event_id:
            check_open_to(self.event, [], self.customer, [self.price_type])

    @retried
    def decline(self, *, reason, by=None, at=None):
        """Take an offer back, or say no to it; its place is free again. Twice is once.

        Raises AskedTooMuch for what is no offer any more: that ends.
        """
        taken_back = StandingBooking.objects.filter(pk=self.pk, status=self.Status.OFFERED)
        taken_back = taken_back.update(status=self.Status.WITHDRAWN, end_reason=reason[:200])
        self.refresh_from_db()
        if taken_back:
            self.let_go(localdate(at or now()))
        elif self.status != self.Status.WITHDRAWN:
            raise AskedTooMuch("This offer was accepted already. To give the place up, end it or give notice.")

    @retried
    def nominate(self, successor, *, by=None, at=None):
        """Name who is to take it over, after a year on this very place; None takes the name off. Raises AskedTooMuch.

        A year's service is Chorley's rule (market regulations, App. 5).
        """
        today = localdate(at or now())
        standing = StandingBooking.objects.select_for_update().get(pk=self.pk)
        if standing.status != self.Status.RUNNING or standing.series_id:
            raise AskedTooMuch("Only a licence that runs has a successor.")
        if successor and (today - standing.seniority_from).days < A_YEAR:
            since = in_words(standing.seniority_from)
            raise AskedTooMuch(f"A successor can be named after a year on the pitch; this one began on {since}.")
        if successor and successor.pk == standing.customer_id:
            raise AskedTooMuch("Name somebody else: this is the holder.")
        StandingBooking.objects.filter(pk=self.pk).update(successor=successor)
        self.refresh_from_db()

    def ask_transfer(self, wish, *, by=None, at=None):
        """Note that the holder would rather stand elsewhere; an empty wish takes it off. Raises AskedTooMuch."""
        if self.status != self.Status.RUNNING or self.series_id:
            raise AskedTooMuch("Only a licence that runs can be moved.")
        asked_on = (self.transfer_asked_on or localdate(at or now())) if wish else None
        StandingBooking.objects.filter(pk=self.pk).update(transfer_wish=wish[:200], transfer_asked_on=asked_on)
        self.refresh_from_db()

    def last_day_by_notice(self, at=None):
        """The last day, were notice given at this moment: the market's notice, never later than it ends anyway."""
        today = localdate(at or now())
        days = self.event.rules.notice_days if self.event_id else 0
        return min(filter(None, [today + DAY * days, self.ends_on]))

    def end_on(self, last_day, reason, *, notice_on=None):
        """Write down when it ends and why; `status` follows once the day is past. Raises AskedTooMuch.

        What ends before its first day is withdrawn: it never ran.
        """
        if self.status != self.Status.RUNNING:
            raise AskedTooMuch("Only what runs can be ended. Take an offer back instead.")
        if not reason.strip():
            raise AskedTooMuch("Say why it ends.")
        if self.ends_on and last_day > self.ends_on:
            raise AskedTooMuch(f"It ends on {in_words(self.ends_on)} already. Choose an earlier day.")
        self.ends_on, self.end_reason = max(last_day, self.starts_on), reason[:200]
        self.notice_given_on = self.notice_given_on or notice_on
        if last_day < self.starts_on:
            self.status = self.Status.WITHDRAWN
        self.save(update_fields=["ends_on", "end_reason", "notice_given_on", "status"])

    def let_go(self, day):
        """Release what keeps its place from this day on, where nobody else claims it. Returns how many holds."""
        return StandingBooking.objects.release_kept(self, day)


DAYS = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"]
