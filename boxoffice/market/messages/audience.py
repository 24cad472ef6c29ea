"""Whom a message is for: one trader, or everybody booked on a market day."""

from dataclasses import dataclass
from functools import cached_property

from events.models import Customer, Occurrence
from invoicing.day_notices import audience


@dataclass
class Audience:
    """Read from the address: ?trader=5 or ?day=7; nobody where it says neither."""

    customer: Customer | None = None
    occurrence: Occurrence | None = None

    @classmethod
    def read(cls, data):
        trader, day = (number(data.get(name, "")) for name in ("trader", "day"))
        customer = Customer.objects.exclude(trader=None).select_related("trader").filter(pk=trader).first()
        occurrence = Occurrence.objects.market_days().select_related("event").filter(pk=day).first()
        return cls(customer, None if customer else occurrence)

    @cached_property
    def customers(self):
        if self.customer:
            return [self.customer]
        return [customer for customer, _ in audience(self.occurrence)] if self.occurrence else []

    @property
    def query(self):
        if self.customer:
            return f"trader={self.customer.pk}"
        return f"day={self.occurrence.pk}" if self.occurrence else ""

    def messages(self, rows):
        """Those of these rows that were sent to them or about the day."""
        if self.customer:
            return rows.filter(customer=self.customer)
        return rows.filter(occurrence=self.occurrence) if self.occurrence else rows


def number(text):
    return int(text) if text.isdecimal() and len(text) < 16 else None
