"""The demo town's market place: seventy pitches, a Thursday and a Saturday market, week by week for two years."""

from datetime import date, timedelta

from boxoffice.town.clock import moment
from events.models import Area, Band, Event, Occurrence, Place, Plan, Venue

BANDS = ["3 × 3 m", "3 × 3 m corner", "6 × 3 m", "Food court 6 × 3 m", "Half pitch"]
# Aisle: (name, letter, pitches, drawn width and height, gap, width and depth in cm, band, band at the ends, y)
AISLES = [
    ("Aisle A", "A", 12, 46, 40, 8, 300, 300, 0, 1, 110),
    ("Aisle B", "B", 12, 46, 40, 8, 300, 300, 0, 1, 202),
    ("Aisle C", "C", 12, 46, 40, 8, 300, 300, 0, 1, 294),
    ("Aisle D", "D", 8, 72, 40, 9, 600, 300, 2, 2, 386),
    ("Food court", "F", 8, 72, 46, 9, 600, 300, 3, 3, 490),
    ("Casual row", "K", 18, 30, 34, 6, 150, 300, 4, 4, 590),
]
FACING = [("A", "B"), ("C", "D")]  # rows that look at each other across an aisle
WEEKS = 52
THURSDAY, SATURDAY = 3, 5


def build_market_place():
    """The square, sealed."""
    venue = Venue.objects.create(name="Alderbrook Market Place", address="Market Place\nAlderbrook\nAB1 2CG")
    plan = Plan.objects.create(venue=venue, name="Market Place", unit="pitch", width=720, height=660,
                               stage="Market Hall")  # fmt: skip
    bands = [Band.objects.create(plan=plan, name=name, position=i) for i, name in enumerate(BANDS)]
    for aisle in AISLES:
        area = Area.objects.create(plan=plan, name=aisle[0])
        Place.objects.bulk_create(pitches_of(area, aisle, bands))
    face(plan)
    plan.seal()
    return plan


def pitches_of(area, aisle, bands):
    """The pitches of one aisle; every fourth has electricity, all of the food court does."""
    _, letter, count, drawn_width, drawn_height, gap, width, depth, inner, outer, y = aisle
    food = letter == "F"
    for n in range(count):
        corner = n in (0, count - 1)
        powered = food or n % 4 == 0
        yield Place(
            area=area, band=bands[outer if corner else inner], row=letter, number=str(n + 1), position=n + 1,
            appeal=abs(2 * n - count + 1) + 10 * "ABCDFK".index(letter),
            x=40 + drawn_width / 2 + n * (drawn_width + gap), y=y + drawn_height / 2,
            flags=("f" if food else "") + ("e" if powered else "") + ("k" if corner else ""),
            amps=32 if food else 16 if powered else 0, width_cm=width, depth_cm=depth,
            drawn_width=drawn_width, drawn_height=drawn_height,
        )  # fmt: skip


def face(plan):
    """Pitches of facing rows whose fronts overlap."""
    pitches = {}
    for pitch in plan.places:
        pitches.setdefault(pitch.row, []).append(pitch)
    pairs = [(one, other) for near, far in FACING for one in pitches[near] for other in pitches[far]
             if abs(one.x - other.x) < (one.drawn_width + other.drawn_width) / 2]  # fmt: skip
    through = Place.faces.through
    through.objects.bulk_create(through(from_place=a, to_place=b) for pair in pairs for a, b in (pair, pair[::-1]))


def build_markets(plan, tariffs, papers, today):
    """Both markets and their days: (events, days)."""
    thursday = market("Thursday general market", "thursday-general-market", "MKT-4410", papers,
                      "Fresh food, plants, clothes and household goods under the arches of Market Place.")  # fmt: skip
    saturday = market("Saturday market", "saturday-market", "MKT-4420", papers,
                      "Local makers, street food and produce, with music on the Market Hall steps.")  # fmt: skip
    days = [day for event, weekday, tariff in ((thursday, THURSDAY, tariffs["thursday"]),
                                               (saturday, SATURDAY, tariffs["saturday"]))
            for day in days_of(event, plan, tariff, weekday, today)]  # fmt: skip
    Occurrence.objects.bulk_create(sorted(days, key=lambda day: day.starts_at))
    return [thursday, saturday], sorted(days, key=lambda day: day.starts_at)


def market(title, slug, budget_code, papers, summary):
    event = Event.objects.create(kind="market", audience="traders", title=title, slug=slug, charge_type="pitch",
                                 budget_code=budget_code, summary=summary)  # fmt: skip
    event.required_documents.add(papers["insurance"])
    return event


def days_of(event, plan, tariff, weekday, today):
    """A market day each week for a year back and a year ahead; none on Christmas Day or Boxing Day."""
    nearest = today + timedelta(days=(weekday - today.weekday()) % 7)
    for week in range(-WEEKS, WEEKS + 1):
        day = nearest + timedelta(weeks=week)
        if (day.month, day.day) in ((12, 25), (12, 26)):
            continue
        yield Occurrence(event=event, plan=plan, price_list=tariff, opens_at=moment(day, 6, 30), note=note_for(day),
                         starts_at=moment(day, 9), ends_at=moment(day, 15, 30))  # fmt: skip


def note_for(day):
    christmas = date(day.year, 12, 25)
    if timedelta(0) < christmas - day <= timedelta(days=7):
        return "Last before Christmas"
    new_year = date(day.year + (day.month == 12), 1, 1)
    return "First of the new year" if timedelta(0) <= day - new_year < timedelta(days=7) else ""
