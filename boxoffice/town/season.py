"""The demo town's season: fourteen productions in the house, nights in the Studio, and the seats held back."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.text import slugify

from boxoffice.town.clock import moment
from boxoffice.town.tariffs import determine_show
from events.models import Event, Hold, Occurrence


@dataclass(frozen=True)
class Production:
    """A show: `first` day from today, evenings from then on, whether there are matinées, and how well it sells."""

    title: str
    first: int
    evenings: int
    tariff: str
    code: str
    promoted: bool
    sells: float
    summary: str
    matinee: bool = False
    note: str = ""


PLAY, VISIT, FAMILY = ("play", "THE-4100"), ("visiting", "THE-4110"), ("family", "THE-4120")
HOUSE = [
    Production("The Importance of Being Earnest", -352, 3, *PLAY, True, 0.27, "Wilde's comedy of handbags."),
    Production("Northern Brass in Concert", -318, 3, *VISIT, False, 0.34, "Twenty-eight players and a tuba solo."),
    Production("The Wind in the Willows", -287, 3, *FAMILY, True, 0.3, "Mole, Ratty and a very fast car.", True),
    Production("Hedda Gabler", -251, 3, *PLAY, True, 0.16, "Ibsen in a new version by the Alderbrook Players."),
    Production("The Mikado", -214, 4, *VISIT, False, 0.28, "The Pennine Savoyards' touring production."),
    Production("Under Milk Wood", -176, 3, *PLAY, True, 0.2, "A day in Llareggub, for voices.", note="Captioned"),
    Production("A Night of Comedy", -139, 3, *VISIT, False, 0.35, "Four comedians and a compère. Ages 16 and over."),
    Production("Treasure Island", -98, 3, *FAMILY, True, 0.28, "Pirates, parrots and a map.", True),
    Production("Twelfth Night", -61, 4, *PLAY, True, 0.23, "If music be the food of love.", note="Audio described"),
    Production("Swan Lake", -30, 3, *VISIT, False, 0.38, "Ballet of the North on tour, with live orchestra."),
    Production("A Midsummer Night's Dream", -3, 7, *PLAY, True, 0.5, "Four lovers, a donkey and a wood.", True),
    Production("The Snow Queen", 19, 5, *FAMILY, True, 0.2, "Gerda goes north to find Kay.", True, "Relaxed"),
    Production("Pride and Prejudice", 52, 4, *PLAY, True, 0.1, "The Bennets, in a new adaptation.", note="Captioned"),
    Production("La Traviata", 88, 3, *VISIT, False, 0.06, "Sung in Italian with English surtitles."),
]
STUDIO = [
    Production("Jazz in the Studio: Moss Street", -200, 1, "studio", "THE-4130", False, 0.7, "Standing. Bar open."),
    Production("Folk night: The Weir", -150, 1, "studio", "THE-4130", False, 0.6, "Fiddle, pipes and a dance floor."),
    Production("Poetry slam", -84, 1, "studio", "THE-4130", True, 0.4, "Three minutes each; the audience judges."),
    Production("Jazz in the Studio: Ada Lowe Trio", -40, 1, "studio", "THE-4130", False, 0.8, "Standing. Bar open."),
    Production("Story time", -12, 2, "story", "THE-4140", True, 0.3, "Songs and stories for the under-fives."),
    Production("Jazz in the Studio: Northlight", 6, 1, "studio", "THE-4130", False, 0.5, "Standing. Bar open."),
    Production("New writing night", 33, 1, "studio", "THE-4130", True, 0.15, "Six short plays, script in hand."),
    Production("Story time in spring", 61, 2, "story", "THE-4140", True, 0.05, "Songs and stories for under-fives."),
]


def build_season(house, studio, tariffs, today, by):
    """Every show: [(production, its performances)]."""
    season = [(one, performances_of(one, plan, tariffs, today, by))
              for plan, chosen in ((house, HOUSE), (studio, STUDIO)) for one in chosen]  # fmt: skip
    everything = sorted((p for _, performances in season for p in performances), key=lambda p: p.starts_at)
    Occurrence.objects.bulk_create(everything)
    return season


def performances_of(production, plan, tariffs, today, by):
    """The event, its VAT, and its performances, not yet saved."""
    event = Event.objects.create(
        kind="show", title=production.title, slug=slugify(production.title), summary=production.summary,
        charge_type="ticket", budget_code=production.code,
    )  # fmt: skip
    determine_show(event, production.promoted, today, by)
    return [Occurrence(event=event, plan=plan, price_list=tariffs[production.tariff], **about)
            for about in times_of(production, today)]  # fmt: skip


def times_of(production, today):
    """When each performance is; only the one on today plays on Christmas Day, so that there is one to sell."""
    days = [today + timedelta(days=production.first + n) for n in range(production.evenings)]
    hour, minute, length = (10, 30, 1) if production.tariff == "story" else (19, 30, 2.5)
    for number, day in enumerate(days):
        if (day.month, day.day) == (12, 25) and abs((day - today).days) > 1:
            continue
        if production.matinee and number == len(days) - 2:
            yield performance(day, 14, 30, 2.5, "Matinee", production, today)
        note = production.note if number == 1 else ""
        yield performance(day, hour, minute, length, note, production, today)


def performance(day, hour, minute, length, note, production, today):
    starts_at = moment(day, hour, minute)
    # The last production's sale opens later, so that "on sale from" is to be seen.
    opening = moment(today + timedelta(days=12), 10) if production.first > 80 else None
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=length), "note": note,
            "opens_at": starts_at - timedelta(minutes=45), "on_sale_from": opening}  # fmt: skip


def hold_seats(season, house, hold_types, now):
    """House, press, access and technical seats at every coming performance in the main house."""
    seat = {(p.area.name, p.row, p.number): p for p in house.places.select_related("area")}
    chosen = [("H", "Stalls", "E", (12, 13)), ("P", "Circle", "C", (18, 19, 20)), ("K", "Stalls", "A", (1, 2, 21, 22)),
              ("A", "Stalls", "X", (1, 2))]  # fmt: skip
    holds = [
        Hold(occurrence=performance, place=seat[area, row, str(number)], hold_type=hold_types[letter])
        for _, performances in season for performance in performances
        if performance.plan_id == house.pk and performance.ends_at > now
        for letter, area, row, numbers in chosen for number in numbers
    ]  # fmt: skip
    return Hold.objects.keep(holds, reason="with the contract", at=now)
