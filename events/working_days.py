"""Working days in England and Wales: neither Saturday nor Sunday nor a bank holiday. Pure, so a clock can be checked.

Bank holidays follow the Banking and Financial Dealings Act 1971 Sch 1 and the proclamations since; a holiday that
falls on a weekend is kept on the next working day. A one-off by a later proclamation is added to ONE_OFF.
"""

from datetime import date, timedelta
from functools import cache

ONE_OFF = {
    date(2011, 4, 29),  # royal wedding
    date(2012, 6, 5),  # Diamond Jubilee
    date(2022, 6, 3),  # Platinum Jubilee
    date(2022, 9, 19),  # funeral of Queen Elizabeth II
    date(2023, 5, 8),  # coronation of King Charles III
}
MOVED = {
    date(2012, 5, 28): date(2012, 6, 4),  # Diamond Jubilee
    date(2020, 5, 4): date(2020, 5, 8),  # 75 years since VE Day
    date(2022, 5, 30): date(2022, 6, 2),  # Platinum Jubilee
}
MONDAY, SATURDAY = 0, 5
A_DAY = timedelta(days=1)


def easter(year):
    """Easter Sunday of the Gregorian calendar (the "anonymous" computus, Nature 1876)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, left = divmod(century, 4)
    moved = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moved + 15) % 30
    weekday = (32 + 2 * left + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def bank_holidays(year):
    """The bank holidays of a year, as a frozen set of days."""
    sunday = easter(year)
    mondays = [first_monday(year, 5), last_monday(year, 5), last_monday(year, 8)]
    kept = {sunday - 2 * A_DAY, sunday + A_DAY, *(MOVED.get(day, day) for day in mondays)}
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        kept.add(substitute(day, kept))
    return frozenset(kept | {day for day in ONE_OFF if day.year == year})


def substitute(day, kept):
    """The day a fixed holiday is kept on: the next that is no weekend and no other holiday."""
    while day.weekday() >= SATURDAY or day in kept:
        day += A_DAY
    return day


def first_monday(year, month):
    day = date(year, month, 1)
    return day + timedelta(days=(MONDAY - day.weekday()) % 7)


def last_monday(year, month):
    """For months of 31 days, which May and August are."""
    day = date(year, month, 31)
    return day - timedelta(days=day.weekday())


def is_working_day(day):
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def after(day, count):
    """The count-th working day after a day, which itself does not count. `count` is 0 or more."""
    for _ in range(count):
        day += A_DAY
        while not is_working_day(day):
            day += A_DAY
    return day
