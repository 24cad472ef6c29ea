"""The prices of one occurrence as a table: a row a band, a column a price type."""

from events.models import Price
from events.money import Basis


def price_table(occurrence):
    """{types, rows: [(band, [pence or None])], plus_vat} of an occurrence, in one query."""
    prices = Price.objects.filter(price_list=occurrence.price_list_id, band__plan=occurrence.plan_id)
    amounts, types = {}, set()
    for price in prices.select_related("band", "price_type").order_by("band__position", "band"):
        types.add(price.price_type)
        amounts.setdefault(price.band, {})[price.price_type] = price.amount
    types = sorted(types, key=lambda price_type: (price_type.position, price_type.name))
    rows = [(band, [row.get(price_type) for price_type in types]) for band, row in amounts.items()]
    return {"types": types, "rows": rows, "plus_vat": occurrence.price_list.basis == Basis.NET}
