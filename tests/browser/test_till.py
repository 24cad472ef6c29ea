"""A day at a shared till by keyboard alone: open, sell, lift, X, another person by PIN, cash up with two, the Z."""

import pytest
from playwright.sync_api import expect

from tests.browser.tally import Tally

pytestmark = pytest.mark.browser
PEOPLE = """
from tests import cast
for name, last, role, pin in (("tilly", "Ives", "Box office", "4719"), ("zed", "Bell", "Managers", "8305")):
    user = cast.staff(name, role)
    user.last_name = last
    user.set_pin(pin)
    user.save()
"""


@pytest.fixture(scope="module")
def people(stage):
    stage.shell(PEOPLE)
    stage.emails |= {name: f"{name}@alderbrook.example" for name in ("tilly", "zed")}


@pytest.fixture
def till(stage, people, page, sign_in):
    """Tilly signed in, asked to open a till."""
    sign_in(page, "tilly")
    expect(page.get_by_label("Drawer")).to_be_visible()
    return page


def sell_one(page, keys):
    """One adult for exact cash; what it was sold for, in pounds."""
    page.wait_for_selector("[data-plan][data-ready]")
    keys.type("1")
    keys.press("Enter")
    expect(page.locator("#basket tbody th")).to_have_count(1)
    keys.press("Control+Enter")
    expect(page.locator(".lastsale")).to_contain_text("£18.00")


def test_a_day_at_a_shared_till_without_a_mouse(till, axe):
    page, keys = till, Tally(till)
    axe(page)
    page.get_by_label("Drawer").focus()
    keys.type("Foyer")
    keys.press("Tab")
    keys.type("50")
    keys.press("Enter")
    sell_one(page, keys)
    counts = page.locator(".who a").first.get_attribute("href")
    page.goto(counts.replace("counts", "movements"))
    axe(page)
    page.get_by_label("Amount").focus()
    for text, key in (("20", "Tab"), ("Full", "Tab"), ("S12", "Enter")):
        keys.type(text)
        keys.press(key)
    expect(page.get_by_role("row", name="bag S12")).to_contain_text("−£20.00")
    page.goto(counts.replace("counts", "readings"))
    axe(page)
    expect(page.get_by_role("main")).to_contain_text("after the count")
    expect(page.get_by_role("main")).not_to_contain_text("£48.00")
    keys = Tally(page)
    keys.press("Control+u")
    expect(page.get_by_label("Who you are")).to_be_focused()
    axe(page)
    keys.type("Zed")
    keys.press("Tab")
    keys.type("8305")
    keys.press("Enter")
    expect(page.locator(".who")).to_contain_text("Zed Bell")
    expect(page.locator(".who")).to_contain_text("Foyer")
    keys.note("Another person by PIN", 10)
    cash_up(page, keys, axe)


def cash_up(page, keys, axe):
    """Forty-eight pounds: two twenties, a five, a two and a one; thirty stay, Tilly signs it off."""
    page.locator(".who a").first.press("Enter")
    expect(page.get_by_label("£50", exact=True)).to_be_focused()
    axe(page)
    for text, tabs in (("", 1), ("2", 2), ("1", 1), ("1", 1)):
        keys.type(text)
        for _ in range(tabs):
            keys.press("Tab")
    keys.type("1")
    expect(page.locator("[data-coins-sum]")).to_have_text("£48.00")
    keys.press("Enter")
    expect(page.get_by_role("row", name="Cash")).to_contain_text("right")
    expect(page.get_by_label("Banking bag number")).to_be_focused()
    axe(page)
    for text, key in (("B1", "Tab"), ("30", "Tab"), ("ti", "Tab"), ("4719", "Enter")):
        keys.type(text)
        keys.press(key)
    expect(page.get_by_role("heading", level=1)).to_have_text("Foyer is closed: Z 1")
    keys.note("Cash-up, one page with its answer", 30)
    expect(page.get_by_role("main")).to_contain_text("by Zed Bell, signed off by Tilly Ives")
    axe(page)


def test_the_locked_screen_and_the_count_on_a_telephone(till, axe, stage):
    page = till
    page.set_viewport_size({"width": 320, "height": 640})
    page.get_by_label("Drawer").fill("Kiosk")
    page.get_by_label("Float").fill("10")
    page.keyboard.press("Enter")
    page.wait_for_url("**/counter/")
    for address in ("people", "pins"):
        page.goto(f"/counter/{address}/")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(".who a").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto("/counter/people/")
    page.get_by_role("button", name="Lock the screen", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This till is locked")
    axe(page)
    page.goto("/counter/bookings/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This till is locked")
    page.get_by_label("PIN").fill("4719")
    page.keyboard.press("Enter")
    page.wait_for_url("**/counter/")
    expect(page.locator(".who")).to_contain_text("Kiosk")
