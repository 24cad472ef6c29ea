"""Where an offer or a fee holds: a list of the channels that the public buys through, written in one way only."""

from itertools import combinations

from django.db import models
from django.db.models import Q


class PublicChannel(models.TextChoices):
    """The ways the public buys; an empty list of them means wherever there is selling."""

    COUNTER = "counter", "At the counter"
    PHONE = "phone", "By telephone"
    SHOP = "shop", "In the online shop"


ORDER = PublicChannel.values
WRITTEN = [" ".join(some) for count in range(len(ORDER) + 1) for some in combinations(ORDER, count)]


def channels_written(names):
    """`counter phone` for these names, in the order of the channels, each once; what is no channel is left out."""
    return " ".join(one for one in ORDER if one in names)


def channels_told(written):
    """At the counter and by telephone; wherever it is sold."""
    words = [PublicChannel(one).label for one in written.split() if one in ORDER]
    words = [words[0], *(word[0].lower() + word[1:] for word in words[1:])] if words else ["Wherever it is sold"]
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def channels_known(name):
    """The rule in the database: a list is one of the few there can be, so no misspelt channel hides an offer."""
    return models.CheckConstraint(name=name, condition=Q(channels__in=WRITTEN))
