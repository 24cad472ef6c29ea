"""What the page of the pitch plan shows: one plan for all the days, or for the one day that needs another pitch."""

import json

from django.urls import reverse

from boxoffice.portal.calendar_page import with_papers
from boxoffice.portal.papers import too_late
from boxoffice.portal.taken import Pitches, first_prices, rows_of, runs_of
from boxoffice.portal.usual import usual_pitches
from events.availability import version


def plan_of(choice, one=None):
    """The context of the page; `one` is the single day that another pitch is chosen for."""
    days, pitches = choice.days, choice.pitches
    if one:
        days, pitches = [one], Pitches([one], choice.pitches.objections)
    usual = usual_pitches(choice.customer, choice.event)
    prices = first_prices(days[0])
    return {
        "choice": choice, "one": one, "days": days, "first": days[0], "plan": days[0].plan, "run": choice.count,
        "counts": range(1, choice.most + 1), "prices_json": json.dumps(prices), "usual_json": json.dumps(usual),
        "seat_rows": runs_of(pitches, choice.count) if choice.count > 1 else rows_of(pitches, prices, usual),
        "late": too_late(with_papers(choice.customer.trader, choice.event), choice.event, {one.day for one in days}),
        "availability": f"{reverse('portal:availability')}?day={'&day='.join(str(day.pk) for day in days)}",
        "states": f"{version(pitches.text)}\n{pitches.text}",
        "chosen_json": json.dumps(chosen_in(choice, pitches, one, usual)),
        "fields": choice.fields(**hidden(one)), "input": "instead" if one else "place",
        "list_input": ("instead_run" if one else "run") if choice.count > 1 else ("instead" if one else "place"),
    }  # fmt: skip


def chosen_in(choice, pitches, one, usual):
    """Ids that are chosen as the page opens: what was chosen before, or the usual pitches where they can be had."""
    before = [place.pk for place in (choice.places_on(one) if one else choice.places)]
    if before or one or len(usual) != choice.count:
        return before
    return usual if all(pitches.may_have(place) for place in usual) else []


def hidden(one):
    """What the form must not carry along, since the plan says it anew."""
    return {"one": one.pk} if one else {"place": None, "other": None, "n": None}
