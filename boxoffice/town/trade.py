"""A year of trading on the demo town's market: regulars booked by the month on account, casuals paid on the day."""

from datetime import timedelta

from boxoffice.town.clock import before, day_of, first_of_month, moment, random_moment
from events.models import Hold, Place, Wanted

CASUALS = (5, 10)


class Square:
    """The pitches, who keeps which of them on which market, and which are taken on which day."""

    def __init__(self, plan, days):
        self.pitches = list(Place.objects.filter(area__plan=plan).select_related("area").order_by("pk"))
        self.days = days
        self.dates = {day: day.day for day in days}
        self.months = {}
        for day in days:
            self.months.setdefault(first_of_month(self.dates[day]), []).append(day)
        self.kept = {}
        self.taken = {day: set() for day in days}

    def give(self, rnd, stalls):
        """A pitch of their own on one market, or on both, for as many regulars as there are pitches for."""
        events = sorted({day.event for day in self.days}, key=lambda event: event.pk)
        spare = {event: self.pitches[: -len(self.pitches) // 5] for event in events}
        for number, stall in enumerate(stalls):
            for event in events if number % 8 == 0 else [events[number % 2]]:
                fitting = [p for p in spare[event] if ("f" in p.flags) == stall.hot]
                if fitting:
                    self.kept[stall.customer, event] = pitch = fitting[rnd.randrange(min(6, len(fitting)))]
                    spare[event].remove(pitch)

    def days_for(self, stall, days):
        """Those of the market days on which this trader has a pitch and may trade."""
        return [day for day in days
                if stall.first <= self.dates[day] <= stall.last and (stall.customer, day.event) in self.kept]


def trade(chronicle, square, book, stalls, types, people):
    """Every month's bookings of the regulars, and every market day's casuals."""
    regulars = [stall for stall in stalls if stall.regular]
    square.give(chronicle.rnd, regulars)
    today = day_of(chronicle.now)
    for month in range(-12, 2):
        first = first_of_month(today, month)
        for stall in regulars:
            book_month(chronicle, square, book, stall, types["Regular trader"], first, people["mo"])
    casuals = [stall for stall in stalls if stall.state == "insured" and not stall.regular]
    for day in square.days:
        if square.dates[day] < today:
            come_casually(chronicle, square, book, day, casuals, types["Casual trader"], people["mo"])


def book_month(chronicle, square, book, stall, price_type, first, officer):
    """One booking on account for a regular's month, made some days before it begins."""
    rnd = chronicle.rnd
    days = [day for day in square.days_for(stall, square.months.get(first, [])) if rnd.random() > 0.06]
    at = random_moment(rnd, max(first, stall.first) - timedelta(days=rnd.randint(3, 14)), 8, 21)
    if at >= chronicle.now:  # next month's: half of them have booked it already
        at = chronicle.now - timedelta(minutes=rnd.randint(20, 9000))
        days = days if rnd.random() < 0.5 else []
    days = [day for day in days if day.starts_at > at]
    if not days:
        return
    lines = [book.line(Wanted(day, square.kept[stall.customer, day.event], price_type)) for day in days]
    channel, by = rnd.choices([("portal", stall.customer.user), ("phone", officer), ("market", officer)], [6, 2, 2])[0]
    booking = chronicle.book(lines, at=at, channel=channel, customer=stall.customer, by=by)
    chronicle.charge(booking, stall.account, by=by)
    for line in lines:
        square.taken[line.occurrence].add(line.place)
        arrive(chronicle, line, officer)


def arrive(chronicle, line, officer):
    """Nine traders in ten are ticked off on a market morning."""
    day = line.occurrence
    at = before(day.opens_at + timedelta(minutes=chronicle.rnd.randrange(10, 140)), day.starts_at)
    if day.starts_at < chronicle.now and chronicle.rnd.random() < 0.94:
        chronicle.admit(line, at, officer)


def come_casually(chronicle, square, book, day, casuals, price_type, officer):
    """A few insured traders without a pitch of their own turn up, and pay the market officer in cash or by card."""
    rnd = chronicle.rnd
    free = [p for p in square.pitches if p not in square.taken[day] and "f" not in p.flags]
    may = [stall for stall in casuals if not stall.hot and stall.first <= square.dates[day] <= stall.last]
    count = min(rnd.randint(*CASUALS), len(free), len(may))
    for stall, pitch in zip(rnd.sample(may, count), rnd.sample(free[-30:], count), strict=True):
        at = moment(square.dates[day], 8, 5) + timedelta(minutes=rnd.randrange(45), seconds=rnd.randrange(60))
        line = book.line(Wanted(day, pitch, price_type))
        booking = chronicle.book([line], at=at, channel="market", customer=stall.customer, by=officer)
        till = chronicle.till_at(at, "Market", officer, (6, 30), (16, 0))
        chronicle.pay(booking, rnd.choice(["cash", "terminal", "terminal"]), by=officer, till=till)
        square.taken[day].add(pitch)
        chronicle.admit(line, booking.confirmed_at, officer)


def keep_pitches(chronicle, square, hold_type, stalls):
    """Hold regulars' pitches that they have not booked yet, five weeks ahead."""
    today = day_of(chronicle.now)
    coming = [day for day in square.days if today < square.dates[day] <= today + timedelta(days=35)]
    Hold.objects.bulk_create(
        Hold(occurrence=day, place=square.kept[stall.customer, day.event], hold_type=hold_type)
        for stall in stalls if stall.regular
        for day in square.days_for(stall, coming)
        if square.kept[stall.customer, day.event] not in square.taken[day]
    )  # fmt: skip
