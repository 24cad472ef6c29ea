"""Dates and money as banks write them. Wrong ones raise ValueError with the sentence to show."""

import re
from datetime import date

DATE_FORMS = {"day/month/year": "dmy", "month/day/year": "mdy", "year-month-day": "ymd"}
MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december"]  # fmt: skip
TIME = re.compile(r"[T ]\s*[0-9]{1,2}:[0-9]{2}.*$")
PARTED = re.compile(r"([0-9]{1,4}|[A-Za-z]{3,9})[-/. ]+([0-9]{1,2}|[A-Za-z]{3,9})[-/., ]+([0-9]{1,4})")
RUN_TOGETHER = {
    "dmy": re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})"),
    "mdy": re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})"),
    "ymd": re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
}
# Pounds in one run or in thousands; then pence, which may be followed by noughts. “1,200” is never £1.20.
POINT = re.compile(r"([0-9]+|[0-9]{1,3}(?:[, ][0-9]{3})+|(?=\.[0-9]))(?:\.([0-9]{0,2}|[0-9]{2}00+))?")
COMMA = re.compile(r"([0-9]+|[0-9]{1,3}(?:[.' ][0-9]{3})+|(?=,[0-9]))(?:,([0-9]{0,2}|[0-9]{2}00+))?")
FOREIGN = re.compile(r"[€$¥₹₤]|(?<![A-Z])(?!GBP)[A-Z]{3}(?![A-Z])")
MONEY = re.compile(
    r"(?P<open>\()?(?P<before>CR|DR)?\s*(?P<sign>[-+])?\s*(?:£|GBP)?\s*(?P<inner>[-+])?\s*"
    r"(?P<number>[0-9][0-9.,' ]*|[.,][0-9]+)\s*(?:GBP)?(?P<last>[-+])?\s*(?P<after>CR|DR|C|D)?(?P<close>\))?"
)
SIDES = {"CR": 1, "C": 1, "CRDT": 1, "CREDIT": 1, "IN": 1, "+": 1,
         "DR": -1, "D": -1, "DB": -1, "DBIT": -1, "DEBIT": -1, "OUT": -1, "-": -1}  # fmt: skip
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-", "\u2019": "'"})


def read_date(text, form):
    """A date written in one of DATE_FORMS; the month may be in words, the year short, and a time may follow."""
    text = text.strip()
    try:
        return _date(TIME.sub("", text), DATE_FORMS[form])
    except ValueError:
        raise ValueError(
            f"“{text}” is not a date in the form {form}. Correct the file or choose another date form."
        ) from None


def _date(text, order):
    found = RUN_TOGETHER[order].fullmatch(text) or PARTED.fullmatch(text)
    if not found:
        raise ValueError
    parts = dict(zip(order, found.groups(), strict=True))
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    if not 1980 <= year <= 2100:
        raise ValueError
    return date(year, _month(parts["m"].lower()), int(parts["d"]))


def _month(text):
    if text.isdigit():
        return int(text)
    return next((number for number, month in enumerate(MONTHS, 1) if month.startswith(text)), 0)


def read_side(text):
    """1 for money in, -1 for money out, from a column of CR and DR."""
    try:
        return SIDES[text.strip().upper()]
    except KeyError:
        raise ValueError(f"“{text.strip()}” is neither CR nor DR. Correct the file or choose another column.") from None


def read_money(text, *, decimal_comma=False):
    """Pence: with £ or GBP, thousands, brackets, CR or DR, or a sign on either end; 0 where nothing is written."""
    tidy, shown = text.translate(SPACES).strip().upper(), text.strip()
    if tidy in ("", "-"):
        return 0
    if FOREIGN.search(tidy):
        raise ValueError(f"“{shown}” is not in pounds sterling. Take foreign money out of the file; enter it by hand.")
    found = MONEY.fullmatch(tidy)
    pence = _pence(found["number"].strip(), COMMA if decimal_comma else POINT) if found else None
    sign = _sign(found) if found else None
    if pence is None or sign is None:
        mark = "comma" if decimal_comma else "point"
        raise ValueError(
            f"“{shown}” is not an amount of money with a decimal {mark}. Correct the file or choose other columns "
            "or the other decimal mark."
        )
    return sign * pence


def _sign(found):
    """1 or -1; None where the marks contradict or repeat one another."""
    if bool(found["open"]) != bool(found["close"]):
        return None
    signs = [found[name] for name in ("sign", "inner", "last") if found[name]] + ["-"] * bool(found["open"])
    sides = [found[name] for name in ("before", "after") if found[name]]
    marks = {SIDES[mark] for mark in signs + sides}
    return None if len(marks) > 1 or len(signs) > 1 or len(sides) > 1 else next(iter(marks), 1)


def _pence(text, form):
    found = form.fullmatch(text)
    if not found or len(text) > 20:
        return None
    pounds = re.sub("[^0-9]", "", found[1]) or "0"
    return int(pounds) * 100 + int((found[2] or "")[:2].ljust(2, "0"))
