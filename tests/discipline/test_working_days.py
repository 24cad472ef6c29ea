"""Working days: against the bank holidays of England and Wales as the government published them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.working_days import after, bank_holidays, easter, is_working_day

PUBLISHED = {
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_published(year):
    assert sorted(f"{day:%m-%d}" for day in bank_holidays(year)) == PUBLISHED[year].split()


@pytest.mark.parametrize("sunday", ["2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2024-03-31", "2038-04-25"])
def test_easter_is_when_it_was_and_will_be(sunday):
    assert easter(int(sunday[:4])) == date.fromisoformat(sunday)


@pytest.mark.parametrize(("served", "count", "then"), [
    ("2026-06-01", 5, "2026-06-08"),  # a Monday to the next
    ("2026-04-01", 5, "2026-04-10"),  # over Easter: the 3rd and the 6th do not count
    ("2026-12-23", 5, "2027-01-04"),  # over Christmas and New Year
    ("2026-06-06", 1, "2026-06-08"),  # from a Saturday
    ("2026-06-05", 0, "2026-06-05"),
])  # fmt: skip
def test_counting_working_days(served, count, then):
    assert after(date.fromisoformat(served), count) == date.fromisoformat(then)


@given(DAYS, st.integers(1, 30))
def test_a_count_ends_on_a_working_day_with_so_many_on_the_way(day, count):
    end = after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert is_working_day(end) and sum(map(is_working_day, between)) == count


@given(DAYS)
def test_no_bank_holiday_is_on_a_weekend_and_there_are_eight_or_more(day):
    assert len(bank_holidays(day.year)) >= 8
    assert all(one.weekday() < 5 for one in bank_holidays(day.year))
