"""Who claims which place: offering standing bookings, refusing rival claims, keeping the places they claim."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, now

from events.dates import day as in_words

from .event import Occurrence, check_open_to
from .hold import Hold, HoldType
from .line import BookingLine
from .refusal import AskedTooMuch, Refused
from .transactions import retried
from .venue import Place

OFFERED, RUNNING = "offered", "running"
CLAIMING = [OFFERED, RUNNING]


class PlaceClaimed(Refused):
    """Another standing booking, offered or running, claims the place on one of the days."""

    code = "place_claimed"


class StandingBookingQuerySet(models.QuerySet):
    """The verb that offers, and questions about claims and seniority."""

    @retried
    def offer(self, customer, place, price_type, *, event=None, weekdays="", series=None, starts_on, accept_by=None,
              renews=None, held_on="", by=None, at=None):  # fmt: skip
        """Offer a place on a market's weekdays, or through a series, and keep it until the offer is answered.

        Without `accept_by`, the market's rules say until when. Raises PlaceClaimed, AskedTooMuch and NotOpenTo.
        """
        at = at or now()
        today = localdate(at)
        standing = self.model(
            customer=customer, place=place, price_type=price_type, event=event, series=series, starts_on=starts_on,
            weekdays="".join(sorted(set(weekdays))), seniority_from=starts_on, offered_on=today, renews=renews,
            held_on=held_on[:200], made_by=by, accept_by=accept_by,
        )  # fmt: skip
        if event and not accept_by:
            standing.accept_by = today + timedelta(days=event.rules.acceptance_days)
        check_offer(standing, today)
        Place.objects.select_for_update(no_key=True).get(pk=place.pk)
        self.check_unclaimed(standing)
        standing.save()
        self.keep([standing], at)
        return standing

    def claiming(self):
        """Those whose places nobody else may be given."""
        return self.filter(status__in=CLAIMING)

    def running(self, day=None):
        """Those that run, on a day where one is given."""
        rows = self.filter(status=RUNNING)
        return rows.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day) if day else rows

    def licences(self):
        """Those on a market, with what lists of them show."""
        return self.filter(event__isnull=False).select_related("customer__trader", "place__area", "event", "successor")

    def seniority(self, event):
        """The running ones of a market, the longest on their pitch first (Chorley regulations, App. 5c)."""
        return self.licences().running().filter(event=event).order_by("seniority_from", "pk")

    def rivals(self, standing):
        """Others that claim the same place at the same market or series on the same weekday over the same days."""
        rows = self.claiming().filter(place=standing.place_id, event=standing.event_id, series=standing.series_id)
        rows = rows.exclude(pk=standing.pk).exclude(ends_on__lt=standing.starts_on)
        rows = rows.filter(starts_on__lte=standing.ends_on) if standing.ends_on else rows
        days = set(standing.weekdays)
        return [one for one in rows.select_related("customer") if one.series_id or days & set(one.weekdays)]

    def check_unclaimed(self, standing):
        """Raise PlaceClaimed where another claims the place. The caller holds the lock on the place."""
        if rivals := self.rivals(standing):
            one = rivals[0]
            until = f"until {in_words(one.ends_on)}" if one.ends_on else "without an end"
            raise PlaceClaimed(
                f"{standing.place} is {one.customer}'s from {in_words(one.starts_on)} {until} "
                f"({one.get_status_display().lower()}). Choose another, or days after that."
            )

    @retried
    def keep(self, standings, at=None):
        """Hold the places that these claim, at every occurrence ahead that is not dealt with yet. Returns how many.

        What rolling forward has dealt with, and days the customer told us they will not come, are left to others.
        """
        at, kept = at or now(), 0
        for standing in standings:
            done = set(standing.days.values_list("occurrence", flat=True))
            off = standing.customer.days_off.filter(withdrawn_at=None).values_list("occurrence", flat=True)
            ahead = [one for one in standing.occurrences(localdate(at)) if one.starts_at > at]
            ahead = [one for one in ahead if one.pk not in done | set(off)]
            kept += keep_at(standing.place, ahead, reason=f"for {standing.customer}", at=at)
        return kept

    def release_kept(self, standing, day):
        """Give back what keeps a standing booking's place from a day on; what others claim there stays kept."""
        kept = Hold.objects.filter(place=standing.place_id, hold_type__for_regulars=True)
        if standing.series_id:
            kept = kept.filter(occurrence__series=standing.series_id)
        else:
            kept = kept.filter(occurrence__event=standing.event_id)
        others = self.claiming().filter(place=standing.place_id).exclude(pk=standing.pk)
        theirs = {one.pk for other in others for one in other.occurrences(day)}
        mine = [hold.pk for hold in kept.filter(occurrence__starts_at__date__gte=day).select_related("occurrence")
                if hold.occurrence_id not in theirs
                and (standing.series_id or str(hold.occurrence.day.weekday()) in standing.weekdays)]  # fmt: skip
        return Hold.objects.filter(pk__in=mine).give_back(reason=f"{standing.customer} no longer has it")


def check_offer(standing, today):
    """Raise AskedTooMuch or NotOpenTo for an offer that no lock can save."""
    if standing.event:
        check_open_to(standing.event, [], standing.customer, [standing.price_type])
        ahead = standing.event.occurrences.upcoming().filter(plan=standing.place.area.plan_id)
        weekdays = {str(localdate(starts_at).weekday()) for starts_at in ahead.values_list("starts_at", flat=True)}
        if not standing.weekdays or not set(standing.weekdays) <= weekdays:
            raise AskedTooMuch(f"{standing.event} is not held with {standing.place} on these weekdays. Choose others.")
    elif standing.place.area.plan_id != standing.series.plan_id:
        raise AskedTooMuch(f"{standing.place} is not on the plan of {standing.series}. Choose from its plan.")
    if standing.accept_by and standing.accept_by < today:
        raise AskedTooMuch("The last day to accept is past. Choose a later one.")
    if standing.event and standing.starts_on < today:
        raise AskedTooMuch("A licence begins today or later. Choose a later first day.")


def keep_at(place, occurrences, **noted):
    """Hold a place at those of the occurrences where it is neither sold nor held. Sales under way are waited for."""
    ids = sorted(one.pk for one in occurrences)
    list(Occurrence.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    gone = set(BookingLine.objects.live().filter(place=place, occurrence__in=ids).values_list("occurrence", flat=True))
    gone |= set(Hold.objects.filter(place=place, occurrence__in=ids).values_list("occurrence", flat=True))
    kind = keeping_type() if set(ids) - gone else None
    Hold.objects.keep([Hold(occurrence_id=pk, place=place, hold_type=kind) for pk in ids if pk not in gone], **noted)
    return len(set(ids) - gone)


def keeping_type():
    """The type of hold that keeps places for licences and season tickets; made where there is none yet."""
    if found := HoldType.objects.filter(for_regulars=True, kill=False).order_by("pk").first():
        return found
    made, _ = HoldType.objects.get_or_create(name="Kept for regulars", defaults={"letter": "R"})
    HoldType.objects.filter(pk=made.pk).update(for_regulars=True)
    return made
