"""What is coming in the demo town's tariffs: a version of the Saturday charges with rules, and one price agreed."""

from datetime import timedelta
from fractions import Fraction

from boxoffice.town.clock import first_of_month
from events.models import TariffFact, TariffOverride, TariffRule, Trader
from events.money import rounded

RISE = 4  # per cent
AHEAD = 4  # months
RULES = [
    {"does": "percent", "words": "Second and further pitches", "percent": -2000, "facts": {"unit": {"from": 2}}},
    {"does": "percent", "words": "Corner", "percent": 500, "facts": {"corner": "yes"}},
    {"does": "percent-so-far", "words": "Direct debit", "percent": -500, "facts": {"pays_by": "direct debit"}},
    {"does": "floor", "words": "Least charge", "amount": 1000},
    {"does": "round", "words": "Rounded to 10p", "amount": 10},
]
DIRECT_DEBITS = 12


def build_versions(tariffs, people, today):
    """The next Saturday charges: 4% more, something off for a second pitch and for direct debit."""
    version = tariffs["saturday"].revise(first_of_month(today, AHEAD), "Fees and charges, Cabinet minute 47: "
                                         "demonstration rules; 5% off by direct debit after Westminster",
                                         by=people["mo"])  # fmt: skip
    version.put_prices({(one.band_id, one.price_type_id): rounded(Fraction(one.amount * (100 + RISE), 100))
                        for one in version.prices.all()})  # fmt: skip
    rules = (TariffRule(price_list=version, position=n, **rule) for n, rule in enumerate(RULES, 1))
    TariffRule.objects.bulk_create(rules)
    paying = list(Trader.objects.exclude(approved_on=None).select_related("customer").order_by("pk")[:DIRECT_DEBITS])
    TariffFact.objects.bulk_create(
        TariffFact(customer=trader.customer, name="pays_by", value="direct debit", recorded_by=people["fay"],
                   first_day=today - timedelta(days=200)) for trader in paying[::2]
    )  # fmt: skip
    TariffOverride.objects.agree(paying[1].customer, tariffs["thursday"], today, today + timedelta(days=300),
                                 "Thirty years here, decision 14", by=people["max"], percent=-1000)  # fmt: skip
