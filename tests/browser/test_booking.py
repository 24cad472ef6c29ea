"""Vera books with few taps: again in three, a new day in six, every market day in seven; extras, a swap, a day back."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SET_UP = """
from events.models import Booking, Extra, Occurrence
from tests import cast
vera = cast.trader("vera")
day = Occurrence.objects.filter(event__slug="thursday-market", cancelled_at=None).order_by("starts_at").first()
place = day.plan.places.select_related("area").get(number="40")
booking = Booking.objects.reserve([(day, place, cast.price_type("regular"))], channel="portal", customer=vera)
vera.account.charge(booking)
cast.determination("equipment", "S", 2000)
Extra.objects.create(event=day.event, name="Gazebo", price=800, basis="gross", stock=5, charge_type="equipment",
                     budget_code="MKT-4411")
"""
CANCEL_ALL = """
from events.models import Booking
from invoicing.cancellation import cancel
for booking in Booking.objects.filter(customer__name="Vera's Cheese", status__in=["confirmed", "reserved"]):
    if booking.lines.live().count() > {keep}:
        cancel(booking, reason="test")
"""


class Taps:
    """Presses links, buttons and boxes, and counts. A list is opened with one tap and chosen from with another."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def tap(self, role, name):
        self.count += 1
        self.page.get_by_role(role, name=name).first.click()

    def choose(self, label, index):
        self.count += 2
        self.page.get_by_label(label).select_option(index=index)


@pytest.fixture(scope="module")
def vera(stage):
    """A trader of this file's own, with a pitch she stood on before; whatever she books is cancelled at the end."""
    stage.shell(SET_UP)
    stage.emails["vera"] = "vera@alderbrook.example"
    yield "vera"
    stage.shell(CANCEL_ALL.format(keep=0))


@pytest.fixture
def taps(page, sign_in, vera, stage):
    """Vera on her telephone, at home, with nothing tapped yet and her one day booked."""
    stage.shell(CANCEL_ALL.format(keep=1))
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, vera)
    return Taps(page)


def booked(taps):
    taps.tap("button", "Book on account")
    expect(taps.page.get_by_text("Booked, and on your account")).to_be_visible()


def test_the_same_pitch_again_in_three_taps(taps):
    taps.tap("link", re.compile("again"))
    expect(taps.page.locator("caption")).to_contain_text("North side N40")
    booked(taps)
    assert taps.count <= 3


def test_a_new_day_in_six_taps(taps):
    taps.tap("link", "Book market days")
    taps.count += 1
    taps.page.get_by_role("checkbox").first.check()
    taps.tap("button", "Choose a pitch")
    taps.page.wait_for_selector("[data-plan][data-ready]")
    expect(taps.page.locator("[data-chosen-count]")).to_have_text("1 pitch chosen")  # the usual one
    taps.tap("button", "Continue")
    booked(taps)
    assert taps.count <= 6


def test_every_market_day_until_a_date_in_seven_taps(taps):
    taps.tap("link", "Book market days")
    taps.choose(re.compile("^Every"), 3)
    taps.tap("button", "Choose every")
    taps.tap("button", "Choose a pitch")
    taps.page.wait_for_selector("[data-plan][data-ready]")
    taps.tap("button", "Continue")
    booked(taps)
    assert taps.count <= 7


def test_extras_a_swap_and_a_day_given_back(taps, axe):
    page = taps.page
    page.goto("/portal/again/")
    page.get_by_label("Gazebo").fill("1")
    page.get_by_label("Gazebo").blur()
    expect(page.locator(".basket .tot")).to_have_text("£32.50")
    axe(page)
    booked(taps)
    page.locator("ul.booked a").first.click()
    expect(page.get_by_text("Free until")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Swap it").click()
    page.get_by_role("radio").last.check()
    axe(page)
    page.get_by_role("button", name="Swap").click()
    expect(page.get_by_text("Swapped. You now have")).to_be_visible()
    page.get_by_role("button", name="Cancel this day, free of charge").click()
    expect(page.get_by_text("is cancelled and off your account")).to_be_visible()


def test_the_list_of_days_and_a_wide_screen(taps, axe):
    page = taps.page
    page.goto("/portal/days/?view=list")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("checkbox").first.check()
    expect(page.locator("[data-day-count]")).to_have_text("1 day chosen")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
