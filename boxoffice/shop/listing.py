"""Events as the public sees them: the next dates of each, and how many places are left in words."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.timezone import localtime

from boxoffice.templatetags.british import clock, short_day
from events.availability import left
from events.models import Event, Occurrence
from events.models.claim import house_of

NEXT = 3  # dates on a card
PLENTY, FEW = 0.4, 0.1  # parts of the house


@dataclass(frozen=True)
class Showing:
    """One date: how many places are left of how many, at which moment."""

    occurrence: Occurrence
    left: int
    capacity: int
    opens_later: bool

    @property
    def state(self):
        """Tone and words of its badge."""
        words = self.occurrence.event.words
        if self.opens_later:
            begins = self.occurrence.on_sale_from
            return "info", f"On sale {short_day(begins)}, {clock(begins)}"
        if self.left <= 0:
            return "", "Sold out"
        if self.left > PLENTY * self.capacity:
            return "ok", f"Plenty of {words.places}"
        return "ok" if self.left > FEW * self.capacity else "warn", f"{self.left} left"


@dataclass(frozen=True)
class Listing:
    """One event with its next dates; `more` counts those not shown."""

    event: Event
    dates: list
    last: Occurrence
    more: int


def dates_of(occurrences, at):
    """A Showing for each occurrence, in two queries (and one for each plan that is new to this process)."""
    remaining = left(occurrences, at)
    return [Showing(o, *remaining[o.pk], bool(o.on_sale_from and at < o.on_sale_from)) for o in occurrences]


def listings(upcoming, at, *, month="", text=""):
    """The events of some upcoming occurrences, soonest first; of one month and with these words where given."""
    found = {}
    for occurrence in upcoming:
        if (not month or month_of(occurrence) == month) and mentions(occurrence, text):
            found.setdefault(occurrence.event_id, []).append(occurrence)
    showings = {one.occurrence.pk: one for one in dates_of([o for all_ in found.values() for o in all_[:NEXT]], at)}
    return [
        Listing(all_[0].event, [showings[o.pk] for o in all_[:NEXT]], all_[-1], len(all_[NEXT:]))
        for all_ in found.values()
    ]


def mentions(occurrence, text):
    event = occurrence.event
    written = f"{event.title} {event.summary} {occurrence.note} {occurrence.plan.venue.name}".lower()
    return all(word in written for word in text.lower().split())


def month_of(occurrence):
    """2026-12, as the month filter says it."""
    return f"{localtime(occurrence.starts_at):%Y-%m}"


def months_of(occurrences):
    """[("2026-12", "December 2026"), …] of occurrences that are in order of time."""
    return [(month, f"{localtime(next(group).starts_at):%B %Y}") for month, group in groupby(occurrences, month_of)]


def access_words(plan):
    """What the plan offers people who use a wheelchair, in a sentence; nothing where it says nothing."""
    flags = [spot.flags for spot in house_of(plan)]
    spaces, companions = (sum(flag in each for each in flags) for flag in "wc")
    if not spaces:
        return ""
    seats = f" and {companions} companion seat{'s' * (companions != 1)}" if companions else ""
    return f"{spaces} wheelchair space{'s' * (spaces != 1)}{seats}."
