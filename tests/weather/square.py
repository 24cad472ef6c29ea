"""A market of two Thursdays with traders in every state of their money, for the tests of the weather."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Sum

from events.models import Booking, DayDecision
from invoicing.models import Charge, CreditLine, Invoice, Payment
from tests import cast

CANCELLED, RESTRICTED, OPEN = DayDecision.State.CANCELLED, DayDecision.State.RESTRICTED, DayDecision.State.OPEN


@dataclass
class Square:
    """The days, who runs them, and a pitch for each trader."""

    days: list
    mo: object
    fay: object
    taken: int = 0

    @classmethod
    def make(cls, **market):
        days = cast.market(**{"weeks": 2, "pitches": 12, **market})
        return cls(days, cast.staff("mo", "Market officers"), cast.staff("fay", "Finance"))

    @property
    def day(self):
        return self.days[0]

    @property
    def early(self):
        """The evening before the day: everybody is credited whole."""
        return self.at(time(18), days=-1)

    @property
    def late(self):
        """One o'clock on the day, past the market's hour."""
        return self.at(time(13))

    def at(self, clock, days=0):
        return datetime.combine(self.day.day, clock, cast.LONDON) + timedelta(days=days)

    def wanted(self, days=None):
        """A pitch that nobody has, on every day."""
        pitch = self.day.plan.places.select_related("area")[self.taken]
        self.taken += 1
        return [(day, pitch, cast.price_type("regular")) for day in days or self.days]

    def on_account(self, customer, days=None):
        booking = Booking.objects.reserve(self.wanted(days), channel="portal", customer=customer)
        customer.account.charge(booking)
        return booking

    def paid(self, customer, method, days=None, **fields):
        booking = Booking.objects.reserve(self.wanted(days), channel="market", customer=customer)
        Payment.objects.take(booking, method, **fields)
        return booking

    def bill(self, account, only=None):
        charges = only if only is not None else account.charges.all()
        return Invoice.objects.issue(account, charges, by=self.fay)


def billed(line):
    """Pence that a line and its extras stand for: invoiced less credited, and what is not invoiced yet."""
    charges = Charge.objects.filter(line=line)
    invoiced = charges.exclude(invoice=None).aggregate(total=Sum("net") + Sum("vat_amount"))["total"] or 0
    credited = CreditLine.objects.filter(charge__line=line).aggregate(total=Sum("net") + Sum("vat_amount"))["total"]
    return invoiced - (credited or 0) + sum(charge.standing_gross for charge in charges.filter(invoice=None))
