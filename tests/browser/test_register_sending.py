"""A tablet when something is wrong: a change that nobody can read, an answer cut short, no room left on the device."""

import pytest
from playwright.sync_api import expect

from tests.browser.square import market_day, offline, online, press, row

pytestmark = pytest.mark.browser

STORE = "/static/boxoffice/register/store.js"
UNREADABLE = """async ([store, day, place]) => (await import(store)).put("taps", { n: 1, day, place, act: "let",
    client_id: crypto.randomUUID(), user: Number(document.body.dataset.user), at: new Date().toISOString(),
    describe: "R9 let, £30.00 cash", said: { method: "cash", amount: 3000, new: { name: "x".repeat(9000) } } })"""

# The first answer whose address ends so breaks off in the middle of its body.
CUT = """(end) => {
    const real = window.fetch;
    window.fetch = async (...asked) => {
        const answer = await real(...asked);
        if (!String(asked[0]).endsWith(end) || !answer.ok || "cut" in document.body.dataset) return answer;
        const text = await answer.text();
        const broken = new ReadableStream({ start(body) {
            body.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2)));
            setTimeout(() => { body.error(new TypeError("network error")); document.body.dataset.cut = ""; });
        } });
        return new Response(broken, { status: answer.status, headers: answer.headers });
    };
}"""
# No room for another change.
FULL = """() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.kept = put;
    IDBObjectStore.prototype.put = function (...told) {
        if (this.name === "taps") throw new DOMException("No room", "QuotaExceededError");
        return put.apply(this, told);
    };
}"""
ROOM = "() => { IDBObjectStore.prototype.put = IDBObjectStore.prototype.kept; }"
NUMBERS = "async (store) => (await import(store)).numbersLeft()"
PAID = """
from invoicing.models import Payment
paid = Payment.objects.filter(booking__lines__occurrence__event__slug='sending-market', method='cash')
print([(p.amount, p.method) for p in paid])
"""
NOTE = """
from boxoffice.models import User
from events.models import Occurrence, RegisterNote
day = Occurrence.objects.get(pk={day})
RegisterNote.objects.create(occurrence=day, place=day.plan.places.get(number='10'), text='Kerb broken',
                            by=User.objects.get(email='mo@alderbrook.example'))
"""


@pytest.fixture(scope="module")
def day(stage):
    return market_day(stage, "Sending", "sending-market", ["sara", "seth", "suki", "shaw", "sven"],
                      officers=["olga"], drawer_of="olga")  # fmt: skip


def sent(page):
    expect(page.locator("[data-register]")).to_have_attribute("data-waiting", "0", timeout=20_000)


def place(page, number):
    return int(row(page, number).get_attribute("id").removeprefix("pitch-"))


def choose(page, number, trader="Sven's Cheese"):
    """As far as the buttons to pay with."""
    press(page, number, "Let for today")
    page.get_by_role("searchbox").fill(trader.split("'")[0])
    page.get_by_role("button", name=trader).click()


def test_one_change_that_cannot_be_read_stops_no_other_and_is_told(tablet, sign_in, axe, day):
    page = tablet("olga")
    offline(page)
    page.evaluate(UNREADABLE, [STORE, int(day), place(page, 9)])
    for number in (1, 2, 3):
        press(page, number, "Here")
    expect(page.locator("[data-bar]")).to_contain_text("4 changes waiting")
    online(page)
    sent(page)
    answer = page.locator(".answer")
    expect(answer).to_contain_text("Not done: R9 let, £30.00 cash. This device sent something the register cannot read")
    expect(answer).to_contain_text("This money is not booked")
    axe(page)
    for number in (1, 2, 3):
        expect(row(page, number)).not_to_contain_text("Not sent yet")
        expect(row(page, number).locator(".badge")).to_have_text("Here")
    page.get_by_role("button", name="Sign out").click()  # nobody else knows of this money: it is not forgotten
    page.wait_for_url("**/sign-in/")
    sign_in(page, "olga")
    page.goto(f"/market/days/{day}/")
    answer.get_by_role("button", name="Read").click()
    expect(answer).to_have_count(0)


def test_what_one_officer_tapped_waits_while_another_is_signed_in(tablet):
    page, other = tablet("olga"), tablet("mo")
    offline(page)
    press(page, 4, "Here")
    page.context.clear_cookies()
    page.context.add_cookies(other.context.cookies())
    online(page)
    expect(page.get_by_role("link", name="Sign in to send 1 change")).to_be_visible()
    expect(page.locator(".answer")).to_have_count(0)


