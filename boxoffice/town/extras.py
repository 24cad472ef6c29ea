"""What the demo town's markets offer beside a pitch, the circuits behind the sockets, and some of it sold."""

import random
from datetime import timedelta

from django.db import transaction
from django.db.models import Count

from boxoffice.town.clock import moment
from boxoffice.town.tariffs import determine
from events.models import Booking, Circuit, Extra, Place, PriceType, Refused, Trader
from events.money import Vat

SEED = 115
# (name, unit, pence with VAT in it, stock, amps, most in one booking on one day). Build-out: Chorley, £1.15 a m² a day.
EXTRAS = [
    ("Gazebo 3 × 3 m", "each", 800, 12, 0, 2),
    ("16 A socket", "each", 300, None, 16, 2),
    ("32 A socket", "each", 500, None, 32, 1),
    ("Build-out", "m²", 115, None, 0, 18),
]
CIRCUITS = {"A": 48, "B": 48, "C": 48, "D": 32, "F": 160, "K": 63}
BUYERS = 10


def offer_extras(square, events, people, today):
    """The extras of both markets, and ten traders who have booked some with a day to come."""
    for letter, amps in CIRCUITS.items():
        circuit = Circuit.objects.create(plan=square, name=f"Pillar {letter}", amps=amps)
        Place.objects.filter(area__plan=square, row=letter, amps__gt=0).update(circuit=circuit)
    determine("equipment", Vat.STANDARD, "Hire of equipment and power is standard-rated. File FIN/VAT/15.",
              today=today, by=people["fay"])  # fmt: skip
    Extra.objects.bulk_create(
        Extra(event=event, name=name, unit=unit, price=price, basis="gross", charge_type="equipment",
              budget_code=event.budget_code, stock=stock, amps=amps, most_each=most, position=position)
        for event in events
        for position, (name, unit, price, stock, amps, most) in enumerate(EXTRAS)
    )  # fmt: skip
    sell_some(events[0], people["mo"], today)


def sell_some(event, officer, today):
    """Bookings of regulars on two Thursdays six weeks ahead, with what stands beside their stall."""
    rnd, regular = random.Random(SEED), PriceType.objects.get(name="Regular trader")
    offered = {extra.name: extra for extra in event.extras.all()}
    days = list(event.occurrences.upcoming().filter(starts_at__gt=moment(today + timedelta(days=40), 0))
                .with_parts()[:2])  # fmt: skip
    traders = Trader.objects.filter(suspended_on=None, customer__account__stopped_at=None).select_related(
        "customer__account")  # fmt: skip
    traders = list(traders.annotate(n=Count("customer__bookings")).filter(n__gt=8).order_by("pk")[:BUYERS])
    for trader in traders:
        book_some(trader.customer, rnd.choice(days), offered, regular, officer, rnd)


def book_some(customer, day, offered, regular, officer, rnd):
    """One day with a gazebo, a socket where the pitch has one, or some metres; nothing where it is refused."""
    taken = day.lines.live().values("place")
    free = list(day.plan.places.exclude(pk__in=taken).exclude(flags__contains="f").select_related("area", "circuit"))
    place = rnd.choice(free)
    wanted = [(offered["Gazebo 3 × 3 m"], day, place, 1)] if rnd.random() < 0.6 else []
    wanted += [(offered["16 A socket"], day, place, 1)] if place.amps else []
    wanted += [] if wanted else [(offered["Build-out"], day, place, rnd.randint(2, 9))]
    try:
        with transaction.atomic():
            booking = Booking.objects.reserve([(day, place, regular)], channel="portal", by=officer, customer=customer)
            booking.add_extras(wanted)
            customer.account.charge(booking, by=officer)
    except Refused:
        return
