"""What somebody who applies would sell and where: the goods and days to choose from, and the papers these need."""

from collections import defaultdict

from django.db.models import Count, Q
from django.utils.timezone import localdate

from events.models import Commodity, DocumentType, Event, Occurrence

WEEKDAYS = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"]


def goods_in_groups(application):
    """[(group, [(id, name)])] of the goods that may be taken up."""
    today = localdate()
    groups = defaultdict(list)
    for one in Commodity.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today)):
        groups[one.group].append((one.pk, one.name))
    return list(groups.items())


def market_days():
    """[("event-weekday", words)]: the weekdays that each market for traders still has; not those applied for whole."""
    days = Occurrence.objects.market_days().upcoming().filter(
        event__audience=Event.Audience.TRADERS, event__specialist=None
    )
    seen = {}
    for event, title, starts_at in days.values_list("event", "event__title", "starts_at"):
        weekday = localdate(starts_at).weekday()
        seen[title, weekday] = (f"{event}-{weekday}", f"{title}: {WEEKDAYS[weekday]}")
    return [choice for _, choice in sorted(seen.items())]


def events_of(asked):
    """The markets an application is about."""
    if asked.application.event_id:
        return [asked.application.event_id]
    return sorted({int(day.partition("-")[0]) for day in asked.said("markets", "days", [])})


def papers_needed(asked):
    """The document types that the chosen goods and markets need, insurances first."""
    needed = Q(events__in=events_of(asked)) | Q(commodities__in=[one.pk for one in asked.chosen])
    return list(DocumentType.objects.filter(needed).distinct().order_by("-minimum_cover", "name"))


def room_for(commodity, events):
    """How many approved traders have this key line, and the caps that these markets set on it: (count, [cap])."""
    lines = commodity.trade_lines.filter(key=True, ended_on=None, trader__suspended_on=None)
    count = lines.exclude(trader__approved_on=None).aggregate(count=Count("trader", distinct=True))["count"]
    return count, list(commodity.caps.filter(event__in=events, area=None).select_related("event"))
