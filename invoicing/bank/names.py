"""How like a payer's name on a bank line is to a customer's name."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

HOLLOW = {"MR", "MRS", "MS", "MISS", "DR", "LTD", "LIMITED", "PLC", "LLP", "CO", "COMPANY", "THE", "AND", "TA", "OF"}
CLOSE = 0.75
ALIKE = 0.8


@lru_cache(maxsize=20_000)
def words_of(name):
    """The telling words of a name, in capitals: R and PATEL of “Mr R. Patel Ltd”."""
    words = re.findall(r"[^\W_]+", name.upper().replace("'", "").replace("’", ""))
    return tuple(dict.fromkeys(word for word in words if word not in HOLLOW))


def likeness(payer, name):
    """0 to 1: how much of either name is found in the other. Initials stand for names; misspelt words count less."""
    one, other = words_of(payer), words_of(name)
    return max(found_in(one, other), found_in(other, one))


def found_in(words, others):
    """The share of the letters of `words` that `others` has too; less than four letters in all say nothing."""
    weight = sum(map(len, words))
    if weight < 4 or not others:
        return 0
    return sum(len(word) * best(word, others) for word in words) / weight


def best(word, others):
    if word in others:
        return 1
    if len(word) == 1:
        return any(other.startswith(word) for other in others)
    if len(word) < 4:
        return 0
    near = [other for other in others if abs(len(other) - len(word)) < 3]
    ratio = max((SequenceMatcher(None, word, other).ratio() for other in near), default=0)
    return ratio if ratio >= ALIKE else 0
