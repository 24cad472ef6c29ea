"""How a proof about money is entered in a list, and the tables of pence that proofs compare."""

from collections import defaultdict

from django.db.models import Sum

from events.money import pounds
from invoicing.models import Posting, Sequence


class Rules(list):
    """(title, check) in the order they were entered; a check returns what breaks its rule, in words."""

    def enter(self, title):
        """Enter a function in the list of proofs."""

        def keep(check):
            self.append((title, check))
            return check

        return keep


def sums(rows, key, amount="amount"):
    """Totals of a queryset by a column: {key: pence}."""
    return dict(rows.order_by().values_list(key).annotate(Sum(amount)))


def balances(code, key, postings=None):
    """Debits less credits of one code, by a column of the postings (all, or those given): {key: pence}."""
    totals, postings = defaultdict(int), Posting.objects if postings is None else postings
    for side, sign in (("debit", 1), ("credit", -1)):
        for value, pence in sums(postings.filter(**{side: code}), key).items():
            totals[value] += sign * pence
    return totals


def together(*tables):
    """Tables of pence added up: {key: pence}."""
    total = defaultdict(int)
    for table in tables:
        for key, pence in table.items():
            total[key] += pence
    return total


def minus(table):
    return {key: -pence for key, pence in table.items()}


def differences(name, left, right):
    """Where two tables of pence disagree, in words."""
    keys = sorted(set(left) | set(right), key=str)
    unequal = [key for key in keys if left.get(key, 0) != right.get(key, 0)]
    return [f"{name} {key}: {pounds(left.get(key, 0))} against {pounds(right.get(key, 0))}" for key in unequal]


def excesses(name, parts, wholes):
    """Where a part is more than its whole, or less than nothing, in words."""
    wrong = [key for key in sorted(parts, key=str) if not 0 <= parts[key] <= wholes.get(key, 0)]
    return [f"{name} {key}: {pounds(parts[key])} of {pounds(wholes.get(key, 0))}" for key in wrong]


def gaps(numbers, prefix):
    """Series of numbers like INV-2026-00001 that do not run from 1 without a gap up to their counter."""
    series = defaultdict(list)
    for number in numbers:
        name, _, count = number.rpartition("-")
        series[name].append(int(count))
    last = dict(Sequence.objects.filter(name__startswith=prefix).values_list("name", "last"))
    bad = [name for name, counts in series.items() if sorted(counts) != list(range(1, len(counts) + 1))]
    off = [name for name in set(series) | set(last) if last.get(name, 0) != len(series[name])]
    return [f"series {name}" for name in sorted({*bad, *off})]
