"""What places cost at a performance with their fees, by band and price type: for the plan and for the basket."""

import json
from collections import defaultdict

from events.models import Extra, Price
from events.models.settling import sold_where


def prices_of(occurrence):
    """Every price of the performance, the first type first; asked for once."""
    if not hasattr(occurrence, "prices_found"):
        occurrence.prices_found = read_prices(occurrence)
    return occurrence.prices_found


def read_prices(occurrence):
    found = Price.objects.filter(price_list=occurrence.price_list_id, band__plan=occurrence.plan_id)
    return list(found.select_related("price_type", "band").order_by("price_type__position", "price_type__name"))


def price_types(prices):
    return list({price.price_type_id: price.price_type for price in prices}.values())


def bands(prices):
    """The bands that have a price, and what each costs at its first price type."""
    return sorted({price.band_id: price.band for price in prices}.values(), key=lambda band: (band.position, band.pk))


def plan_prices(prices, fee=0):
    """Band id → pence at the first price type with the fee for each ticket, for the plan's labels."""
    return json.dumps({price.band_id: with_fee(price.amount, fee) for price in reversed(prices)})


def ticket_fees(extras, channel):
    """{event id: pence of the fees for each ticket sold through a channel}."""
    fees = defaultdict(int)
    for extra in extras:
        if extra.fee == Extra.Fee.TICKET and sold_where(extra.channels, channel):
            fees[extra.event_id] += extra.price
    return fees


def with_fee(amount, fee):
    """What is to pay for a place: one that costs nothing has no fees."""
    return amount + fee if amount else 0


def fee_on(event, channel):
    """Pence of the fees for each ticket of one event."""
    return ticket_fees(Extra.objects.filter(event=event, offered=True, fee=Extra.Fee.TICKET), channel)[event.pk]


def choices_for(lines, looked_at):
    """Prices by (price list, band), in the order of their types: one query, or those of the occurrence looked at."""
    lists = {(line.occurrence.price_list_id, line.occurrence.plan_id) for line in lines}
    if lists <= {(looked_at.price_list_id, looked_at.plan_id)}:
        prices = prices_of(looked_at)
    else:
        prices = Price.objects.filter(price_list__in=[price_list for price_list, _ in lists])
        prices = prices.select_related("price_type").order_by("price_type__position", "price_type__name")
    found = {}
    for price in prices:
        found.setdefault((price.price_list_id, price.band_id), []).append(price)
    return found
