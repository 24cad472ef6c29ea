"""A trader's holidays: how many unpaid days off a licence year brings, and how many are used."""

from dataclasses import dataclass
from datetime import date, timedelta

from events.models import DayOff, StandingBooking

DAY = timedelta(days=1)


@dataclass(frozen=True)
class HolidayBalance:
    """Holidays of one customer at one market in the licence year from `first` to `last`."""

    days: int
    used: int
    first: date
    last: date

    @property
    def left(self):
        return max(self.days - self.used, 0)


def holiday_balance(customer, event, day):
    """The HolidayBalance on a day; None where they hold no licence at this market then, or it gives no holidays.

    The days come from MarketRules.concession_days, each licence year anew: Hinckley gives one concessionary day,
    Mansfield five holidays a year.
    """
    year = licence_year(customer, event, day)
    rules = getattr(event, "rules", None)
    if year is None or rules is None or not rules.concession_days:
        return None
    used = DayOff.objects.filter(customer=customer, why=DayOff.Why.HOLIDAY).between(event, *year).count()
    return HolidayBalance(rules.concession_days, used, *year)


def licence_year(customer, event, day):
    """(first, last) day of the licence year around a day, which begins as the first of an unbroken row of licences did.

    None where no licence of theirs runs at this market on the day.
    """
    held = StandingBooking.objects.filter(customer=customer, event=event, status__in=["running", "ended"])
    held = sorted(held.values_list("starts_on", "ends_on"), key=lambda years: years[0], reverse=True)
    began = min((first for first, last in held if first <= day and (last is None or last >= day)), default=None)
    if began is None:
        return None
    for first, last in held:
        if first < began and (last is None or last >= began - DAY):
            began = first
    years = day.year - began.year - (anniversary(began, day.year) > day)
    first = anniversary(began, began.year + years)
    return first, anniversary(began, first.year + 1) - DAY


def anniversary(day, year):
    """The day in another year; 1 March where there is no 29 February."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
