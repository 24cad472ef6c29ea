"""After the sale, in a real browser: a scan, a refund, an exchange, each within its budget of keys."""

import pytest
from playwright.sync_api import expect

from tests.browser.tally import Tally

pytestmark = pytest.mark.browser
BOOK = """
from events.models import Booking, Occurrence, Place
from invoicing.models import Payment
from tests import cast
show = Occurrence.objects.filter(event__slug="blithe-spirit").order_by("starts_at")[2]
free = Place.objects.filter(area__plan=show.plan, row="H").exclude(lines__occurrence=show, lines__released_at=None)
places = [(show, place, cast.price_type("adult")) for place in free.order_by("position")[:2]]
booking = Booking.objects.reserve(places, channel="counter")
Payment.objects.take(booking, "terminal")
print(booking.reference, booking.lines.first().token)
"""


@pytest.fixture
def sold(stage):
    """(reference, a ticket's code) of two seats of row H, paid on the card machine."""
    return stage.shell(BOOK).split()[-2:]


@pytest.fixture
def tally(page, sign_in):
    """Sam, somewhere at the counter with the focus nowhere."""
    sign_in(page, "sam")
    page.goto("/counter/call-offs/")
    return Tally(page)


def test_a_refund_after_a_scan(page, tally, sold, axe):
    tally.scan(sold[1])
    expect(page.get_by_role("heading", level=1)).to_contain_text(sold[0])
    axe(page)
    tally.press("r")
    expect(page.get_by_role("button", name="Refund £36.00")).to_be_visible()
    axe(page)
    page.get_by_role("checkbox").first.uncheck()
    expect(page.get_by_role("button", name="Refund £18.00")).to_be_visible()
    page.get_by_role("checkbox").first.check()
    expect(page.get_by_role("button", name="Refund £36.00")).to_be_visible()
    tally.press("3")
    expect(page.get_by_label("Wrong day or time")).to_be_checked()
    tally.press("Enter")
    expect(page.locator(".toasts")).to_contain_text("−£36.00")
    expect(page.locator(".timeline")).to_contain_text("given back: Wrong day or time, Sam")
    tally.note("Refund after a scan", 5)


def test_an_exchange_to_another_evening(page, tally, sold, axe):
    tally.scan(sold[1])
    expect(page.get_by_role("heading", level=1)).to_contain_text(sold[0])
    tally.press("x")
    expect(page.get_by_label("For which performance")).to_be_focused()
    tally.type("bli")
    tally.press("Enter")
    page.wait_for_selector("[data-plan][data-ready]")
    expect(page.get_by_role("button", name="Hold the best 2")).to_be_focused()
    axe(page)
    tally.press("Enter")
    expect(page.get_by_role("button", name="Exchange")).to_be_focused()
    axe(page)
    tally.press("Enter")
    expect(page.locator(".toasts")).to_contain_text("is exchanged")
    expect(page.locator(".timeline")).to_contain_text("Exchanged for the same price, Sam")
    tally.note("Exchange, its seats not counted", 12)


def test_a_scan_goes_to_the_find_box_from_any_field_and_typing_is_never_taken(page, tally, sold):
    page.goto(f"/counter/bookings/{sold[0]}/transfers/")
    name = page.get_by_label("New name")
    name.fill("Ann")
    name.press_sequentially("Whitlock1234", delay=120)
    page.keyboard.press("ArrowLeft")
    expect(name).to_have_value("AnnWhitlock1234")
    tally.scan(sold[1])
    page.wait_for_url(f"**/counter/bookings/{sold[0]}/")
    page.get_by_role("button", name="Single keys").click()
    page.locator("h1").click()
    page.keyboard.press("r")
    page.wait_for_timeout(300)
    assert page.url.endswith(f"/counter/bookings/{sold[0]}/")
    page.get_by_role("button", name="Single keys").click()


def test_calling_off_is_previewed(stage, page, sign_in, axe, sold):
    sign_in(page, "max")
    page.goto("/counter/call-offs/")
    page.get_by_role("link", name="Blithe Spirit").last.click()
    expect(page.get_by_role("button", name="Call it off or move it")).to_be_visible()
    axe(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
