"""The clocks of one notice in order, and the days its trader has booked while it keeps them away."""

from dataclasses import dataclass
from datetime import date

from events.models import BookingLine


@dataclass(frozen=True)
class Clock:
    """One step: the day it was done, or the day it comes or is to be done by."""

    words: str
    done_on: date | None = None
    by: date | None = None
    overdue: bool = False


def clocks_of(step, today):
    """[Clock] from serving to deciding; the later ones only where there is an appeal."""
    clocks = [Clock("Served", step.served_on), Clock("Takes effect", by=step.takes_effect_on)]
    if step.ends_on:
        clocks.append(Clock("Last day" if step.keeps_away else "Spent on", by=step.ends_on))
    if not step.appeal:
        return [*clocks, Clock("Appeal by", by=step.appeal_by)] if step.appeal_by else clocks
    clocks.append(Clock("Appealed", step.appealed_on))
    return [*clocks, ours("Hearing", step.heard_on, step.hearing_by, today),
            ours("Decision", step.appeal_decided_on, step.decision_by, today)]  # fmt: skip


def ours(words, done_on, by, today):
    """A step that we owe the trader by a day."""
    return Clock(words, done_on, by, overdue=done_on is None and by is not None and by < today)


def booked_while_away(step):
    """Live lines of the trader on days on which the notice keeps them away: to be cancelled with a word to them."""
    if step.bar is None:
        return []
    first, last, _ = step.bar
    lines = BookingLine.objects.live().filter(booking__customer=step.trader.customer_id,
                                              occurrence__starts_at__date__gte=first)  # fmt: skip
    lines = lines.filter(occurrence__starts_at__date__lte=last) if last else lines
    return list(lines.with_parts().select_related("booking").order_by("occurrence__starts_at", "pk"))