def test_an_answer_cut_short_is_asked_for_again_and_counts_once(tablet, stage):
    page = tablet("olga")
    page.evaluate(CUT, "/taps/")
    choose(page, 5)
    page.get_by_role("button", name="Cash", exact=True).click()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("body")).to_have_attribute("data-cut", "")
    sent(page)
    assert stage.shell(PAID) == "[(3000, 'cash')]"
    expect(page.locator(".answer")).to_have_count(0)


def test_a_day_cut_short_is_fetched_whole_the_next_time(tablet, stage, day):
    page = tablet("olga")
    page.evaluate(CUT, "/bundle.json")
    stage.shell(NOTE.format(day=day))
    online(page)
    expect(page.locator("body")).to_have_attribute("data-cut", "")
    online(page)
    expect(row(page, 10)).to_contain_text("Kerb broken")


def test_a_payment_pressed_twice_is_taken_once_and_what_is_not_sent_has_no_presence_to_say(tablet):
    page = tablet("olga")
    offline(page)
    choose(page, 6)
    page.get_by_role("button", name="Card", exact=True).evaluate("(button) => { button.click(); button.click(); }")
    expect(page.get_by_role("heading", name="Receipt M")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("[data-bar]")).to_contain_text("Offline, 1 change waiting")
    expect(row(page, 6).get_by_role("button")).to_have_text(["⋯"])
    online(page)
    sent(page)
    expect(row(page, 6).get_by_role("button", name="Absent")).to_be_visible()


def test_what_is_too_large_for_a_server_on_the_way_stops_nothing_else(tablet):
    page = tablet("olga")
    page.context.route("**/taps/", lambda route: route.fulfill(status=413, body="Too large")
                       if b"enormous" in (route.request.post_data_buffer or b"") else route.continue_())  # fmt: skip
    offline(page)
    press(page, 4, "Here")
    press(page, 10, "More")
    page.get_by_role("button", name="Note", exact=True).click()
    page.get_by_role("textbox", name="Note").fill("An enormous puddle")
    page.get_by_role("button", name="Save").click()
    online(page)
    sent(page)
    expect(page.locator(".answer")).to_contain_text("It is too large to be sent.")
    expect(row(page, 4).locator(".badge")).to_have_text("Here")
    page.locator(".answer").get_by_role("button", name="Read").click()
    press(page, 4, "Here")


def test_a_new_traders_missing_name_leaves_the_payment_to_be_pressed_again(tablet):
    page = tablet("olga")
    press(page, 7, "Let for today")
    page.get_by_role("button", name="New trader").click()
    card = page.get_by_role("button", name="Card", exact=True)
    card.click()
    expect(page.get_by_label("Name")).to_be_focused()
    expect(card).to_be_enabled()


def test_no_receipt_is_given_for_what_the_device_could_not_keep(tablet, axe):
    page = tablet("olga")
    offline(page)
    numbers = page.evaluate(NUMBERS, STORE)
    choose(page, 8)
    page.evaluate(FULL)
    page.get_by_role("button", name="Card", exact=True).click()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("alert")).to_contain_text("nothing is recorded and no receipt is given")
    axe(page)
    panel.get_by_role("alert").evaluate("(before) => { before.textContent = ''; }")
    panel.get_by_role("button", name="Try again").click()
    expect(panel.get_by_role("alert")).to_contain_text("nothing is recorded and no receipt is given")
    page.evaluate(ROOM)
    panel.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Receipt M")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("[data-bar]")).to_contain_text("Offline, 1 change waiting")
    assert page.evaluate(NUMBERS, STORE) == numbers - 1


def test_a_tablet_that_knows_the_day_is_in_step_only_with_its_receipt_numbers(stage, tablet, day):
    page = tablet("olga")
    page.evaluate("async (store) => (await import(store)).setMeta('block', [])", STORE)
    held = []
    page.route("**/market/blocks/", lambda route: held.append(route))
    with page.expect_request("**/market/blocks/"):
        page.goto(f"/market/days/{day}/")
    expect(page.locator("[data-register]")).to_have_attribute("data-ready", "")
    expect(page.locator("[data-bar]")).to_have_text("Loading")
    held[0].continue_()
    expect(page.locator("[data-bar]")).to_contain_text("In step")
    assert page.evaluate(NUMBERS, STORE) > 0


def test_a_note_that_the_device_could_not_keep_is_told_and_tried_again(tablet):
    page = tablet("olga")
    press(page, 7, "More")
    page.get_by_role("button", name="Note", exact=True).click()
    page.get_by_role("textbox", name="Note").fill("Wet")
    page.evaluate(FULL)
    page.get_by_role("button", name="Save").click()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("alert")).to_contain_text("This tablet could not keep it, so nothing is recorded.")
    page.evaluate(ROOM)
    panel.get_by_role("button", name="Try again").click()
    expect(row(page, 7)).to_contain_text("Wet")
    expect(panel).to_be_hidden()
