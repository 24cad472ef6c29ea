"""Mo cancels a day on the tablet and takes it back; then books for a trader who telephoned, and prints the letter."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MAKE = """
from datetime import timedelta
from events.models import Booking, Occurrence
from tests import cast
day = Occurrence.objects.filter(event__slug="thursday-market", cancelled_at=None).order_by("-starts_at").first()
day.pk, day.starts_at, day.ends_at = None, day.starts_at + timedelta(days=1), day.ends_at + timedelta(days=1)
day.save()
wyn = cast.trader("wyn")
type(wyn).objects.filter(pk=wyn.pk).update(email="", phone="01632 960 777")
place = day.plan.places.select_related("area").get(number="80")
booking = Booking.objects.reserve([(day, place, cast.price_type("regular"))], channel="portal", customer=wyn)
wyn.account.charge(booking)
print(day.pk)
"""


@pytest.fixture(scope="module")
def day(stage):
    """A market day of this file's own, with one trader on it who has no e-mail: nobody else's tests book it."""
    stage.emails["wyn"] = "wyn@alderbrook.example"
    return stage.shell(MAKE)


@pytest.fixture
def tablet(page, sign_in):
    page.set_viewport_size({"width": 1024, "height": 768})
    sign_in(page, "mo")
    return page


def test_mo_cancels_a_day_and_takes_it_back(tablet, day, axe):
    page = tablet
    page.goto("/market/weather/")
    axe(page)
    page.goto(f"/market/weather/{day}/?gust_mph=52")
    page.get_by_label("Cancelled").check()
    page.get_by_label("Why").fill("Amber warning of wind")
    axe(page)
    page.get_by_role("button", name="See what will happen").click()
    expect(page.get_by_text("£24.50").first).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Cancel the market and tell 1").click()
    expect(page.get_by_text("Off the next bill")).to_be_visible()
    axe(page)
    page.get_by_label("Why is it taken back?").fill("The wind dropped")
    page.get_by_role("button", name="Take this decision back").click()
    expect(page.get_by_text("Charged again", exact=True)).to_be_visible()


def test_mo_does_something_for_wyn_who_telephoned(tablet, day, axe):
    page = tablet
    page.goto("/market/traders/")
    axe(page)
    page.get_by_label("Name, telephone number or badge").fill("960 777")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", name="Wyn's Cheese", level=1)).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Do something for this trader").click()
    expect(page.get_by_text("You are doing this for")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    axe(page)
    for address in ("/portal/messages/", "/portal/statement/", "/portal/calendar-feeds/"):
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("button", name="Make a private address").click()
    address = page.get_by_label("Your private address").input_value()
    calendar = page.request.get(re.sub("^.*(?=/calendars/)", "", address))
    assert calendar.status == 200 and "BEGIN:VEVENT" in calendar.text()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("asked by telephone").first).to_be_visible()
    page.goto("/market/messages/?to=print")
    axe(page)
    href = page.get_by_role("link", name="Open the letters").get_attribute("href")
    assert page.request.get(href).headers["content-type"] == "application/pdf"
    page.get_by_role("button", name="They are printed and posted").click()
    expect(page.get_by_text("marked as posted")).to_be_visible()
