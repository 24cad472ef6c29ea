"""What differs between a show and a market: words and defaults, and nothing else.

No other module compares a kind (tests/test_layers.py); they ask an event for its `words`.
"""

from dataclasses import dataclass

from django.db import models


class EventKind(models.TextChoices):
    """The two vocabularies of the one engine."""

    SHOW = "show", "Show"
    MARKET = "market", "Market"


@dataclass(frozen=True)
class Words:
    """How people at the desks name the parts of the engine for one kind of event."""

    event: str
    occurrence: str
    occurrences: str
    place: str
    places: str
    paper: str
    stage: str
    opens: str


WORDS = {
    EventKind.SHOW: Words("show", "performance", "performances", "seat", "seats", "ticket", "Stage", "Doors"),
    EventKind.MARKET: Words("market", "market day", "market days", "pitch", "pitches", "permit", "", "Set up from"),
}
