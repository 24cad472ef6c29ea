"""Market days to decide about, and how many the weather took."""

from datetime import timedelta

from django.db.models import Count, Prefetch, Q
from django.utils.timezone import now

from events.models import DayDecision, Occurrence

AHEAD = 12  # market days shown to decide about
YEAR = timedelta(days=365)


def coming():
    """The next market days, cancelled ones too, each with its standing decision in `decided`."""
    standing = Prefetch("decisions", DayDecision.objects.standing().select_related("decided_by"), to_attr="decided")
    days = Occurrence.objects.market_days().filter(ends_at__gt=now()).select_related("event", "plan__venue")
    return list(days.prefetch_related(standing).order_by("starts_at")[:AHEAD])


def decisions():
    """Every decision, the latest first."""
    rows = DayDecision.objects.select_related("occurrence__event", "decided_by", "reversed_by")
    return rows.order_by("-decided_at", "-pk")


def lost():
    """Days that the weather took in the last 365: [(market, days lost, days there were)], and in all."""
    days = Occurrence.objects.market_days().filter(starts_at__lte=now(), starts_at__gt=now() - YEAR)
    cancelled = Q(decisions__state="cancelled", decisions__reversed_at=None)
    rows = days.order_by("event__title").values("event__title")
    rows = rows.annotate(lost=Count("pk", filter=cancelled, distinct=True), all=Count("pk", distinct=True))
    return list(rows.values_list("event__title", "lost", "all"))
