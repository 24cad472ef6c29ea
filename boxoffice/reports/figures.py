"""The figures of the dashboard, from booking lines and postings, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.utils.timezone import make_aware

from boxoffice.templatetags.british import pounds
from events.models import BookingLine, CheckIn, Occurrence
from events.sales import sales_at
from invoicing.models import Code, Invoice, Payment, Posting


@dataclass(frozen=True)
class Tile:
    """One figure: what it is, how much, and a word more."""

    label: str
    value: str
    note: str = ""


def tiles(today, at):
    """The five figures at the top."""
    return [tickets_sold(today), takings(today), tonight(today, at), pitches_let(today, at), owed_by_traders(today)]


def tickets_sold(today):
    lines = BookingLine.objects.live().filter(occurrence__plan__unit="seat", booking__status="confirmed")
    lines = lines.filter(confirmed_on(today) | confirmed_on(today - timedelta(days=7)))
    counts = lines.aggregate(now=Count("pk", filter=confirmed_on(today)),
                             then=Count("pk", filter=confirmed_on(today - timedelta(days=7))))  # fmt: skip
    return Tile("Tickets sold today", f"{counts['now']:,}", f"{counts['then']:,} this day last week")


def confirmed_on(day):
    """From midnight to midnight; asking the database for the date of each booking is much slower."""
    midnight = make_aware(datetime.combine(day, time()))
    next_midnight = make_aware(datetime.combine(day + timedelta(days=1), time()))
    return Q(booking__confirmed_at__gte=midnight, booking__confirmed_at__lt=next_midnight)


def takings(today):
    by_code = {code: pence for (_, code), pence in Posting.objects.takings(today, today).items()}
    methods = {Payment.CODES[method]: label for method, label in Payment.Method.choices}
    parts = [f"{label} {pounds(by_code[code])}" for code, label in methods.items() if by_code.get(code)]
    return Tile("Takings today", pounds(sum(by_code.values())), ", ".join(parts) or "Nothing yet")


def tonight(today, at):
    """How full today's performances are, and who has come in."""
    performances = list(Occurrence.objects.performances().on(today).select_related("plan"))
    if not performances:
        return Tile("Tonight's house", "–", "No performance today")
    sales = sales_at(performances, at).values()
    sold, capacity = sum(one.sold for one in sales), sum(one.capacity for one in sales)
    inside = CheckIn.objects.standing().filter(line__occurrence__in=performances).count()
    per_cent = round(100 * sold / capacity) if capacity else 0
    return Tile("Tonight's house", f"{per_cent}%", f"{sold:,} of {capacity:,}, {inside:,} in")


def pitches_let(today, at):
    monday = today - timedelta(days=today.weekday())
    days = list(Occurrence.objects.market_days().on(monday, monday + timedelta(days=6)).select_related("plan"))
    sales = sales_at(days, at).values()
    let, capacity = sum(one.sold for one in sales), sum(one.capacity for one in sales)
    number = f"{len(days)} market day{'s' * (len(days) != 1)}"
    return Tile("Pitches let this week", f"{let:,} of {capacity:,}", f"{number} from Monday to Sunday")


def owed_by_traders(today):
    owed = Posting.objects.filter(account__customer__trader__isnull=False).balance(Code.DEBTORS)
    overdue = Invoice.objects.overdue(today).filter(account__customer__trader__isnull=False).count()
    return Tile("Owed by traders", pounds(owed), f"{overdue:,} overdue invoice{'s' * (overdue != 1)}")


def takings_by_day(today, *, days):
    """[(day, pence)] for each of the last days, today last."""
    first = today - timedelta(days=days - 1)
    totals = dict.fromkeys((first + timedelta(days=n) for n in range(days)), 0)
    for (day, _), pence in Posting.objects.takings(first, today).items():
        totals[day] += pence
    return list(totals.items())
