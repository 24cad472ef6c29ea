"""The demo town's theatre: the Playhouse with 1,250 raked seats in curved rows, and the standing Studio."""

import math
from dataclasses import dataclass

from events.models import Area, Band, Place, Plan, Venue

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
BANDS = ["Premium", "Best", "Standard", "Saver", "Gallery"]
CENTRE, SPACING, AISLE = 500, 22, 16
STUDIO_PLACES = 200


@dataclass(frozen=True)
class Tier:
    """One level of the house: `rows` rows, `seats` in the first and `wider` more in each further one."""

    name: str
    rows: int
    seats: int
    wider: int
    radius: int
    aisles: tuple
    away: int


STALLS = Tier("Stalls", 22, 22, 1, 330, (0.25, 0.75), 0)
CIRCLE = Tier("Circle", 9, 36, 1, 960, (0.25, 0.5, 0.75), 45)
BALCONY = Tier("Balcony", 5, 35, 0, 1230, (0.33, 0.66), 110)


def band_in(tier, row, aside):
    """The number of the band of a seat in the `row`th row, `aside` being 0 in the middle and 0.5 at the ends."""
    if tier is STALLS:
        if 2 <= row <= 9 and aside < 0.3:
            return 0
        return 1 if row <= 12 and aside < 0.42 else 2 if row < 18 else 3
    if tier is CIRCLE:
        return 0 if row < 2 and aside < 0.25 else 1 if row < 3 else 2 if row < 6 else 3
    return 3 if row < 2 else 4


def appeal_in(tier, row, aside):
    """Best first: the middle of the seventh row of the stalls, and the front of each tier above."""
    best_row = 6 if tier is STALLS else 0
    return round(tier.away + 2.5 * abs(row - best_row) + 90 * aside * aside * 4)


def seats_in(tier, row, area, bands):
    """One curved row; an aisle counts two in `position`, so that nobody is neighbours across it."""
    count, radius = tier.seats + tier.wider * row, tier.radius + 25 * row
    step, gap = SPACING / radius, AISLE / radius
    angle = -((count - 1) * step + len(tier.aisles) * gap) / 2
    seats, position = [], 0
    for number in range(1, count + 1):
        crossed = sum(1 for aisle in tier.aisles if round(count * aisle) + 1 == number)
        angle, position = angle + crossed * gap, position + 1 + crossed
        aside = abs(number - (count + 1) / 2) / count
        seats.append(Place(
            area=area, band=bands[band_in(tier, row, aside)], row=LETTERS[row], number=str(number), position=position,
            appeal=appeal_in(tier, row, aside), x=CENTRE + radius * math.sin(angle), y=radius * math.cos(angle) - 220,
        ))  # fmt: skip
        angle += step
    return seats


def build_playhouse(venue):
    """The main house, sealed."""
    plan = Plan.objects.create(venue=venue, name="Main house", unit="seat", stage="Stage")
    bands = [Band.objects.create(plan=plan, name=name, position=i) for i, name in enumerate(BANDS)]
    seats = []
    for tier in (STALLS, CIRCLE, BALCONY):
        area = Area.objects.create(plan=plan, name=tier.name)
        rows = [seats_in(tier, row, area, bands) for row in range(tier.rows)]
        if tier is BALCONY:
            restrict(rows)
        if tier is STALLS:
            spaces = make_accessible(rows[-1])
        seats += [seat for row in rows for seat in row]
    fit(plan, seats)
    Place.objects.bulk_create(seats)
    for companion, space in spaces:
        companion.companion_of = space
    Place.objects.bulk_update([companion for companion, _ in spaces], ["companion_of"])
    plan.seal()
    return plan


def restrict(rows):
    """The three seats at each end of the balcony's rows look past a pillar."""
    for row in rows:
        for seat in row[:3] + row[-3:]:
            seat.flags, seat.appeal = "r", seat.appeal + 60


def make_accessible(row):
    """Wheelchair spaces and their companions at both ends of the last row of the stalls: [(companion, space)]."""
    pairs = [(row[1], row[0]), (row[3], row[2]), (row[-2], row[-1]), (row[-4], row[-3])]
    for companion, space in pairs:
        companion.flags, space.flags = "c", "w"
    return pairs


def fit(plan, places):
    """Move the drawing so that it starts near the corner, and say how large it is."""
    left, top = min(p.x for p in places), min(p.y for p in places)
    for place in places:
        place.x, place.y = round(place.x - left + 20, 1), round(place.y - top + 70, 1)
    plan.width, plan.height = round(max(p.x for p in places) + 20), round(max(p.y for p in places) + 30)
    plan.save(update_fields=["width", "height"])


def build_studio(venue):
    """Two hundred standing places, all alike, drawn as a small grid."""
    plan = Plan.objects.create(venue=venue, name="Studio floor", unit="seat", stage="Stage", width=480, height=320)
    band = Band.objects.create(plan=plan, name="Standing")
    area = Area.objects.create(plan=plan, name="Standing", numbered=False)
    Place.objects.bulk_create(
        Place(area=area, band=band, number=str(n + 1), position=n + 1, appeal=n,
              x=20 + (n % 20) * 22, y=70 + (n // 20) * 22)
        for n in range(STUDIO_PLACES)
    )  # fmt: skip
    plan.seal()
    return plan


def build_theatre():
    """The main house and the studio: (plan, plan)."""
    address = "Playhouse Square\nAlderbrook\nAB1 2CF"
    house = build_playhouse(Venue.objects.create(name="Alderbrook Playhouse", address=address))
    studio = build_studio(Venue.objects.create(name="The Studio", address=address))
    return house, studio
