"""From which day to which a page of the ledger looks: asked for in the address, or this financial year so far."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dateparse import parse_date

from invoicing.ledger.budget_report import year_of


@dataclass(frozen=True)
class Period:
    """Two days, both counted. `problem` says what was wrong with what was asked for."""

    first: date
    last: date
    problem: str = ""

    @classmethod
    def of(cls, query, today):
        usual = cls(date(year_of(today), 4, 1), today)
        first, last = day_in(query, "from", usual.first), day_in(query, "to", usual.last)
        if not first or not last:
            return cls(usual.first, usual.last, "Choose days such as 30/11/2026. Shown: this financial year so far.")
        if first > last:
            return cls(usual.first, usual.last, "The first day is after the last. Shown: this financial year so far.")
        return cls(first, last)

    @property
    def query(self):
        """The part of an address that keeps this period."""
        return f"from={self.first}&to={self.last}"


def day_in(query, name, usual):
    """The day asked for, the usual one where none was; None where it is no day."""
    try:
        return parse_date(query[name]) if query.get(name) else usual
    except ValueError:
        return None


def presets(today):
    """(words, period) for what people mostly look at."""
    april, month, quarter = date(year_of(today), 4, 1), today.replace(day=1), quarter_of(today)
    last_month, last_quarter = month - timedelta(days=1), quarter - timedelta(days=1)
    return [
        ("This month", Period(month, today)), ("Last month", Period(last_month.replace(day=1), last_month)),
        ("This quarter", Period(quarter, today)), ("Last quarter", Period(quarter_of(last_quarter), last_quarter)),
        ("This financial year", Period(april, today)),
        ("Last financial year", Period(april.replace(year=april.year - 1), april - timedelta(days=1))),
    ]  # fmt: skip


def quarter_of(day):
    """The first day of the calendar quarter a day is in."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
