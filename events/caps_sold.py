"""How far caps are reached: what counts against each at this moment, where it is most."""

from typing import NamedTuple

from django.db.models import Case, Count, F, Value, When
from django.utils.timezone import now

from events.dates import day_clock
from events.models import BookingLine, SalesCap


class Reached(NamedTuple):
    """A cap, how many are sold where it is reached most, and where that is."""

    cap: SalesCap
    sold: int
    where: str

    @property
    def over(self):
        return self.sold > self.cap.most

    @property
    def words(self):
        """12 of 16 on Fri 4 Dec 2026, 7:30pm; or a clear sentence where more are sold than may be."""
        if self.over:
            return (f"{self.sold} are sold already {self.where}, more than {self.cap.most}. They stay sold; no more "
                    "are sold there until enough are given back.")  # fmt: skip
        return f"{self.sold} of {self.cap.most} {self.where}" if self.sold else "None yet"


def reached(caps, at=None):
    """[Reached] of these caps, one question each."""
    return [most(cap, at or now()) for cap in caps]


def most(cap, at):
    """Where the most lines count against a cap."""
    if cap.each == SalesCap.Each.OCCURRENCE:
        row = largest(counting(cap, at).values("occurrence__starts_at"))
        return found(cap, row, row and f"on {day_clock(row['occurrence__starts_at'])}")
    nameless = Case(When(booking__customer=None, then=F("booking__reference")), default=Value(""))
    by = ["booking__customer", "booking__customer__name", *([] if cap.each == SalesCap.Each.RUN else ["occurrence"])]
    row = largest(counting(cap, at).values(*by, nameless=nameless))
    return found(cap, row, row and f"to {row['nameless'] or row['booking__customer__name']}")


def found(cap, row, where):
    return Reached(cap, row["sold"], where) if row else Reached(cap, 0, "")


def largest(groups):
    """The group with the most lines, or None."""
    return groups.annotate(sold=Count("pk")).order_by("-sold").first()


def counting(cap, at):
    """The live lines that a cap is about: over a run all of them, else those of performances that are not over."""
    lines = BookingLine.objects.live().filter(occurrence__event=cap.event_id, occurrence__cancelled_at=None).order_by()
    if cap.occurrence_id:
        lines = lines.filter(occurrence=cap.occurrence_id)
    elif cap.each != SalesCap.Each.RUN:
        lines = lines.filter(occurrence__ends_at__gt=at)
    return lines.filter(price_type=cap.price_type_id) if cap.price_type_id else lines
