"""The demo town: a theatre, a market place, their people, and twelve months of what happened there.

Everything is relative to the day it is loaded on, and the same again on the same day.
"""

import gc
import random
from contextlib import contextmanager
from datetime import datetime, time

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.timezone import now as time_now

from boxoffice.models import User
from boxoffice.town import audience, billing
from boxoffice.town import trade as market_trade
from boxoffice.town.after import change_bookings
from boxoffice.town.applications import build_applications
from boxoffice.town.bank import bring_bank_file
from boxoffice.town.books import build_books
from boxoffice.town.certificates import build_certificates
from boxoffice.town.christmas import build_christmas
from boxoffice.town.chronicle import Chronicle
from boxoffice.town.clock import LONDON
from boxoffice.town.drawers import set_rules
from boxoffice.town.draws import hold_draws
from boxoffice.town.extras import offer_extras
from boxoffice.town.goods import build_goods
from boxoffice.town.house import build_theatre
from boxoffice.town.incidents import happen
from boxoffice.town.licences import build_licences
from boxoffice.town.market import build_market_place, build_markets
from boxoffice.town.order import keep_order
from boxoffice.town.paper import put_on_paper
from boxoffice.town.people import MACHINE, PASSWORD, PEOPLE, build_customers, build_people
from boxoffice.town.post import send_old_post
from boxoffice.town.register import keep_register
from boxoffice.town.rules import build_rules
from boxoffice.town.season import build_season, hold_seats
from boxoffice.town.season_tickets import sell_season_tickets
from boxoffice.town.selling import build_selling
from boxoffice.town.tariffs import build_hold_types, build_tariffs, determine_defaults, determine_markets
from boxoffice.town.traders import build_papers, build_traders
from boxoffice.town.versions import build_versions
from boxoffice.town.vouchers import sell_vouchers
from boxoffice.town.weather import blow
from events.guards import lifted
from events.models import PriceBook, PriceType, Refused, Venue
from invoicing.guards import ALL_GUARDS

__all__ = [
    "MACHINE", "PASSWORD", "PEOPLE", "check_empty", "is_empty", "is_loaded", "load", "people_here", "remove",
]  # fmt: skip
VENUES = {"Alderbrook Playhouse", "The Studio", "Alderbrook Market Place"}
SEED = 1838


def is_empty():
    """True where no venue has been made yet."""
    return not Venue.objects.exists()


def check_empty():
    if not is_empty():
        raise Refused("There are venues already. The demo town goes into an empty database only.")


def is_loaded():
    """True where the demo town, and nothing but it, is in the database."""
    return set(Venue.objects.values_list("name", flat=True)) == VENUES


def people_here():
    """Those of the town's people who have a sign-in."""
    there = set(User.objects.filter(email__in=[person.email for person in PEOPLE]).values_list("email", flat=True))
    return [person for person in PEOPLE if person.email in there]


def load(today=None):
    """Put the whole town into an empty database, or nothing of it. Raises Refused where there is a venue already."""
    check_empty()
    now = datetime.combine(today, time(12), LONDON) if today else time_now().replace(microsecond=0)
    with transaction.atomic(), no_tidying():
        build(random.Random(SEED), now, localdate(now))
    analyze()


def analyze():
    """Tell the database how many rows there are by now: without it, it plans for empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def no_tidying():
    """Without the garbage collector, which would walk a hundred thousand rows again and again."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def build(rnd, now, today):
    """The places and people first, then what happened, then what is kept back for the days to come."""
    people = build_people()
    house, studio = build_theatre()
    square = build_market_place()
    tariffs = build_tariffs(house, studio, square, today)
    hold_types = build_hold_types()
    determine_defaults(today, people["fay"])
    build_books(today, people["fay"])
    papers = build_papers()
    season = build_season(house, studio, tariffs, today, people["fay"])
    (thursday, saturday), days = build_markets(square, tariffs, papers, today)
    determine_markets(thursday, saturday, today, people["fay"])
    build_rules(thursday, saturday)
    customers = build_customers(rnd)
    stalls = build_traders(rnd, people, papers, today)
    holds = hold_seats(season, house, hold_types, now)
    chronicle, pitches = Chronicle(rnd, now), market_trade.Square(square, days)
    types = {one.name: one for one in PriceType.objects.all()}
    book = PriceBook([*days, *(one for _, performances in season for one in performances)], now)
    market_trade.trade(chronicle, pitches, book, stalls, types, people)
    billing.bill_year(chronicle, today, people["fay"])
    billing.pay_invoices(chronicle, people["fay"])
    houses = {plan.pk: audience.House(plan) for plan in (house, studio)}
    audience.fill(chronicle, season, houses, book, held_by_performance(holds), customers, types, people)
    chronicle.write()
    analyze()
    market_trade.keep_pitches(chronicle, pitches, hold_types["R"], stalls)
    happen_lately(rnd, people, now, today)
    offer_extras(square, [thursday, saturday], people, today)
    build_versions(tariffs, people, today)
    build_goods(pitches.kept, thursday, saturday, people, today)
    build_applications(people, today)
    build_christmas(square, people, today)
    build_licences(pitches, stalls, people, now, today)
    sell_season_tickets(season, house, customers, people, now, today)
    hold_draws(stalls, people, now)
    build_certificates(people, now)
    see_to(people, now, today)
    build_selling(people, today)


def see_to(people, now, today):
    """Order on the market, its register, and what was changed after tickets were sold."""
    keep_order(people, now, today)
    keep_register(people, now)
    set_rules(people, now)
    change_bookings(people, now)
    put_on_paper(people, now)
    sell_vouchers(people, now)


def happen_lately(rnd, people, now, today):
    """Incidents, the post that went out, the bank's file and the weather."""
    happen(rnd, now, people)
    send_old_post()
    bring_bank_file(now, today, people["fay"])
    blow(now, today, people)


def held_by_performance(holds):
    held = {}
    for hold in holds:
        held.setdefault(hold.occurrence_id, set()).add(hold.place_id)
    return held


def remove():
    """Take the town away again, with everything booked and invoiced in it. Raises Refused where there is more than it.

    The one place where facts are deleted, and so with the guards lifted for this transaction.
    """
    if not is_loaded():
        raise Refused("This database holds venues that are not the demo town's, or none. Nothing was removed.")
    with lifted(connection, ALL_GUARDS):
        for label in ("invoicing", "events"):
            for model in apps.get_app_config(label).get_models(include_auto_created=True):
                model._base_manager.all()._raw_delete(connection.alias)
        connection.check_constraints()
        remove_people()
        connection.check_constraints()


def remove_people():
    """The town's sign-ins, those of its traders who were accepted among them, and the tokens issued to them."""
    own = Q(email__in=[MACHINE, *(person.email for person in PEOPLE)]) | Q(email__endswith="@market.example")
    for user in User.objects.filter(own):
        user.api_tokens.all().delete()
        user.delete()
