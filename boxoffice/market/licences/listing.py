"""Lists of licences: those that were asked for, the days that could not be booked, the absences to look at."""

from collections import Counter
from datetime import timedelta

from django.db.models import Count, Q, Value
from django.db.models.functions import Concat
from django.utils.timezone import localdate, now

from boxoffice.market.licences.forms import markets
from events.absence_counts import absences_of, watched
from events.holidays import holiday_balance
from events.models import DayOff, StandingBooking, StandingDay


def found(form):
    """The licences that a FilterForm asks for, with how many of their days could not be booked."""
    asked = form.cleaned_data if form.is_valid() else {}
    rows = StandingBooking.objects.licences().order_by("event__title", "place_id", "-pk")
    rows = rows.filter(status=asked["status"]) if asked.get("status") else rows.claiming()
    if asked.get("event"):
        rows = rows.filter(event=asked["event"])
    if text := (asked.get("q") or "").strip():
        rows = rows.annotate(pitch=Concat("place__row", Value(""), "place__number"))
        rows = rows.filter(Q(customer__name__icontains=text) | Q(customer__trader__trading_name__icontains=text)
                           | Q(pitch__iexact=text))  # fmt: skip
    ahead = Q(days__outcome="refused", days__occurrence__starts_at__gt=now())
    return rows.annotate(refused=Count("days", filter=ahead))


def refused():
    """Days ahead that could not be booked for those that run, soonest first."""
    rows = StandingDay.objects.filter(outcome="refused", occurrence__starts_at__gt=now(), standing__status="running",
                                      standing__event__isnull=False, occurrence__cancelled_at=None)  # fmt: skip
    rows = rows.exclude(standing__ends_on__lt=localdate())
    rows = rows.select_related("occurrence__event", "standing__customer__trader", "standing__place__area")
    return [one for one in rows.order_by("occurrence__starts_at", "standing__place")
            if one.standing.ends_on is None or one.occurrence.day <= one.standing.ends_on]  # fmt: skip


def refused_by_licence():
    """[(the soonest day that could not be booked, how many more)] of each licence, the soonest first."""
    first, more = {}, Counter()
    for one in refused():
        first.setdefault(one.standing_id, one)
        more[one.standing_id] += 1
    return [(one, more[pk] - 1) for pk, one in first.items()]


def to_look_at():
    """[(licence, Absences)] of every market whose holders stay away too often, the worst first."""
    rows = [row for event in markets() for row in watched(event)]
    return sorted(rows, key=lambda row: (row[1].tone, -row[1].in_a_row, -row[1].this_year))


def absences_ahead():
    """Reported absences from days to come and of the last fortnight, in which a certificate may still come."""
    rows = DayOff.objects.live().filter(occurrence__ends_at__gt=now() - timedelta(days=14))
    return rows.select_related("customer__trader", "occurrence__event", "reported_by").order_by("occurrence__starts_at")


def about(standing):
    """What the page of one licence says of its days."""
    days = standing.days.select_related("occurrence__event", "line__booking").order_by("-occurrence__starts_at")
    away = DayOff.objects.live().filter(customer=standing.customer, occurrence__event=standing.event)
    return {
        "days": days[:60], "absences": absences_of(standing.customer, standing.event),
        "refused": [one for one in refused() if one.standing_id == standing.pk],
        "balance": holiday_balance(standing.customer, standing.event, localdate()),
        "away": away.select_related("occurrence__event", "reported_by").order_by("-occurrence__starts_at")[:20],
        "account": getattr(standing.customer, "account", None),
        "followed_by": standing.followed_by,
    }  # fmt: skip
