"""What the worker does each day about traders' papers and suspensions. Every task bears being done twice."""

from django.utils.timezone import localdate

from events.models import DisciplineStep, Trader
from events.papers import remind


def remind_of_papers():
    """Remind traders whose papers run out."""
    return remind()


def note_suspensions():
    """Write suspensions that begin today on their traders, and take off those that are over."""
    served = DisciplineStep.objects.filter(notice__in=DisciplineStep.KEEP_AWAY).values("trader")
    for trader in Trader.objects.filter(pk__in=served).prefetch_related("discipline"):
        trader.note_suspension(localdate())
