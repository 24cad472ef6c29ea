"""Tariffs as the market desk shows them: the lists that price pitches, their versions and tables."""

from django.utils.timezone import localdate

from events.models import PriceList

STATES = {"now": ("ok", "In force"), "later": ("info", "To come"), "over": ("", "Ended")}


def market_lists():
    """Every price list with a price for a pitch."""
    return PriceList.objects.filter(prices__band__plan__unit="pitch").distinct()


def state_of(price_list, today=None):
    """(tone, word) for where a version stands."""
    today = today or localdate()
    key = "now" if price_list.covers(today) else "later" if price_list.valid_from > today else "over"
    return STATES[key]


def tariffs_by_name():
    """[(name, [(version, state, number of rules)])], the latest version first."""
    found = {}
    for one in market_lists().prefetch_related("rules").order_by("name", "-valid_from"):
        found.setdefault(one.name, []).append((one, state_of(one), len(one.rules.all())))
    return list(found.items())


def price_table(price_list):
    """(price types, [(band, [pence or None for each type])])."""
    prices = list(price_list.prices.select_related("band", "price_type")
                  .order_by("band__position", "band", "price_type__position", "price_type__name"))  # fmt: skip
    types = sorted({one.price_type for one in prices}, key=lambda one: (one.position, one.name))
    amounts = {(one.band_id, one.price_type_id): one.amount for one in prices}
    bands = list(dict.fromkeys(one.band for one in prices))
    return types, [(band, [amounts.get((band.pk, one.pk)) for one in types]) for band in bands]
