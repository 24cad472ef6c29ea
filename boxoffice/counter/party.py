"""What a clerk types for a party: `2`, `2a1c`, `4u @B`, or seats by name such as `C12-13` or `Circle B4, B6`."""

import re
from typing import NamedTuple

from events.models import AskedTooMuch
from events.place_list import places_named

COUNT = re.compile(r"(\d{1,3})\s*([a-z]?)[\s,]*")


class Party(NamedTuple):
    """How many at which price type and in which band, if any; or which places by name. One of the two is empty."""

    price_types: list
    places: list
    band: object = None


def read_party(text, plan, price_types, bands=()):
    """A Party from what was typed. Raises AskedTooMuch with what to type instead."""
    typed, at, band = " ".join(text.lower().split()).partition("@")
    typed = typed.strip()
    if not price_types:
        raise AskedTooMuch("This performance has no prices yet. Ask a manager to add them.")
    if not typed:
        raise AskedTooMuch(f"Type how many, or which places. {examples(price_types)}")
    if typed[0].isalpha():
        return Party([], named(typed, plan))
    return Party(counted(typed, price_types), [], band_called(band.strip(), bands) if at else None)


def band_called(said, bands):
    """The band whose name begins so; else the first, second, third for a, b, c. Raises AskedTooMuch."""
    begins = [band for band in bands if said and band.name.lower().startswith(said)]
    exact = [band for band in begins if band.name.lower() == said] or begins
    if len(exact) == 1:
        return exact[0]
    if not begins and len(said) == 1 and 0 <= ord(said) - ord("a") < len(bands):
        return bands[ord(said) - ord("a")]
    names = ", ".join(f"@{band.name}" for band in begins or bands)
    raise AskedTooMuch(f"“@{said}” is no price band here. Type one of {names}.")


def counted(typed, price_types):
    """A price type for each person; the first type where no letter says which."""
    by_letter = {price_type.letter.lower(): price_type for price_type in price_types if price_type.letter}
    people, read = [], 0
    for found in COUNT.finditer(typed):
        count, letter = found.groups()
        if found.start() != read or (letter and letter not in by_letter):
            break
        people += [by_letter[letter] if letter else price_types[0]] * int(count)
        read = found.end()
    if read != len(typed):
        raise AskedTooMuch(f"“{typed}” cannot be read. {examples(price_types)}")
    return people


def named(typed, plan):
    """The places named; the name of an area may stand before them where two areas have such a row."""
    places = list(plan.places.filter(area__numbered=True).select_related("area"))
    areas = [area for area in {place.area.name for place in places} if typed.startswith(f"{area.lower()} ")]
    if areas:
        area = max(areas, key=len)
        return places_named(typed[len(area) :], [place for place in places if place.area.name == area])
    found = places_named(typed, places)
    names = {(place.row, place.number) for place in found}
    where = sorted({place.area.name for place in places if (place.row, place.number) in names})
    if len(where) > len({place.area_id for place in found}):
        raise AskedTooMuch(f"“{typed}” is in {' and in '.join(where)}. Write {where[0]} {typed}.")
    return found


def examples(price_types):
    """What can be typed here."""
    lettered = [price_type for price_type in price_types if price_type.letter]
    mixed = "".join(f"{2 - i}{price_type.letter}" for i, price_type in enumerate(lettered[:2]))
    letters = ", ".join(f"{price_type.letter} {price_type.name}" for price_type in lettered)
    or_mixed = f" or {mixed} ({letters})" if mixed else ""
    return f"Type a number such as 2{or_mixed}, or seats such as C12-13."
