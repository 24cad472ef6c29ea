"""How many of an event's extras are sold, beside their stock: where it is most, as stock is for each occurrence."""

from typing import NamedTuple

from django.db.models import Sum

from events.dates import day_clock
from events.models import Extra, ExtraLine


class Counted(NamedTuple):
    """An extra, how many are sold where it sells most of those to come, and where that is."""

    extra: Extra
    sold: int
    where: str

    @property
    def words(self):
        """44 of 120, Fri 4 Dec 2026, 7:30pm; or a clear sentence where more are sold than there are."""
        of = "" if self.extra.stock is None else f" of {self.extra.stock}"
        if not self.sold:
            return f"None yet{of}"
        if of and self.sold > self.extra.stock:
            return f"{self.sold} are sold already on {self.where}, more than the stock of {self.extra.stock}."
        return f"{self.sold}{of}, {self.where}"


def counted(event):
    """[Counted] of an event's extras in their order, in two questions."""
    coming = event.occurrences.upcoming().order_by()
    lines = ExtraLine.objects.live().filter(occurrence__in=coming).order_by()
    rows = lines.values_list("extra", "occurrence__starts_at").annotate(sold=Sum("quantity")).order_by("sold")
    best = {extra: (sold, day_clock(starts_at)) for extra, starts_at, sold in rows}
    return [Counted(one, *best.get(one.pk, (0, ""))) for one in event.extras.all()]
