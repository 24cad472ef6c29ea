"""The cast: one small town, a theatre with twelve seats, a square with six pitches, and its people.

Sam sells at the counter, Amy trades, Fay does finance, Mo runs the market, Dee is at the door, Pat programmes.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.contrib.auth.models import Group
from django.utils.timezone import now

from boxoffice.models import User
from boxoffice.roles import write_roles
from events.models import (
    Area,
    Band,
    Booking,
    Customer,
    Document,
    DocumentType,
    Event,
    MarketRules,
    Occurrence,
    Place,
    Plan,
    Price,
    PriceList,
    PriceType,
    Trader,
    VatDetermination,
    Venue,
)
from invoicing.models import Account, TillSession

LONDON = ZoneInfo("Europe/London")
PASSWORD = "a quiet seat in row C"


def plan(name, unit="seat", places=12, area="Stalls", row="A", numbered=True):
    """A venue with one plan, one area, one band and one row."""
    plan = Plan.objects.create(venue=Venue.objects.create(name=name), name=name, unit=unit, stage="Stage")
    band = Band.objects.create(plan=plan, name="Standard")
    area = Area.objects.create(plan=plan, name=area, numbered=numbered)
    Place.objects.bulk_create(
        Place(area=area, band=band, row=row, number=str(n), position=n, appeal=abs(2 * n - places), x=n * 22, y=40)
        for n in range(1, places + 1)
    )
    plan.seal()
    return plan


def prices(plan, name, basis="gross", **amounts):
    """A price list for the plan's only band; amounts in pence by price type."""
    price_list = PriceList.objects.create(name=name, basis=basis, authority="Minute 1", valid_from=date(2020, 1, 1))
    for position, (price_type, amount) in enumerate(amounts.items()):
        price_type, _ = PriceType.objects.get_or_create(
            name=price_type.capitalize(), defaults={"letter": letter_for(price_type), "position": position}
        )
        Price.objects.create(price_list=price_list, band=plan.bands.get(), price_type=price_type, amount=amount)
    return price_list


def letter_for(price_type):
    """The first letter nobody has: children are c, so casual traders have none where a show came first."""
    return "" if PriceType.objects.filter(letter=price_type[0]).exists() else price_type[0]


def determination(charge_type, treatment="E", rate=0, reason="Exempt from VAT: VATA 1994 Sch 9", event=None, **fields):
    """A VAT determination that covers every day."""
    fields = {"valid_from": date(2020, 1, 1), "decided_on": date(2020, 1, 1), **fields}
    return VatDetermination.objects.create(charge_type=charge_type, treatment=treatment, rate=rate, event=event,
                                           reason=reason if treatment in "EO" else "", evidence="File 1",
                                           decided_by="VAT officer", **fields)  # fmt: skip


def show(seats=12, days=7, taxed=True, **fields):
    """One performance of Blithe Spirit a week from now: adults £18.00, children £9.00, 20% VAT included."""
    house = plan("Pomegranate Theatre", places=seats, **fields)
    event = Event.objects.create(kind="show", title="Blithe Spirit", slug="blithe-spirit", charge_type="ticket",
                                 budget_code="THE-4100")  # fmt: skip
    if taxed:
        determination("ticket", "S", 2000)
    starts_at = datetime.combine((now() + timedelta(days=days)).date(), datetime.min.time(), LONDON).replace(hour=19)
    return Occurrence.objects.create(event=event, plan=house, price_list=prices(house, "Play", adult=1800, child=900),
                                     starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))  # fmt: skip


def before_curtain_up():
    """Half past six this evening: a show of today is still to come, whenever the tests are run."""
    today = now().date()
    return time_machine.travel(datetime(today.year, today.month, today.day, 18, 30, tzinfo=LONDON))


def market(weeks=6, pitches=6, basis="net", vat=("E", 0)):
    """A weekly market for insured traders: regular £24.50, casual £30.00."""
    square = plan("Market Square", unit="pitch", places=pitches, area="North side", row="N")
    event = Event.objects.create(kind="market", audience="traders", title="Thursday market", slug="thursday-market",
                                 charge_type="pitch", budget_code="MKT-4410")  # fmt: skip
    event.required_documents.add(insurance())
    determination("pitch", *vat)
    price_list = prices(square, "Market", basis=basis, regular=2450, casual=3000)
    MarketRules.objects.create(event=event, regular_price_type=price_type("regular"),
                               casual_price_type=price_type("casual"), draw_order=["attendance", "registered"])
    first = datetime.combine((now() + timedelta(days=3)).date(), datetime.min.time(), LONDON).replace(hour=8)
    return [
        Occurrence.objects.create(event=event, plan=square, price_list=price_list,
                                  starts_at=first + timedelta(weeks=week),
                                  ends_at=first + timedelta(weeks=week, hours=8))  # fmt: skip
        for week in range(weeks)
    ]


def insurance():
    """Public liability insurance for five million pounds."""
    return DocumentType.objects.get_or_create(name="Public liability insurance", minimum_cover=500_000_000)[0]


def staff(name, *roles):
    """Somebody who signs in as name@alderbrook.example and has these roles."""
    if not Group.objects.exists():  # emptied by a test that commits
        write_roles()
    user = User.objects.create_user(f"{name}@alderbrook.example", PASSWORD, first_name=name.capitalize())
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def trader(name="amy", credit_limit=50_000, insured=True):
    """Amy's Cheese: approved, insured for a year, with an account."""
    user = staff(name, "Traders")
    customer = Customer.objects.create(user=user, name=f"{name.capitalize()}'s Cheese", address="1 High Street\nTown",
                                       postcode="AB1 2CD", email=user.email)  # fmt: skip
    today = now().date()
    trader = Trader.objects.create(customer=customer, trading_name=customer.name, goods="Cheese", applied_on=today,
                                   approved_on=today)  # fmt: skip
    if insured:
        ends = today + timedelta(days=335)
        Document.objects.create(trader=trader, document_type=insurance(), cover=500_000_000, checked_at=now(),
                                valid_from=today - timedelta(days=30), expires_on=ends)  # fmt: skip
    Account.objects.open_for(customer, credit_limit=credit_limit)
    return customer


def till(user, drawer="Counter 1"):
    """An open till with a float of £50."""
    return TillSession.objects.open_till(drawer, by=user, opening_float=5000)


def price_type(name):
    return PriceType.objects.get(name=name.capitalize())


def basket(performance, by, *, adults=2, customer=None):
    """Places that somebody has put into a basket at the counter, at £18.00 each."""
    return Booking.objects.reserve_best(performance, [price_type("adult")] * adults, channel="counter", by=by,
                                        customer=customer)  # fmt: skip
