"""The days that a booked one may be swapped for, with the same pitch or the free one nearest to it."""

from dataclasses import dataclass

from django.utils.timezone import now

from boxoffice.portal.calendar_page import days_without_papers
from boxoffice.portal.month import booked_by, on_sale
from boxoffice.portal.objections import objections_on
from boxoffice.portal.taken import Pitches
from events.availability import left
from events.models import Occurrence, Place

MOST = 12


@dataclass(frozen=True)
class OtherDay:
    """One day to swap to, and the pitches there."""

    occurrence: Occurrence
    places: list
    is_same: bool

    @property
    def names(self):
        return " and ".join(f"{place.row}{place.number}" for place in self.places)


def days_for(customer, day):
    """[OtherDay] still to come on the same market and plan, without those the customer has booked."""
    at, own = now(), [line.place for line in day.lines]
    coming = Occurrence.objects.upcoming(at).filter(event=day.occurrence.event, plan=day.occurrence.plan)
    coming = [one for one in coming.with_parts() if on_sale(one, at)]
    booked, room = booked_by(customer, coming), left(coming, at)
    bare = days_without_papers(customer.trader, day.occurrence.event, {one.day for one in coming})
    coming = [one for one in coming if one.pk not in booked and one.day not in bare and room[one.pk][0] >= len(own)]
    coming = coming[: 2 * MOST]
    pitches = Pitches(coming, objections_on(coming, customer))
    found = [(one, instead_on(pitches, own, one)) for one in coming]
    places = Place.objects.select_related("area").in_bulk([pk for _, run in found if run for pk in run])
    return [OtherDay(one, [places[pk] for pk in run], set(run) == {place.pk for place in own})
            for one, run in found if run][:MOST]  # fmt: skip


def instead_on(pitches, own, day):
    """Ids of the same pitches, or of the nearest free ones; None where there are none."""
    return pitches.instead(own, day) if pitches.lost(own, day) else [place.pk for place in own]
