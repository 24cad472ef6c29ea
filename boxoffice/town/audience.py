"""Who came to the demo town's shows: parties side by side, the best seats first, by every way of selling."""

from datetime import timedelta
from itertools import groupby

from boxoffice.town.clock import day_of, moment, random_moment
from events.models import Place, Wanted

ASKED_FOR = frozenset("wc")
PARTIES, PARTY_WEIGHTS = [1, 2, 3, 4, 5, 6, 12], [9, 45, 12, 22, 5, 5, 2]
CHANNELS, CHANNEL_WEIGHTS = ["shop", "counter", "phone"], [62, 25, 13]
# How far the coming performances nearest to today have sold: {days from today: share of the house}.
CLOSE = {0: 0.86, 1: 0.6}


class House:
    """A plan's places as stretches of neighbours, and the seats that are never sold by chance."""

    def __init__(self, plan):
        places = list(Place.objects.filter(area__plan=plan).select_related("area").order_by("pk"))
        self.count = len(places)
        self.spaces = [(seat.companion_of_id, seat) for seat in places if seat.companion_of_id]
        self.by_id = {place.pk: place for place in places}
        ordinary = [place for place in places if not ASKED_FOR & set(place.flags)]
        rows = groupby(ordinary, key=lambda p: (p.area_id, p.row, p.position - int(p.number)))
        self.runs = [list(row) for _, row in rows]

    def parties(self, rnd, held, wanted):
        """Parties of neighbours, free ones, until `wanted` places are gone."""
        parties = []
        for run in self.runs:
            free = [place for place in run if place.pk not in held]
            while free:
                size = rnd.choices(PARTIES, PARTY_WEIGHTS)[0]
                parties.append(free[:size])
                free = free[size:]
        parties.sort(key=lambda party: party[0].appeal + rnd.gauss(0, 45))
        for party in parties:
            if wanted <= 0:
                return
            wanted -= len(party)
            yield party


def fill(chronicle, season, houses, book, held, customers, types, people):
    """Sell every performance as far as it has sold by now, and admit the people who came."""
    today = day_of(chronicle.now)
    for production, performances in season:
        for performance in performances:
            house = houses[performance.plan_id]
            share = share_sold(chronicle.rnd, production, performance, today, chronicle.now)
            parties = list(house.parties(chronicle.rnd, held.get(performance.pk, ()), share * house.count))
            if house.spaces and share > 0.15:
                space, companion = chronicle.rnd.choice(house.spaces[2:])
                parties.append([house.by_id[space], companion])
            for party in parties:
                attend(chronicle, performance, party, book, chronicle.rnd.choice(customers), types, people)


def share_sold(rnd, production, performance, today, now):
    """How much of the house has gone: all it will sell for what is past, less the further ahead it is."""
    ahead = (performance.day - today).days
    if performance.on_sale_from and performance.on_sale_from > now:
        return 0
    weekend = 1.0 if performance.day.weekday() >= 4 else 0.8
    running = production.first <= 0 <= production.first + production.evenings
    return running and CLOSE.get(ahead) or production.sells * weekend * rnd.uniform(0.8, 1.2)


def attend(chronicle, performance, party, book, customer, types, people):
    """One party books, pays and, where the performance is over, comes in."""
    rnd = chronicle.rnd
    channel = rnd.choices(CHANNELS, CHANNEL_WEIGHTS)[0]
    at = when(rnd, performance, chronicle.now)
    if day_of(at) >= day_of(chronicle.now) or (customer.email == "" and channel == "shop"):
        channel = "shop" if customer.email else None
    if channel is None:
        return
    at = at if channel == "shop" else in_opening_hours(rnd, performance, day_of(at))
    lines = [book.line(Wanted(performance, place, price_type))
             for place, price_type in zip(party, price_types(rnd, performance, len(party), types), strict=True)]
    sell(chronicle, lines, at, channel, customer, people)
    if performance.ends_at < chronicle.now and rnd.random() < 0.95:
        come_in(chronicle, performance, lines, people["dee"])


def in_opening_hours(rnd, performance, day):
    """While the counter is staffed that day; the day before where the performance has begun by then."""
    at = moment(day, 10) + timedelta(minutes=rnd.randrange(240))
    return at if at < performance.starts_at else at - timedelta(days=1)


def sell(chronicle, lines, at, channel, customer, people):
    """Online by card; at the counter and by telephone through Sam's till. Who pays cash often leaves no name."""
    rnd = chronicle.rnd
    if channel == "shop":
        booking = chronicle.book(lines, at=at, channel="shop", customer=customer)
        chronicle.pay(booking, "stripe", reference=f"pi_demo_{booking.reference}")
        return
    method = "cash" if channel == "counter" and rnd.random() < 0.38 else "terminal"
    named = channel == "phone" or rnd.random() < 0.5
    booking = chronicle.book(lines, at=at, channel=channel, customer=customer if named else None, by=people["sam"])
    till = chronicle.till_at(at, "Counter 1", people["sam"], (9, 45), (20, 45))
    chronicle.pay(booking, method, by=people["sam"], till=till)


def when(rnd, performance, now):
    """Some time before the performance, and before now: most in the last three weeks."""
    latest = min(performance.starts_at, now)
    lead = min(int(rnd.expovariate(1 / 13)), 75)
    day = day_of(latest) - timedelta(days=lead)
    at = random_moment(rnd, day, 8, 23)
    if at >= latest - timedelta(hours=1):
        at = random_moment(rnd, day - timedelta(days=1), 8, 23)
    return at


def price_types(rnd, performance, count, types):
    """Adults mostly; families at what children come to."""
    family = performance.price_list.name.endswith(("family shows", "story time"))
    weights = [5, 1, 4] if family else [7, 2, 0.5]
    chosen = rnd.choices([types["Adult"], types["Concession"], types["Under 16"]], weights, k=count)
    return sorted(chosen, key=lambda one: one.position)


def come_in(chronicle, performance, lines, by):
    at = performance.starts_at - timedelta(minutes=chronicle.rnd.randrange(2, 42), seconds=chronicle.rnd.randrange(60))
    for number, line in enumerate(lines):
        door = "Foyer" if line.place.area.name != "Balcony" else "Balcony stairs"
        chronicle.admit(line, at + timedelta(seconds=4 * number), by, door)
