"""Who comes first for a vacant pitch: the nominated successor, then holders who asked to move, then casual traders.

The order is Chorley's (market regulations, App. 2) and Kensington and Chelsea's; the officer decides.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import localdate, now

from events.attended import stood_lines
from events.dates import day as in_words
from events.models import Customer, StandingBooking, Trader

SUCCESSOR, TRANSFER, CASUAL = "Nominated successor", "Asked to move", "Casual trader"
WEEKS = timedelta(weeks=52)


@dataclass(frozen=True)
class Claim:
    """One customer who may be offered the pitch, in which group they stand and why there; `why_not` keeps them out."""

    customer: Customer
    group: str
    why: str
    standing: StandingBooking | None = None
    why_not: str = ""


def claims_to(place, event, at=None):
    """Everybody who may be offered a pitch at a market, the first in line first; those kept out come last."""
    at = at or now()
    claims = [*successors(place, event), *movers(place, event), *casuals(event, at)]
    seen, ordered = set(), []
    for claim in claims:
        if claim.customer.pk not in seen:
            seen.add(claim.customer.pk)
            ordered.append(claim)
    return sorted(ordered, key=lambda claim: bool(claim.why_not))


def successors(place, event):
    """Those the last holders of this very pitch nominated, the latest holder's first."""
    left = StandingBooking.objects.licences().filter(place=place, event=event, successor__isnull=False)
    left = left.exclude(ends_on=None).exclude(renewed_by__status__in=["offered", "running"])
    for one in left.select_related("successor__trader").order_by("-ends_on"):
        why = f"{one.customer} named them; {one.customer} leaves on {in_words(one.ends_on)}."
        yield Claim(one.successor, SUCCESSOR, why, one, kept_out(one.successor))


def movers(place, event):
    """Holders at this market who asked for another pitch, the longest on theirs first."""
    asked = StandingBooking.objects.seniority(event).exclude(transfer_asked_on=None).exclude(place=place)
    for one in asked:
        why = f"On {one.place} since {in_words(one.seniority_from)}; asked on {in_words(one.transfer_asked_on)}"
        wish = f": {one.transfer_wish}" if one.transfer_wish else "."
        yield Claim(one.customer, TRANSFER, why + wish, one, kept_out(one.customer))


def casuals(event, at):
    """Casual traders of the last 52 weeks without a licence here: most days stood first, then registered longest.

    A day counts where the register says that they stood, as in the morning's draw: not one they booked and missed.
    """
    casual = Q(price_type__casual=True) | Q(price_type=event.rules.casual_price_type_id)
    stood = stood_lines().filter(
        casual, occurrence__event=event, occurrence__starts_at__range=(at - WEEKS, at),
        booking__customer__trader__approved_on__isnull=False,
    )  # fmt: skip
    days = {}
    for customer, starts_at in stood.order_by().values_list("booking__customer", "occurrence__starts_at").distinct():
        days.setdefault(customer, []).append(localdate(starts_at))
    held = StandingBooking.objects.claiming().filter(event=event).values("customer")
    traders = Trader.objects.filter(customer__in=days).exclude(customer__in=held).select_related("customer")
    ranked = sorted(traders, key=lambda one: (-len(days[one.customer_id]), one.approved_on, one.pk))
    for trader in ranked:
        count = len(days[trader.customer_id])
        why = (f"{count} day{'' if count == 1 else 's'} here in the last 52 weeks, the last on "
               f"{in_words(max(days[trader.customer_id]))}; approved {in_words(trader.approved_on)}.")  # fmt: skip
        yield Claim(trader.customer, CASUAL, why, None, kept_out(trader.customer))


def kept_out(customer):
    """Why this trader cannot be offered anything just now, in a sentence; empty where they can."""
    trader = getattr(customer, "trader", None)
    if trader is None or trader.approved_on is None:
        return "Is no approved trader yet."
    if trader.suspended_on:
        return f"Suspended: {trader.suspension_reason}."
    return trader.casual_stopped  # arrears: Chorley considers nobody in arrears for any stall or transfer (App. 2)


def vacant_places(event, day=None):
    """Pitches of a market's plan that nobody claims on its weekdays from this day on, in the plan's order."""
    day = day or localdate()
    plan = event.occurrences.upcoming().select_related("plan").first()
    if plan is None:
        return []
    claimed = StandingBooking.objects.claiming().filter(event=event, ends_on=None).values("place")
    return list(plan.plan.places.exclude(pk__in=claimed).select_related("area", "band"))
