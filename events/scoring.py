"""Ranking the applications for a specialist market: weighted means of people's points, and what is too alike."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from events.models import Application, Score

SETTLED = [Application.Status.REFUSED, Application.Status.WITHDRAWN, Application.Status.DRAFT]


@dataclass
class Standing:
    """Where one application stands: `mean` per cent of the points there are, and each scorer's own per cent."""

    application: Application
    mean: Fraction | None
    by_person: dict
    means: dict = field(default_factory=dict)
    alike: list = field(default_factory=list)

    @property
    def percent(self):
        """The mean in whole per cent, half up; None where nobody has scored it."""
        return None if self.mean is None else int(self.mean + Fraction(1, 2))

    @property
    def spread(self):
        """The lowest and the highest that one person gave, in whole per cent."""
        given = [int(one + Fraction(1, 2)) for one in self.by_person.values()]
        return (min(given), max(given)) if given else None

    @property
    def divided(self):
        """Whether the scorers are far apart: worth talking about."""
        return bool(self.spread) and self.spread[1] - self.spread[0] >= 30


def weighted(points):
    """Per cent of the points there are: {criterion: mean points} → a Fraction; None where there are none.

    A criterion nobody has scored yet counts neither way.
    """
    weights = sum(criterion.weight for criterion in points)
    if not weights:
        return None
    shares = (Fraction(given) / criterion.most * criterion.weight for criterion, given in points.items())
    return 100 * sum(shares) / weights


def standing_of(application, scores):
    """The Standing of one application, from its scores."""
    given = defaultdict(dict)
    for score in scores:
        given[score.criterion][score.by_id] = score.points
    means = {criterion: Fraction(sum(people.values()), len(people)) for criterion, people in given.items()}
    people = {person for points in given.values() for person in points}
    by_person = {person: weighted({c: points[person] for c, points in given.items() if person in points})
                 for person in sorted(people)}  # fmt: skip
    return Standing(application, weighted(means), by_person, means)


def ranked(market):
    """Every application for a market that is still in the running, the best first, with warnings of what is alike."""
    applications = market.event.applications.exclude(status__in=SETTLED).with_parts().order_by("submitted_at", "pk")
    scores = defaultdict(list)
    for score in Score.objects.filter(application__in=applications).select_related("criterion"):
        scores[score.application_id].append(score)
    found = [standing_of(one, scores[one.pk]) for one in applications]
    found.sort(key=lambda one: (one.mean is None, -(one.mean or 0), one.application.submitted_at, one.application.pk))
    warn_of_alike(found, market.most_alike)
    return found


def warn_of_alike(found, most):
    """Note on each standing which key lines have as many as may be, above it or accepted already."""
    if not most:
        return
    accepted = [one for one in found if one.application.status == Application.Status.ACCEPTED]
    counted = Counter(line for one in accepted for line in key_lines(one.application))
    for one in found:
        if one in accepted:
            continue
        counted.update(key_lines(one.application))
        one.alike = [line for line in key_lines(one.application) if counted[line] > most]


def key_lines(application):
    """The ids of what it mainly sells, as they were answered."""
    return application.answers.get("goods", {}).get("key", [])
