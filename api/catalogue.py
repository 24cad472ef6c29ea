"""What is sold where and for how much, read at most once a second by each server process.

An order is priced by what stood at most a second ago, as if it had come that much earlier. Nothing here says what is
free: that is asked in the transaction, and the database decides. Places are kept as long as their plan's digest.
"""

import time

from django.utils.timezone import localdate

from events.models import Occurrence, PriceBook, SoldOut

KEPT_FOR = 1.0  # seconds
MOST_KEPT = 500
OFFERS, HOUSES, SOLD_OUT = {}, {}, {}


def offers(ids, at):
    """Occurrences by id with their price book, as (occurrences, book); ids there are none of are left out."""
    key = (tuple(sorted(ids)), localdate(at))
    kept = OFFERS.get(key)
    if kept is None or kept[0] < time.monotonic():
        if len(OFFERS) >= MOST_KEPT:
            OFFERS.clear()
        rows = Occurrence.objects.select_related("event", "plan", "price_list").order_by()
        occurrences = {one.pk: one for one in rows.filter(pk__in=ids)}
        book = PriceBook(occurrences.values(), at) if occurrences else None
        kept = OFFERS[key] = (time.monotonic() + KEPT_FOR, occurrences, book)
    return kept[1:]


def places_on(plan):
    """Every place of a plan by id, with its area."""
    key = (plan.pk, plan.digest)
    if key not in HOUSES or not plan.digest:
        if len(HOUSES) >= MOST_KEPT:
            HOUSES.clear()
        HOUSES[key] = {place.pk: place for place in plan.places.select_related("area")}
    return HOUSES[key]


def unless_just_refused(question, ask):
    """`ask()`; but where the same question was answered with SoldOut less than a second ago, that answer again.

    When a house has sold out, the crowd still asking must not queue for its lock to hear so one by one.
    """
    until, refusal = SOLD_OUT.get(question, (0, None))
    if until > time.monotonic():
        raise SoldOut(refusal)
    try:
        return ask()
    except SoldOut as error:
        if len(SOLD_OUT) >= MOST_KEPT:
            SOLD_OUT.clear()
        SOLD_OUT[question] = (time.monotonic() + KEPT_FOR, error.message)
        raise


def forget():
    """Start afresh; for tests, whose towns come and go within a second under the same ids."""
    for kept in (OFFERS, HOUSES, SOLD_OUT):
        kept.clear()
