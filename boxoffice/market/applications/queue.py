"""The review queue: which applications are shown, the oldest first, and how many days are left to answer each."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from boxoffice.templatetags.british import day
from events.models import Application

Status = Application.Status
SOON = 3  # days left from which the clock is yellow
SHOWN = {
    "open": ("For us to do", [Status.SUBMITTED, Status.APPEALED]),
    "more": ("Waiting for them", [Status.MORE_WANTED]),
    "list": ("Waiting list", [Status.WAITING]),
    "decided": ("Decided", [Status.ACCEPTED, Status.REFUSED, Status.WITHDRAWN]),
    "begun": ("Begun, not sent", [Status.DRAFT]),
}
TONES = {Status.SUBMITTED: "info", Status.APPEALED: "warn", Status.MORE_WANTED: "warn", Status.WAITING: "info",
         Status.ACCEPTED: "ok", Status.REFUSED: "bad"}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One application in the queue."""

    application: Application
    today: date

    @property
    def left(self):
        """Days left of our reply, minus where it is late; None where the clock does not run."""
        one = self.application
        running = one.status in (Status.SUBMITTED, Status.APPEALED) and one.answer_by
        return (one.answer_by - self.today).days if running else None

    @property
    def clock(self):
        """(tone, words) of the reply clock; None where it does not run."""
        if self.left is None:
            return None
        if self.left < 0:
            return "bad", f"Late by {-self.left} day{'s' * (self.left != -1)}"
        if self.left == 0:
            return "warn", "Answer today"
        return "warn" if self.left <= SOON else "", f"{self.left} day{'s' * (self.left != 1)} left"

    @property
    def tone(self):
        return TONES.get(self.application.status, "")

    @property
    def about(self):
        return str(self.application.event) if self.application.event_id else "To trade with us"

    @property
    def since(self):
        """When it came, or when it was begun."""
        one = self.application
        return day(one.submitted_at) if one.submitted_at else f"Begun {day(one.begun_at)}"


class Queue:
    """What a query string asks to see."""

    def __init__(self, query):
        self.shown = query.get("show") if query.get("show") in SHOWN else "open"
        self.about, self.text = query.get("about", ""), query.get("q", "").strip()[:80]

    @property
    def found(self):
        """The applications, the oldest first."""
        rows = Application.objects.with_parts().filter(status__in=SHOWN[self.shown][1])
        if self.about == "trade":
            rows = rows.filter(event=None)
        elif self.about:
            rows = rows.filter(event__slug=self.about)
        if self.text:
            rows = rows.filter(
                Q(customer__name__icontains=self.text) | Q(email__icontains=self.text)
                | Q(customer__trader__trading_name__icontains=self.text) | Q(customer__phone__icontains=self.text)
                | Q(answers__you__name__icontains=self.text) | Q(answers__business__trading_name__icontains=self.text)
            )  # fmt: skip
        newest_first = self.shown == "decided"
        return rows.order_by("-submitted_at" if newest_first else "submitted_at", "pk")

    def rows(self, applications):
        today = localdate()
        return [Row(one, today) for one in applications]

    @property
    def tabs(self):
        """[(key, words, how many, whether it is shown)]."""
        counts = {}
        for status in Application.objects.order_by().values_list("status", flat=True):
            counts[status] = counts.get(status, 0) + 1
        return [(key, words, sum(counts.get(one, 0) for one in statuses), key == self.shown)
                for key, (words, statuses) in SHOWN.items()]  # fmt: skip
