"""A day that was paid for in cash is called off, and Gwen gives the money back from her drawer at the stall."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MAKE = """
from datetime import timedelta
from events.models import Booking, Occurrence
from invoicing.models import Payment
from tests import cast
day = Occurrence.objects.filter(event__slug="thursday-market", cancelled_at=None).order_by("-starts_at").first()
day.pk, day.starts_at, day.ends_at = None, day.starts_at + timedelta(days=3), day.ends_at + timedelta(days=3)
day.save()
gwen = cast.staff("gwen", "Market officers")
place = day.plan.places.get(number="81")
booking = Booking.objects.reserve([(day, place, cast.price_type("regular"))], channel="portal",
                                  customer=cast.trader("ida"))
Payment.objects.take(booking, "cash", by=gwen, till=cast.till(gwen, "Market bag 9"))
print(day.pk)
"""


def test_what_a_called_off_day_cost_goes_back_from_the_drawer(page, stage, sign_in, axe):
    stage.emails["gwen"] = "gwen@alderbrook.example"
    day = stage.shell(MAKE)
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "gwen")
    page.goto(f"/market/weather/{day}/?gust_mph=58")
    page.get_by_label("Cancelled").check()
    page.get_by_label("Why").fill("Red warning of wind")
    page.get_by_role("button", name="See what will happen").click()
    page.get_by_role("button", name="Cancel the market and tell 1").click()
    expect(page.get_by_text("Red warning of wind").first).to_be_visible()
    page.goto("/market/cash/refunds/")
    axe(page)
    give = page.get_by_role("button", name="to Ida's Cheese")
    assert give.bounding_box()["height"] >= 44
    give.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("£24.50 given back")).to_be_visible()
    expect(give).to_have_count(0)
    axe(page)
