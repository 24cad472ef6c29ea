"""Places by the names people type: "C12-15, D3", "row F", "1-20" where there are no rows."""

import re

from events.models import AskedTooMuch

PART = re.compile(r"(?:row\s+)?([^\W\d]*)\s*(\d*)(?:\s*(?:-|–|to)\s*([^\W\d]*)\s*(\d+))?", re.IGNORECASE)


def places_named(text, places):
    """Those of `places` that a list names, each once. Raises AskedTooMuch that quotes the part that fits none."""
    by_name = {(place.row.upper(), place.number.upper()): place for place in places}
    found = {}
    for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
        fitting = fits(part, by_name)
        if not fitting:
            raise AskedTooMuch(f"“{part}” is not on the plan. Write places like C12-15, D3 or row F.")
        found |= {place.pk: place for place in fitting}
    if not found:
        raise AskedTooMuch("Name the places, like C12-15, D3 or row F.")
    return list(found.values())


def fits(part, by_name):
    """The places one part names: one by its whole name, a whole row, or from one number to another."""
    plain = "".join(part.split()).upper()
    if exact := [place for (row, number), place in by_name.items() if row + number == plain]:
        return exact
    match = PART.fullmatch(part)
    if match is None:
        return []
    row, first, other_row, last = (group.upper() if group else "" for group in match.groups())
    if not first:
        return [] if last else [place for (its_row, _), place in by_name.items() if row and its_row == row]
    ends = [(row, first), (other_row or row, last or first)]
    if not (ends[0][0] == ends[1][0] and all(end in by_name for end in ends)):
        return []
    return [by_name[row, str(n)] for n in range(int(first), int(last or first) + 1) if (row, str(n)) in by_name]
