"""Register tests' own market days, and how they read and press the register's rows."""

# A market that is on now, so that no other test's days change, and that no list names first: ten pitches R1 to R10, the
# first traders booked on account, the last one known and without a pitch. `officer` gets an open drawer.
MARKET = """
from datetime import timedelta
from django.utils.timezone import now
from boxoffice.models import User
from events.models import *
from tests import cast
plan = cast.plan('{name} square', unit='pitch', places=10, area='Row', row='R')
event = Event.objects.create(kind='market', audience='traders', title='Yard of {name}', slug='{slug}',
                             charge_type='pitch', budget_code='MKT-4410')
event.required_documents.add(cast.insurance())
prices = cast.prices(plan, '{name} prices', basis='net', regular=2450, casual=3000)
MarketRules.objects.create(event=event, regular_price_type=cast.price_type('regular'),
                           casual_price_type=cast.price_type('casual'))
day = Occurrence.objects.create(event=event, plan=plan, price_list=prices, starts_at=now() - timedelta(hours=1),
                                ends_at=now() + timedelta(hours=6))
*booked, casual = {traders}
for number, name in enumerate(booked, 1):
    customer = cast.trader(name)
    booking = Booking.objects.reserve([(day, plan.places.get(number=str(number)), cast.price_type('regular'))],
                                      channel='market', customer=customer)
    customer.account.charge(booking)
cast.trader(casual)
for name in {officers}:
    cast.staff(name, 'Market officers')
cast.till(User.objects.get(email='{drawer_of}@alderbrook.example'), '{name} drawer')
print(day.pk)
"""


def market_day(stage, name, slug, traders, officers=(), drawer_of="mo"):
    """The id of a market day of its own; `officers` are people of its own who sign in."""
    stage.emails.update({officer: f"{officer}@alderbrook.example" for officer in officers})
    return stage.shell(MARKET.format(name=name, slug=slug, traders=list(traders), officers=list(officers),
                                     drawer_of=drawer_of))  # fmt: skip


def row(page, number):
    return page.locator(".rlist li").filter(has=page.locator(".pno", has_text=f"R{number}").first).nth(0)


def press(page, number, words):
    row(page, number).get_by_role("button", name=words).click()


def offline(page):
    page.context.set_offline(True)


def online(page):
    """The network is back; a browser's own event may come late, so the page is told."""
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
