"""Taking the money in a real browser, by keyboard alone: card on a reader, cash, split, voucher, link, given away."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.tally import Tally

pytestmark = pytest.mark.browser
SET_UP = """
from invoicing.models import CardReader, TillSession
from boxoffice.models import User
from invoicing.stored_values import sell
max_ = User.objects.get(email="max@alderbrook.example")
max_.set_pin("4711")
max_.save()
CardReader.objects.get_or_create(name="Counter 7 reader", stripe_id="tmr_seven", drawer="Counter 7")
till = TillSession.objects.open_for(max_) or TillSession.objects.open_till("Counter 7", by=max_, opening_float=5000)
print(sell(2000, "cash", by=max_, till=till).code)
"""


@pytest.fixture(scope="module")
def voucher(stage):
    """The code of a voucher of £20; Max's till is open, with a reader at it."""
    return stage.shell(SET_UP).splitlines()[-1]


@pytest.fixture
def desk(voucher, page, sign_in):
    """Max at Counter 7, with nothing in the basket."""
    sign_in(page, "max")
    page.goto("/counter/")
    page.wait_for_selector("[data-plan][data-ready]")
    return page


def two(page, keys):
    keys.type("2")
    keys.press("Enter")


def held(page):
    expect(page.locator("#basket tbody th")).to_have_count(2)


def sold(page, words="Last sale 2 places £36.00"):
    expect(page.locator(".lastsale")).to_contain_text(words)
    expect(page.locator("#basket tbody th")).to_have_count(0)
    expect(page.locator("#party")).to_be_focused()


def test_two_adults_by_card_are_four_keys_and_the_tap_sells(desk, stage, axe):
    page, keys = desk, Tally(desk)
    two(page, keys)
    keys.press("F8")
    keys.press("1")  # at once: the desk keeps both keys until the places are held
    expect(page.locator("#attempt-state")).to_contain_text("£36.00 on Counter 7 reader")
    axe(page)
    stage.stripe.readers.present("tmr_seven")
    sold(page, "Last sale 2 places £36.00, change £0.00")
    keys.note("Walk-up, 2 adults, by card on a reader", 4)


def test_a_declined_card_and_then_cash_with_change(desk, stage, axe):
    page, keys = desk, Tally(desk)
    two(page, keys)
    held(page)
    page.keyboard.press("F8")
    axe(page)
    page.keyboard.press("1")
    expect(page.locator("#attempt-state")).to_be_visible()
    stage.stripe.readers.present("tmr_seven", "card_declined")
    expect(page.locator("#tender-error")).to_contain_text("Your card was declined")
    axe(page)
    page.keyboard.press("2")
    page.keyboard.type("20")
    expect(page.locator("[data-change]")).to_have_text("£16.00 more to take")
    page.keyboard.press("Enter")
    expect(page.locator("#tender-error")).to_contain_text("£20.00 does not cover £36.00")
    axe(page)
    page.keyboard.type("40")  # what was typed is selected
    page.keyboard.press("Enter")
    sold(page, "change £4.00")


def test_exact_cash_is_three_keys_and_twenty_pounds_handed_over_eight(desk):
    page, keys = desk, Tally(desk)
    two(page, keys)
    keys.press("Control+Enter")
    sold(page)
    keys.note("Walk-up, 2 adults, exact cash", 4)
    keys.type("1")
    keys.press("Enter")
    for key in ("F8", "2", "2", "0", "Enter"):
        keys.press(key)
        if key == "F8":
            expect(page.locator("#tender")).to_be_visible()
    expect(page.locator(".lastsale")).to_contain_text("Last sale 1 place £18.00, change £2.00")
    keys.note("Walk-up, 1 adult, £20 handed over", 7)


def test_a_voucher_pays_its_part_and_the_rest_is_split(desk, voucher, axe):
    page, keys = desk, Tally(desk)
    two(page, keys)
    held(page)
    page.keyboard.press("F8")
    page.keyboard.press("6")
    expect(page.get_by_label("Voucher code", exact=True)).to_be_focused()
    axe(page)
    page.keyboard.type(f"{voucher}\n")  # as a scanner does: nobody looks it up as a booking
    expect(page.locator(".parts")).to_contain_text("£20.00 gift voucher taken, £16.00 to go")
    page.keyboard.press("F8")
    page.keyboard.press("7")
    page.keyboard.type("10")
    axe(page)
    page.keyboard.press("Enter")
    expect(page.locator(".parts")).to_contain_text("£10.00 cash taken, £6.00 to go")
    page.keyboard.press("F8")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    sold(page)


def test_a_link_shows_a_code_follows_the_customer_and_lets_the_next_one_come(desk, stage, axe):
    page, keys = desk, Tally(desk)
    two(page, keys)
    held(page)
    page.keyboard.press("F8")
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    expect(page.locator("#attempt-state")).to_contain_text("Not opened yet")
    axe(page)
    customer = page.context.new_page()
    customer.goto(page.locator("#link-address").input_value())
    axe(customer)
    expect(page.locator("#attempt-state")).to_contain_text("has opened it")
    customer.get_by_role("button", name="Pay £36.00 by card").click()
    customer.get_by_role("button", name="Go on").click()
    expect(customer.get_by_role("heading", level=1)).to_have_text("We have your payment")
    sold(page)
    page.goto("/counter/unfinished-payments/")
    axe(page)


def test_tickets_are_given_away_with_a_pin(desk, axe):
    page, keys = desk, Tally(desk)
    two(page, keys)
    held(page)
    page.keyboard.press("F8")
    page.keyboard.press("8")
    axe(page)
    page.keyboard.press("Tab")
    page.keyboard.type("max")
    page.keyboard.press("Tab")
    page.keyboard.type("4711")
    page.keyboard.press("Enter")
    expect(page.locator("#basket tbody th")).to_have_count(0)
    expect(page.locator("#party")).to_be_focused()


def test_a_voucher_is_sold_and_its_page_fits_a_telephone(desk, axe):
    page = desk
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/counter/vouchers/")
    axe(page)
    page.get_by_label("For how much").fill("50")
    page.get_by_label("Words on it").fill("For Jo")
    page.get_by_role("button", name="Sell the voucher").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("Gift voucher .{4}-.{4}-.{4}"))
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
