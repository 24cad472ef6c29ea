"""Traders of the draw's own, without sign-ins, and where they stood before."""

from datetime import date, timedelta

from django.utils.timezone import now

from events.models import Attendance, Booking, Customer, Document, Presence, Trader, Wanted
from tests import cast


def trader(name, approved_on=date(2020, 1, 1), insured=True, **fields):
    """An insured, approved trader of this name."""
    customer = Customer.objects.create(name=name.capitalize())
    today = now().date()
    one = Trader.objects.create(customer=customer, trading_name=name.capitalize(), goods="Cheese",
                                applied_on=approved_on or today, approved_on=approved_on, **fields)  # fmt: skip
    if insured:
        Document.objects.create(trader=one, document_type=cast.insurance(), cover=500_000_000, checked_at=now(),
                                valid_from=today - timedelta(days=30), expires_on=today + timedelta(days=90))
    return customer


def holder(customer, day, pitch, presence=None, by=None):
    """A fixed holder's confirmed line on a day, and how they stand."""
    at = min(now(), day.starts_at - timedelta(hours=1))
    booking = Booking.objects.reserve([Wanted(day, pitch, cast.price_type("regular"))], channel="market",
                                      customer=customer, at=at, vetted=True)  # fmt: skip
    booking.confirm(at=at)
    line = booking.new_lines[0]
    if presence:
        Attendance.objects.stand(line, presence, by=by or cast.staff(f"officer{line.pk}"))
    return line


def stood(customer, days, pitch, by):
    """Days on which a trader stood in weeks gone by."""
    return [holder(customer, day, pitch, Presence.ARRIVED, by) for day in days]
