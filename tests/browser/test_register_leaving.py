"""Signing out of the officer's tablet: what goes with whom, and what stays where nobody could be signed out."""

import pytest
from playwright.sync_api import expect

from tests.browser.square import market_day, offline, online, press, row

pytestmark = pytest.mark.browser

STORE = "/static/boxoffice/register/store.js"
KEPT = """async (store) => { const { all } = await import(store);
    const names = await Promise.all(["days", "taps", "answers"].map(all));
    return names.map((kept) => kept.length); }"""
ANSWER = """async ([store, what]) => (await import(store)).put("answers", { what, day: 0, words: "That pitch is taken.",
    client_id: crypto.randomUUID(), outcome: "refused", user: Number(document.body.dataset.user) })"""
FAILING = """async (store) => {
    const { all, forget, put } = await import(store);
    const { clear } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.clear = () => { throw new DOMException("The disk is full", "QuotaExceededError"); };
    const failed = await forget(1, []).then(() => "no", () => "yes");
    IDBObjectStore.prototype.clear = clear;
    await put("taps", { client_id: "after", n: 1, day: 0, user: 0 });
    return [failed, (await all("taps")).map((tap) => tap.client_id).join()];
}"""


@pytest.fixture(scope="module")
def day(stage):
    return market_day(stage, "Leaving", "leaving-market", ["lara", "luis", "lisa", "liam", "lola"],
                      officers=["nell", "ned"], drawer_of="nell")  # fmt: skip


def kept(page):
    """Whether the tablet keeps days (others' markets may be on today, too), and how many taps and answers."""
    days, taps, answers = page.evaluate(KEPT, STORE)
    return [bool(days), taps, answers]


def sign_out(page):
    page.get_by_role("button", name="Sign out").first.click()


def test_who_signs_out_takes_only_their_own_along(tablet, sign_in, day):
    page = tablet("nell")
    page.evaluate(ANSWER, [STORE, "R9 let to Luis's Cheese"])
    page.context.clear_cookies()  # Nell's session ends before her tap is sent
    press(page, 1, "Here")
    expect(page.get_by_role("link", name="Sign in to send 1 change")).to_be_visible()
    sign_in(page, "ned")
    page.goto(f"/market/days/{day}/")
    expect(page.locator("[data-others]")).to_contain_text("1 change tapped by somebody else on this tablet waits.")
    expect(page.locator("[data-bar]")).to_contain_text("In step")
    page.evaluate(ANSWER, [STORE, "R8 let to Lisa's Cheese"])
    assert kept(page) == [True, 1, 2]
    sign_out(page)
    page.wait_for_url("**/sign-in/**")
    assert kept(page) == [False, 1, 1]
    sign_in(page, "nell")
    page.goto(f"/market/days/{day}/")
    expect(page.locator("[data-answers]")).to_contain_text("Not done: R9 let to Luis's Cheese")
    expect(page.locator("[data-register]")).to_have_attribute("data-waiting", "0")
    expect(row(page, 1).locator(".badge")).to_have_text("Here")



def test_nobody_is_signed_out_and_nothing_goes_without_a_connection(tablet, axe):
    page = tablet("nell", 390, 844)
    offline(page)
    sign_out(page)
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("alert")).to_contain_text("There is no connection, so you cannot be signed out now.")
    axe(page)
    panel.get_by_role("button", name="Stay signed in").click()
    press(page, 2, "Here")
    expect(page.locator("[data-bar]")).to_contain_text("Offline, 1 change waiting")
    sign_out(page)
    panel.get_by_role("button", name="Sign out and lose 1 change").click()
    expect(panel.get_by_role("alert")).to_contain_text("There is no connection")
    assert kept(page) == [True, 1, 0]
    online(page)
    expect(page.locator("[data-register]")).to_have_attribute("data-waiting", "0")  # sent, so nothing is lost
    panel.get_by_role("button", name="Try again").click()
    page.wait_for_url("**/sign-in/")
    assert kept(page) == [False, 0, 0]
    page.goto("/market/")
    expect(page.locator("input[name=password]")).to_be_visible()


def test_a_server_that_fails_signs_nobody_out_and_takes_nothing(tablet):
    page = tablet("nell")
    page.route("**/sign-out/", lambda route: route.fulfill(status=503, body="Soon"))
    sign_out(page)
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("cannot be signed out now")
    assert kept(page) == [True, 0, 0]


def test_what_is_tapped_after_forgetting_failed_is_kept_again(tablet):
    assert tablet("ned").evaluate(FAILING, STORE) == ["yes", "after"]


def test_the_form_signs_out_without_scripts(chrome, stage, sign_in, day):
    context = chrome.new_context(base_url=stage.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "ned")
    page.goto(f"/market/days/{day}/")
    sign_out(page)
    page.wait_for_url("**/sign-in/")
    context.close()


def test_the_panel_is_the_same_on_the_desks_other_pages(tablet, axe):
    page = tablet("nell", 390, 844)
    page.goto("/market/papers/")
    offline(page)
    sign_out(page)
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("alert")).to_contain_text("There is no connection")
    expect(panel).to_have_css("padding", "0px")
    expect(panel.locator("use").first).to_have_attribute("href", "/static/boxoffice/icons.svg#x")
    axe(page)
