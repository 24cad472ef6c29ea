"""Which open invoices add up to a receipt."""

from itertools import accumulate

MOST_TRIED = 12
MOST_SETS = 4


def sets_adding_up(invoices, amount):
    """(sets, sole): up to four sets of these invoices that owe `amount` pence together, and whether there is one only.

    The invoices come oldest first, and so do the sets: the oldest ones in a row, then single ones, then any of the
    twelve oldest. Beyond twelve nobody can be sure that a set is the only one, unless it is all of them.
    """
    sets = [tuple(invoices[:count]) for count, total in enumerate(accumulate(each.owing for each in invoices), 1)
            if total == amount]  # fmt: skip
    sets += [(each,) for each in invoices if each.owing == amount]
    sets += tried(invoices[:MOST_TRIED], amount)
    sets = list(dict.fromkeys(sets))
    everything = bool(sets) and len(sets[0]) == len(invoices)
    return sets[:MOST_SETS], len(sets) == 1 and (everything or len(invoices) <= MOST_TRIED)


def tried(invoices, amount):
    """Sets of a few invoices that add up, older ones first; it stops at the fourth."""
    found = []
    left = [*accumulate((each.owing for each in reversed(invoices)), initial=0)][::-1]

    def go_on(place, chosen, missing):
        if missing == 0:
            found.append(tuple(chosen))
        elif place < len(invoices) and 0 < missing <= left[place] and len(found) < MOST_SETS:
            go_on(place + 1, [*chosen, invoices[place]], missing - invoices[place].owing)
            go_on(place + 1, chosen, missing)

    go_on(0, [], amount)
    return found
