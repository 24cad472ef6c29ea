"""What the worker does for the morning draws: seeds are promised in time, whether or not anybody thinks of it."""

from events.models import Draw


def promise_seeds():
    """Promise every call of the market days of the next eight days."""
    return Draw.objects.promise_coming()
