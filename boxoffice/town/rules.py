"""The rules of the demo town's two markets, each number after a published set of market rules (docs/markets.md)."""

from datetime import time

from events.models import ChargePolicy, MarketRules, Presence, PriceType

# (state, share of the price that stays charged, penalty in pence)
CHARGES = [(Presence.HOLIDAY, 0, 0), (Presence.NOTIFIED, 50, 0), (Presence.LATE_NOTICE, 100, 0), (Presence.SICK, 0, 0),
           (Presence.NO_SHOW, 100, 1000), (Presence.NOT_REQUIRED, 0, 0)]  # fmt: skip


def build_rules(thursday, saturday):
    """How each market is run."""
    types = {one.name: one for one in PriceType.objects.all()}
    shared = {"regular_price_type": types["Regular trader"], "casual_price_type": types["Casual trader"],
              "concession_days": 4, "gust_limits": {"gazebo": 26, "flat": 36, "cancelled": 41}}  # fmt: skip
    MarketRules.objects.create(event=thursday, draw_order=["priority", "attendance", "registered"],
                               priority_days=2, **shared)  # fmt: skip
    MarketRules.objects.create(event=saturday, draw_order=["priority", "lottery"], report_by=time(7, 25),
                               late_cutoff=time(8), most_pitches=2, expansion=True, **shared)  # fmt: skip
    ChargePolicy.objects.bulk_create(ChargePolicy(event=event, presence=presence, percent=percent, penalty=penalty)
                                     for event in (thursday, saturday) for presence, percent, penalty in CHARGES)
