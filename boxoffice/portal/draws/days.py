"""The market days a trader may put their name down for, and what came of those that are past."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import now

from boxoffice.needs_form import NeedsForm, needs_in_words
from events.models import AskedTooMuch, Occurrence, WaitingListEntry
from events.models.waiting import closes_at

AHEAD = timedelta(days=14)


class OwnNeeds(NeedsForm):
    """The needs of a pitch, asked of the trader."""

    words = {
        "places": "How many pitches would you like, side by side?", "least": "How many must it be at least?",
        "frontage": "How many metres of frontage must you have?", "amps": "Do you need power?",
        "vehicle": "I sell from a vehicle", "accessible": "I need an accessible pitch",
        "first": "The pitch you would like best", "second": "And if it is taken?", "third": "And then?",
    }  # fmt: skip


@dataclass(frozen=True)
class OpenDay:
    """A market day whose queue is open, and this trader's place in it."""

    occurrence: Occurrence
    call: int
    entry: WaitingListEntry | None

    @property
    def closes_at(self):
        return closes_at(self.occurrence, self.call)

    @property
    def needs(self):
        names = {place.pk: str(place) for place in self.occurrence.plan.places.select_related("area")}
        return needs_in_words(self.entry, names)


def days_drawn():
    """Market days that have rules, and so a draw."""
    days = Occurrence.objects.market_days().filter(event__rules__isnull=False, cancelled_at=None)
    return days.select_related("event__rules", "plan__venue", "price_list").order_by("starts_at", "pk")


def open_days(customer, at=None):
    """Those of the next fortnight whose queue is open, soonest first."""
    at = at or now()
    own = {entry.occurrence_id: entry for entry in customer.waiting.filter(left_at=None)}
    rows = []
    for day in days_drawn().filter(ends_at__gt=at, starts_at__lt=at + AHEAD):
        try:
            call = WaitingListEntry.objects.call_open(day, at)
        except AskedTooMuch:
            continue
        rows.append(OpenDay(day, call, own.get(day.pk)))
    return rows


def result_rows(customer):
    """What came of this trader's draws, the latest first."""
    results = customer.draw_results.select_related("draw__occurrence__event", "booking")
    results = results.defer("draw__inputs", "draw__outcome", "draw__seed")
    return results.order_by("-draw__occurrence__starts_at", "-draw__call")
