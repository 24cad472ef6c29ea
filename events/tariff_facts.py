"""What a rule of a tariff wants to be so, compared with what is so."""

from fractions import Fraction


def is_so(wanted, found):
    """Whether a fact is as a rule wants it: the word, one of a list of words, or a number {"from": 2, "to": 5}."""
    if isinstance(found, list | tuple | set | frozenset):
        return any(is_so(wanted, one) for one in found)
    if isinstance(wanted, list):
        return any(is_so(one, found) for one in wanted)
    if isinstance(wanted, dict):
        low, high, there = number(wanted.get("from")), number(wanted.get("to")), number(found)
        return there is not None and (low is None or low <= there) and (high is None or there <= high)
    return said(wanted) == said(found)


def said(value):
    """A fact as a word: what nobody said is no."""
    if value is None or isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip().casefold()


def number(value):
    """A value as a fraction, or None where it is no number."""
    try:
        return None if value is None else Fraction(value)
    except (ValueError, TypeError, ZeroDivisionError):
        return None
