"""A clerk at the counter, in a real browser: by mouse, by keyboard alone, in light and dark and on a telephone."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(stage, page, sign_in):
    """Sam at an open till; the basket of whoever stood here before is emptied."""
    sign_in(page, "sam")
    if "/tills/" in page.url:
        page.get_by_label("Drawer").fill("Counter 1")
        page.get_by_label("Float").fill("50")
        page.get_by_role("button", name="Open the till").click()
    page.wait_for_selector("[data-plan][data-ready]")
    return page


def seat(page, name):
    return page.locator(f'[role=gridcell][aria-label^="{name},"]')


def basket(page):
    return page.locator("#basket tbody th")


def test_a_sale_by_mouse(desk):
    page = desk
    seat(page, "Stalls D 9").click()
    expect(basket(page)).to_have_text(["Stalls D9"])
    seat(page, "Stalls D 10").click()
    expect(basket(page)).to_have_text(["Stalls D9", "Stalls D10"])
    expect(seat(page, "Stalls D 9")).to_have_attribute("aria-label", re.compile("in your basket"))
    page.get_by_label("Price type for Stalls D10").select_option("Child 9.00")
    expect(page.locator(".tot strong")).to_have_text("£27.00")
    page.get_by_role("button", name="Cash", exact=True).click()
    page.get_by_role("button", name="£50").click()
    expect(page.locator("[data-change]")).to_have_text("Change £23.00")
    page.get_by_role("button", name="Take £27.00").click()
    expect(page.locator(".lastsale")).to_contain_text("Last sale 2 places £27.00, change £23.00")
    expect(basket(page)).to_have_count(0)
    expect(page.locator("#party")).to_be_focused()
    form = page.locator(".lastsale form[action$='tickets.pdf']")
    sent = {field.get_attribute("name"): field.get_attribute("value") for field in form.locator("input").all()}
    tickets = page.request.post(form.get_attribute("action"), form=sent)
    assert (tickets.status, tickets.headers["content-type"]) == (200, "application/pdf")


def test_a_sale_by_keyboard_alone_in_three_keys(desk):
    page = desk
    expect(page.locator("#party")).to_be_focused()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")  # at once: the desk keeps the key until the places are held
    expect(page.locator(".lastsale")).to_contain_text("Last sale 2 places £36.00, change £0.00")
    expect(page.locator("#party")).to_be_focused()
    expect(page.locator("#party")).to_have_value("")


def test_cash_by_keyboard_and_too_little_first(desk):
    page = desk
    page.keyboard.type("1a1c")
    page.keyboard.press("F4")
    expect(basket(page)).to_have_count(2)
    page.keyboard.press("F8")
    page.keyboard.press("2")
    page.keyboard.type("20")
    expect(page.locator("[data-change]")).to_have_text("£7.00 more to take")
    page.keyboard.press("Enter")
    expect(page.locator("#tender-error")).to_contain_text("£20.00 does not cover £27.00")
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    expect(page.locator(".lastsale")).to_contain_text("change £3.00")


def test_what_cannot_be_read_stays_to_be_put_right(desk):
    page = desk
    page.keyboard.type("2x?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("“2x?” cannot be read")
    expect(page.locator("#party")).to_have_value("2x?")
    page.keyboard.type("c12-13")  # what was typed is selected, so typing replaces it
    page.keyboard.press("Enter")
    expect(basket(page)).to_have_text(["Stalls C12", "Stalls C13"])
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Remove Stalls C12").click()
    expect(basket(page)).to_have_text(["Stalls C13"])
    page.get_by_role("button", name="Empty the basket").click()
    expect(basket(page)).to_have_count(0)


def test_a_place_lost_meanwhile_is_offered_another(desk, stage):
    page = desk
    stage.shell("""
from events.models import *
show = Occurrence.objects.upcoming().filter(plan__unit="seat").first()
place = Place.objects.get(area__name="Stalls", row="H", number="5", area__plan=show.plan)
Booking.objects.reserve([(show, place, PriceType.objects.get(name="Adult"))], channel="shop")
""")
    page.keyboard.type("h5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Stalls H5 has just gone to somebody else")
    page.get_by_role("button", name=re.compile("Take Stalls H[46] instead")).click()
    expect(basket(page)).to_have_text([re.compile("Stalls H[46]")])
    page.get_by_role("button", name="Empty the basket").click()
    expect(basket(page)).to_have_count(0)


@pytest.mark.parametrize(("theme", "width"), [("dark", 1366), ("light", 390)])
def test_nobody_is_kept_out_and_nothing_spills(desk, axe, theme, width):
    page = desk
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 768})
    page.locator("#party").fill("3")
    page.keyboard.press("Enter")
    expect(basket(page)).to_have_count(3)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 1366:
        assert page.evaluate("document.documentElement.scrollHeight") <= 768
    page.keyboard.press("F8")
    expect(page.locator("#tender")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Empty the basket").click()
    expect(basket(page)).to_have_count(0)


def test_the_pages_around_the_desk_keep_nobody_out(desk, axe):
    page = desk
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.locator(".lastsale .ref").click()
    axe(page)
    for address in ("/counter/bookings/", "/counter/bookings/?q=nobody"):
        page.goto(address)
        axe(page)
    page.locator(".who a").click()
    page.wait_for_selector("text=Cash counted")
    axe(page)


@pytest.fixture
def plain_page(stage, chrome):
    """A page without JavaScript."""
    context = chrome.new_context(base_url=stage.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_sale_without_javascript(desk, plain_page, sign_in):
    page = plain_page
    sign_in(page, "sam")
    page.get_by_text("Stalls row E").click()
    page.get_by_label("Stalls E3").check()
    page.get_by_role("button", name="Add what is ticked below").click()
    expect(basket(page)).to_have_text(["Stalls E3"])
    page.locator("#party").fill("1c")
    page.get_by_role("button", name="Best available").click()
    expect(page.locator(".tot strong")).to_have_text("£27.00")
    page.get_by_role("button", name="Cash", exact=True).click()
    page.get_by_label("Cash handed over").fill("30")
    page.get_by_role("button", name="Take £27.00").click()
    expect(page.locator(".lastsale")).to_contain_text("change £3.00")
