"""Una on her telephone: six market days, one pitch, on account; and every page of the portal for everybody."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.market_day import MARKET_WEEKDAY

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def una(stage):
    """A trader of this file's own: nobody else's tests book her days."""
    stage.shell("from tests import cast; cast.trader('una')")
    stage.emails["una"] = "una@alderbrook.example"
    return "una"


@pytest.fixture
def phone(page, sign_in, una):
    """Una signed in at 390 px."""
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, una)
    return page


@pytest.fixture
def calendar(phone):
    """The first month of days, nothing ticked."""
    phone.get_by_role("link", name="Book market days").click()
    expect(phone.get_by_role("heading", name="Which days do you want?")).to_be_visible()
    return phone


def tick_all(page, wanted):
    """Tick free days, a month at a time, until `wanted` are chosen."""
    chosen = 0
    for _ in range(12):
        boxes = page.get_by_role("checkbox")
        for n in range(min(boxes.count(), wanted - chosen)):
            boxes.nth(n).check()
            chosen += 1
        if chosen == wanted:
            return
        page.locator("button[name=month]").nth(1).click()
    pytest.fail(f"Only {chosen} free days in a year, not {wanted}.")


def cancel(page):
    page.get_by_text("Cancel this booking").click()
    page.get_by_role("button", name="Cancel all").click()
    expect(page.get_by_text("is cancelled and off your account")).to_be_visible()


def test_una_books_six_days_on_account(calendar):
    page = calendar
    tick_all(page, 6)
    expect(page.locator("[data-day-count]")).to_have_text("6 days chosen")
    page.get_by_role("button", name="Choose a pitch").click()
    page.wait_for_selector("[data-plan][data-ready]")
    page.get_by_role("button", name="List of pitches").click()
    page.locator(".seatlist summary").click()
    page.locator(".seatlist input:enabled").nth(2).check()
    expect(page.locator("[data-chosen-count]")).to_have_text("1 pitch chosen")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("tbody tr")).to_have_count(6)
    expect(page.locator(".basket .tot")).to_have_text("£147.00")
    page.get_by_role("button", name="Book on account").click()
    expect(page.get_by_text("Booked, and on your account")).to_be_visible()
    permits = page.request.get(page.get_by_role("link", name="Permits").get_attribute("href"))
    assert (permits.status, permits.headers["content-type"]) == (200, "application/pdf")
    page.goto("/portal/days/")
    expect(page.locator(".day.booked").first).to_contain_text("Booked")
    page.locator(".day.booked").first.click()
    cancel(page)


def test_every_thursday_at_once_and_a_pitch_on_the_plan(calendar):
    page = calendar
    page.get_by_role("button", name=f"Choose every {MARKET_WEEKDAY}").click()
    expect(page.locator("[data-day-count]")).to_have_text("6 days chosen")
    page.get_by_role("button", name="Choose a pitch").click()
    page.wait_for_selector("[data-plan][data-ready]")
    page.locator('[role=gridcell][tabindex="0"]').focus()
    page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Space")
    chosen = page.locator("[role=gridcell][aria-selected=true]")
    expect(chosen).to_have_count(1)
    pitch = re.match(r"North side N\d+", chosen.get_attribute("aria-label"))[0]
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check and book")).to_be_visible()
    expect(page.locator("caption")).to_contain_text(pitch)


def test_without_javascript_the_same_forms_book(stage, chrome, sign_in, una):
    context = chrome.new_context(base_url=stage.url, viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, una)
    page.goto("/portal/days/")
    page.get_by_role("checkbox").first.check(force=True)
    page.get_by_role("button", name="Choose a pitch").click()
    page.locator(".seatlist summary").first.click()
    page.locator(".seatlist input:enabled").first.check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Book on account").click()
    expect(page.get_by_role("heading", name="Booking")).to_be_visible()
    cancel(page)
    context.close()


def every_page(page):
    """Each page of the portal in turn, an answer with an error among them."""
    yield "home"
    page.get_by_role("link", name="Book market days").click()
    yield "days"
    page.get_by_role("button", name="Choose a pitch").click()
    yield "no day chosen"
    page.get_by_role("button", name=f"Choose every {MARKET_WEEKDAY}").click()
    page.get_by_role("button", name="Choose a pitch").click()
    page.wait_for_selector("[data-plan][data-ready]")
    yield "pitches"
    page.get_by_role("button", name="List of pitches").click()
    page.locator(".seatlist summary").click()
    yield "list of pitches"
    page.locator(".seatlist input:enabled").nth(5).check()
    page.get_by_role("button", name="Continue").click()
    yield "check"
    page.get_by_role("button", name="Book on account").click()
    expect(page.get_by_text("Booked, and on your account")).to_be_visible()
    yield "booking"
    address = page.url
    for other in ("/portal/bookings/", "/portal/invoices/", "/portal/", "/portal/days/", "/portal/check/"):
        page.goto(other)
        yield other
    page.goto(address)
    cancel(page)
    yield "cancelled"


@pytest.mark.parametrize(("theme", "width"), [("dark", 320), ("light", 390), ("dark", 1440)])
def test_nobody_is_kept_out_and_nothing_spills(phone, axe, theme, width):
    phone.emulate_media(color_scheme=theme)
    phone.set_viewport_size({"width": width, "height": 844})
    for _name in every_page(phone):
        axe(phone)
        assert phone.evaluate("document.documentElement.scrollWidth") <= width, _name


def test_everything_to_press_is_as_large_as_a_finger(phone):
    small = """[...document.querySelectorAll('main a, main button, main summary, main label:has(input)'),
            ...document.querySelectorAll('.basket button')]
        .filter((e) => e.checkVisibility() && !e.closest('p, svg'))
        .filter((e) => e.getBoundingClientRect().height < 43.5)
        .map((e) => e.outerHTML.slice(0, 90))"""
    for name in every_page(phone):
        assert not phone.evaluate(small), name
