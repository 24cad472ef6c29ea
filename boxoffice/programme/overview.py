"""One occurrence as the programme desk sees it: its figures, whether it is on sale, and what is held."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from boxoffice.templatetags.british import day_clock
from events.models import Occurrence
from events.sales import Sales


@dataclass(frozen=True)
class Overview:
    """An occurrence with its sales at a moment."""

    occurrence: Occurrence
    sales: Sales
    at: datetime

    @property
    def state(self):
        """Tone and words: on sale, or why not."""
        if self.occurrence.cancelled_at:
            return "bad", "Cancelled"
        if self.occurrence.ends_at <= self.at:
            return "", "Over"
        if self.occurrence.on_sale_from and self.at < self.occurrence.on_sale_from:
            return "info", f"From {day_clock(self.occurrence.on_sale_from)}"
        return ("ok", "On sale") if self.sales.left > 0 else ("warn", "Sold out")


def holds_by_type(occurrence):
    """[(hold type, [holds])] of an occurrence, in one query."""
    holds = occurrence.holds.select_related("hold_type", "place__area")
    holds = holds.order_by("hold_type__name", "hold_type", "place")
    return [(hold_type, list(group)) for hold_type, group in groupby(holds, lambda hold: hold.hold_type)]
