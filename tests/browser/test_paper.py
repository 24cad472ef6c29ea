"""Paper at the counter, in a real browser: reprints, reservations and the downtime pack; nobody is kept out."""

import pytest
from playwright.sync_api import expect

from tests.browser.tally import Tally

pytestmark = pytest.mark.browser

SOLD = """
from django.contrib.auth import get_user_model
from events.models import *
from invoicing.models import Payment
show = Occurrence.objects.upcoming().filter(plan__unit="seat").last()
adult = PriceType.objects.get(name="Adult")
booking = Booking.objects.reserve_best(show, [adult] * 2, channel="counter")
Payment.objects.take(booking, "terminal")
print(booking.reference, booking.new_lines[0].token)
"""
RESERVED = """
from events.models import *
show = Occurrence.objects.upcoming().filter(plan__unit="seat").last()
school = Customer.objects.create(name="Hill School", email="office@hill.example")
adult = PriceType.objects.get(name="Adult")
print(Booking.objects.reserve_best(show, [adult] * 3, channel="phone", customer=school, minutes=30).reference)
"""
PACK = """
from datetime import timedelta
from django.utils.timezone import now
from events.models import Occurrence
from boxoffice.models import User
from invoicing import downtime
from tests import cast
cast.till(User.objects.get(email="sam@alderbrook.example"))
show = Occurrence.objects.upcoming().filter(plan__unit="seat").last()
print(downtime.make(show, at=now() - timedelta(hours=1), blanks=10).pk)
"""
NO_DIALOG = "window.print = () => localStorage.setItem('printed', location.pathname)"


@pytest.fixture
def counter(page, sign_in):
    """Sam at the counter; nothing comes out of a printer."""
    page.add_init_script(NO_DIALOG)
    sign_in(page, "sam")
    return page


def spills(page):
    return page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]


def looked_at(page, axe, address=None):
    """axe, and nothing wider than the screen on a telephone."""
    if address:
        page.goto(address)
    axe(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert not spills(page), page.url
    page.set_viewport_size({"width": 1366, "height": 768})


def test_a_reprint_takes_four_keys_and_prints_by_itself(counter, stage, axe):
    page = counter
    reference, token = stage.shell(SOLD).split()
    page.goto("/counter/bookings/")
    expect(page.locator("#q")).to_be_focused()
    tally = Tally(page)
    tally.scan(token)
    page.wait_for_url(f"**/counter/bookings/{reference}/**")
    tally.press("p")
    page.wait_for_url("**/reprints/")
    tally.press("1")
    tally.press("Enter")
    page.wait_for_url("**/ticket-sheets/**")
    tally.note("Reprint after a scan", 4)
    expect(page.locator(".ticket")).to_have_count(2)
    assert page.evaluate("localStorage.printed").endswith("/ticket-sheets/")
    assert token[:4] not in page.locator("main").inner_text()
    looked_at(page, axe)
    page.goto(f"/counter/bookings/{reference}/reprints/")
    expect(page.get_by_text("Lost, or left at home").last).to_be_visible()
    looked_at(page, axe)


def test_a_group_is_reserved_found_again_and_given_more_time(counter, stage, axe):
    page = counter
    reference = stage.shell(RESERVED)
    page.goto(f"/counter/bookings/{reference}/reservation/")
    looked_at(page, axe)
    tally = Tally(page)
    page.locator("#id_group_name").fill("Year 6")
    page.get_by_role("button", name="Reserve", exact=True).focus()
    tally.press("Enter")
    page.wait_for_url(lambda url: "/reservation/" not in url)
    tally.note("Reserve a basket on the house's terms", 1)
    looked_at(page, axe, "/counter/reservations/")
    page.get_by_role("link", name=reference).click()
    expect(page.get_by_role("heading", name="Year 6")).to_be_visible()
    looked_at(page, axe)
    page.locator("input[name=line]").first.check()
    page.get_by_role("button", name="Give back what is ticked").click()
    expect(page.locator("input[name=line]")).to_have_count(2)


def test_a_sale_on_paper_is_entered_from_its_stub(counter, stage, axe):
    page = counter
    pack = stage.shell(PACK)
    looked_at(page, axe, "/counter/packs/")
    page.goto(f"/counter/packs/{pack}/")
    expect(page.locator("#id_seats")).to_be_focused()
    looked_at(page, axe)
    page.locator("#id_seats").focus()
    now = page.evaluate("new Date(Date.now() - 120000).toTimeString().slice(0, 5)")
    page.locator("#id_method").select_option("terminal")
    tally = Tally(page)
    tally.type("J7")
    for _ in range(3):  # past the price types and the tender, which stay as they were
        tally.press("Tab")
    tally.type(now.replace(":", ""))
    tally.press("Enter")
    tally.note("Enter one paper sale from its stub", 12)
    expect(page.get_by_role("row", name=f"{pack}/001")).to_contain_text("J7")
    expect(page.locator("#id_blanks")).to_have_value("2")


def test_the_printers_page_keeps_nobody_out(counter, stage, axe):
    page = counter
    looked_at(page, axe, "/counter/printers/")
