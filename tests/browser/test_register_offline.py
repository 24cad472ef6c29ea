"""The officer's tablet in a real browser: the network is cut, the morning goes on, and all of it arrives once."""

import pytest
from playwright.sync_api import expect

from tests.browser.square import market_day, offline, online, press, row

pytestmark = pytest.mark.browser

TAKEN = """
from events.models import *
from invoicing.models import *
day = Occurrence.objects.get(event__slug='register-market')
print(sorted((a.line.place.number, a.presence) for a in Attendance.objects.filter(line__occurrence=day)))
print([(p.amount, p.method, str(p.market_receipt)) for p in Payment.objects.filter(booking__lines__occurrence=day)])
print(CheckIn.objects.standing().filter(line__occurrence=day).count(), day.taps.count())
"""


BADGE = "from events.models import Trader as T; print(T.objects.get(customer__user__email__startswith='ravi').badge)"


@pytest.fixture(scope="module")
def day(stage):
    return market_day(stage, "Register", "register-market", ["rosa", "rhys", "ruby", "ravi", "rita", "remy"])


def kept(page):
    """Wait until the service worker holds the shell and the device holds receipt numbers."""
    page.wait_for_function("""async () => {
        const cache = await caches.open("register-1");
        const names = (await cache.keys()).map((one) => new URL(one.url).pathname);
        return navigator.serviceWorker.controller && names.includes(location.pathname)
            && ["store.js", "letting.js", "register.css"].every((name) => names.some((one) => one.endsWith(name)));
    }""")


def test_the_morning_goes_on_without_a_network_and_arrives_exactly_once(tablet, axe, stage, day):
    page = tablet("mo")
    kept(page)
    axe(page)
    offline(page)
    page.reload()
    expect(page.locator("[data-bar]")).to_contain_text("Offline, nothing waiting")
    for number in (1, 2, 3):
        press(page, number, "Here")
        expect(row(page, number).locator(".badge")).to_have_text("Here")
    press(page, 4, "Absent")
    page.get_by_role("button", name="Sick").click()
    page.evaluate("addEventListener('click', () => { window.presses = (window.presses ?? 0) + 1; }, true)")
    press(page, 6, "Let for today")
    page.get_by_role("searchbox").fill("Remy")  # the square may have more traders than the list shows
    page.get_by_role("button", name="Remy's Cheese").click()
    page.get_by_role("button", name="Cash", exact=True).click()
    expect(page.get_by_role("heading", name="Receipt M")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Done").click()
    assert page.evaluate("window.presses") <= 5
    expect(page.locator("[data-bar]")).to_contain_text("Offline, 5 changes waiting")
    expect(page.locator("[data-figure='Taken today']")).to_have_text("£30.00")
    page.reload()  # what waits outlives the page
    expect(page.locator("[data-bar]")).to_contain_text("Offline, 5 changes waiting")
    expect(row(page, 6)).to_contain_text("Remy's Cheese")
    axe(page)
    online(page)
    expect(page.locator("[data-register]")).to_have_attribute("data-waiting", "0")
    expect(page.locator("[data-bar]")).to_contain_text("In step")
    stood, paid, counts = stage.shell(TAKEN).splitlines()
    assert stood == "[('1', 'arrived'), ('2', 'arrived'), ('3', 'arrived'), ('4', 'sick'), ('6', 'arrived')]"
    assert paid.startswith("[(3000, 'cash', 'M0") and counts == "4 5"


def test_two_tablets_that_disagree_leave_it_to_be_decided(tablet, axe, stage):
    mo, max_ = tablet("mo"), tablet("max", 390, 844)
    for page in (mo, max_):
        offline(page)
    press(mo, 5, "Here")
    press(max_, 5, "Absent")
    max_.get_by_role("button", name="No show").or_(max_.get_by_role("button", name="Did not come")).click()
    for page in (mo, max_):
        online(page)
        expect(page.locator("[data-register]")).to_have_attribute("data-waiting", "0")
    expect(max_.locator(".answer")).to_contain_text("To decide: R5, Rita's Cheese")
    expect(row(max_, 5).locator(".badge")).to_have_text("Here")
    axe(max_)
    max_.get_by_role("link", name="1 thing to decide").click()
    expect(max_.get_by_role("heading", level=1)).to_be_visible()
    axe(max_)
    max_.get_by_role("button", name="Change to: Did not come").click()
    expect(max_.get_by_text("Nothing to decide")).to_be_visible()
    mo.bring_to_front()
    mo.evaluate("dispatchEvent(new Event('online'))")
    expect(row(mo, 5).locator(".badge")).to_have_text("Did not come")


def test_the_keyboard_a_scanner_the_plan_an_ended_session_and_signing_out(tablet, axe, stage, day, sign_in):
    page = tablet("mo", 390, 844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    badge = stage.shell(BADGE)
    page.get_by_role("button", name="Scan badge").focus()
    page.keyboard.press("Enter")
    page.keyboard.type(badge)
    page.keyboard.press("Enter")
    expect(page.locator(".scansaid")).to_have_text("R4, Ravi's Cheese: here")
    page.keyboard.press("Escape")
    more = row(page, 4).get_by_role("button", name="More for R4")
    more.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Note", exact=True).press("Enter")
    page.keyboard.type("Tow bar in the walkway")
    page.get_by_role("button", name="Save").press("Enter")
    expect(row(page, 4)).to_contain_text("Tow bar in the walkway")
    page.get_by_role("link", name="Plan", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Row R4, Ravi's Cheese, Here")).to_be_visible()
    axe(page)
    expect(page.locator("[data-register]")).to_have_attribute("data-waiting", "0")
    page.context.clear_cookies()  # the session ends while the tablet is out on the square
    page.get_by_role("link", name="List", exact=True).click()
    press(page, 3, "Here")
    page.get_by_role("link", name="Sign in to send 1 change").click()
    page.wait_for_url(lambda url: url.endswith(f"/sign-in/?next=/market/days/{day}/"))
    sign_in(page, "mo")
    page.goto(f"/market/days/{day}/")
    expect(page.locator("[data-register]")).to_have_attribute("data-waiting", "0")
    expect(row(page, 3).locator(".badge")).to_have_text("Expected")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")
    left = page.evaluate("""async () => [(await caches.keys()).length, await new Promise((done) => {
        const asked = indexedDB.open("register");
        asked.onsuccess = () => { const all = asked.result.transaction("days").objectStore("days").count();
            all.onsuccess = () => done(all.result); };
    })]""")
    assert left == [0, 0]
