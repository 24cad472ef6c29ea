"""Mo sets next year's tariff and tries a price; then records goods, and sees on the board who may not stand where."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SATURDAY = localdate() + timedelta(days=400 + (5 - (localdate() + timedelta(days=400)).weekday()) % 7)
BOOK = """
from tests import cast
from events.models import Booking, Occurrence
tilda = cast.trader('tilda')
days = Occurrence.objects.filter(event__slug='thursday-market', cancelled_at=None)
day = days.with_parts().order_by('-starts_at').first()
place = day.plan.places.select_related('area').get(number='77')
Booking.objects.reserve([(day, place, cast.price_type('regular'))], channel='phone', customer=tilda, minutes=9999)
print(day.pk)
"""


def test_mo_makes_next_years_tariff_and_tries_a_price(page, sign_in, axe):
    sign_in(page, "mo")
    page.goto("/market/tariffs/")
    axe(page)
    page.get_by_role("link", name="From").first.click()
    page.get_by_label("First day of the new version").fill(SATURDAY.isoformat())
    page.get_by_label("Minute or delegated decision").fill("Minute 88")
    page.get_by_role("button", name="Make the version").click()
    expect(page.get_by_text("Change its prices and rules now")).to_be_visible()
    page.get_by_role("link", name="Add a rule").click()
    page.locator("#id_does").select_option(label="Add or take off a share of the base")
    page.get_by_label("What a trader reads").fill("Saturday")
    page.get_by_label("Saturdays").check()
    page.get_by_role("button", name="Keep rule").click()
    expect(page.get_by_text("Enter the share in per cent.").first).to_be_visible()
    axe(page)
    page.get_by_label("Per cent").fill("25")
    page.get_by_role("button", name="Keep rule").click()
    expect(page.locator(".rules").get_by_text("Adds 25% of the base, on Saturdays.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Try a price").click()
    page.get_by_label("Pitch", exact=True).select_option(label="North side N80")
    page.get_by_label("Trading day").fill(SATURDAY.isoformat())
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_text("Saturday +25%: +£6.1250 = £30.6250")).to_be_visible()
    axe(page)


def test_mo_records_goods_and_the_board_tells_what_they_bar(stage, page, sign_in, axe):
    day = stage.shell(BOOK)
    sign_in(page, "mo")
    page.goto("/market/trade/commodities/")
    page.get_by_label("Name").fill("Tapestries")
    page.get_by_label("Group").fill("Gifts")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Tapestries is on the list.")).to_be_visible()
    axe(page)
    page.goto("/market/trade/lines/")
    page.get_by_label("Trader", exact=True).select_option(label="Tilda's Cheese")
    page.get_by_label("Commodity").select_option(label="Tapestries")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Tilda's Cheese sells Tapestries.")).to_be_visible()
    axe(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/market/trade/days/{day}/")
    row = page.get_by_role("row").filter(has_text="Tilda")
    expect(row).to_contain_text("Tapestries")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
