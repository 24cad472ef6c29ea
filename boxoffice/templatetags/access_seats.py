"""Whether a house has wheelchair spaces, asked of the plan that is kept in memory."""

from django import template

from events.models import Place
from events.models.claim import house_of

register = template.Library()


@register.filter
def has_access_seats(plan):
    """True where at least one place is a wheelchair space."""
    return any(Place.Flag.WHEELCHAIR in spot.flags for spot in house_of(plan))
