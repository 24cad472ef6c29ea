"""Selling in a real browser: keys counted against their budgets, the customer, parking, and nobody kept out."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.tally import Tally

pytestmark = pytest.mark.browser

OWN = """
from datetime import timedelta
from events.models import *
from tests import cast
if not Event.objects.filter(slug="private-lives").exists():
    first = Occurrence.objects.filter(event__slug="blithe-spirit").order_by("starts_at").first()
    event = Event.objects.create(kind="show", title="Private Lives", slug="private-lives", charge_type="ticket",
                                 budget_code="THE-4100")
    show = Occurrence.objects.create(event=event, plan=first.plan, price_list=first.price_list,
                                     starts_at=first.starts_at + timedelta(days=30),
                                     ends_at=first.ends_at + timedelta(days=30))
    adult, child = (PriceType.objects.get(name=name) for name in ("Adult", "Child"))
    saver = Offer.objects.create(name="Family saver", percent_off=10, event=event)
    saver.parts.create(price_type=adult, count=2)
    saver.parts.create(price_type=child, count=2)
    def extra(name, price, **fields):
        Extra.objects.create(event=event, name=name, price=price, basis="gross", charge_type="ticket",
                             budget_code="THE-4180", **fields)
    extra("Programme", 500, stock=40)
    extra("Telephone fee", 150, fee="booking", channels="phone")
    Customer.objects.create(name="Ida Archer", phone="01246 345 678", postcode="S40 1AA", access_needs="Step-free seat")
    Customer.objects.create(name="Ida Ashdown", phone="01246 345 999")
    ConsentWording.objects.create(organisation="Playhouse", channel="email", purpose="News", text="May we e-mail you?",
                                  from_day="2020-01-01")
print(Occurrence.objects.get(event__slug="private-lives").pk)
"""


@pytest.fixture
def desk(stage, page, sign_in):
    """Sam at an open till, at a performance of their own, with an empty basket."""
    show = stage.shell(OWN)
    sign_in(page, "sam")
    page.goto("/counter/")
    if page.url.rstrip("/").endswith("/tills"):
        page.get_by_label("Drawer").fill("Counter 1")
        page.get_by_label("Float").fill("50")
        page.get_by_role("button", name="Open the till").click()
    page.goto(f"/counter/performances/{show}/")
    page.wait_for_selector("[data-plan][data-ready]")
    yield page
    page.goto(f"/counter/performances/{show}/")
    if page.locator("#empty").count():
        page.locator("#empty").click()
        expect(basket(page)).to_have_count(0)


@pytest.fixture
def tally(desk):
    return Tally(desk)


def basket(page):
    return page.locator("#basket tbody th")


def test_exact_cash_for_two_adults(desk, tally):
    tally.type("2")
    tally.press("Enter")
    tally.press("Control+Enter")
    expect(desk.locator(".lastsale")).to_contain_text("£36.00")
    tally.note("exact cash, 2 adults", 4)


def test_a_mixed_party_saves_by_itself(desk, tally):
    tally.type("2a2c")
    expect(desk.locator("#party-read span")).to_have_text("2 × Adult, 2 × Child: the best together")
    tally.press("Enter")
    expect(basket(desk)).to_have_count(4)
    tally.note("mixed party, before the tender", 6)
    expect(desk.locator(".sums")).to_contain_text("Family saver, off already")
    expect(desk.locator(".tot strong")).to_have_text("£48.60")


def test_specific_seats_and_one_seat_along(desk, tally):
    tally.type("g2-3")
    expect(desk.locator("#party-read span")).to_have_text("By name: G2-3")
    tally.press("Enter")
    expect(basket(desk)).to_have_text(["Stalls G2", "Stalls G3"])
    tally.note("specific seats, before the tender", 6)
    expect(desk.locator("#refusal")).to_contain_text("A single seat stays behind")
    desk.get_by_role("button", name=re.compile("Move one seat along")).click()
    expect(basket(desk)).to_have_text(["Stalls G3", "Stalls G4"])
    expect(desk.locator("#refusal .notice")).to_have_count(0)


def test_a_band_by_its_start(desk):
    desk.keyboard.type("2 @gal")
    expect(desk.locator("#party-read span")).to_have_text("2 × Adult: the best together in Gallery")
    desk.keyboard.press("Enter")
    expect(basket(desk)).to_have_text([re.compile("Circle AA")] * 2)


def test_a_telephone_sale_to_a_known_customer(desk, tally):
    tally.click(desk.get_by_role("button", name="Phone", exact=True))
    desk.wait_for_selector("[data-plan][data-ready]")
    tally.press("F7")
    tally.type("5678")
    tally.press("Enter")
    expect(desk.locator(".who-for")).to_contain_text("Ida Archer")
    expect(desk.locator(".cust .notice")).to_contain_text("Step-free seat")
    tally.press("F2")
    tally.type("priv")
    tally.press("Enter")
    desk.wait_for_selector("[data-plan][data-ready]")
    tally.type("2")
    tally.press("Enter")
    expect(desk.locator(".sums")).to_contain_text("Telephone fee")
    expect(desk.locator(".tot strong")).to_have_text("£37.50")
    tally.note("phone, known customer, up to the tender", 22)
    desk.get_by_role("button", name="Counter", exact=True).click()
    expect(desk.locator(".sums")).to_contain_text("Telephone fee (waived at counter)")


def test_a_telephone_sale_to_a_new_customer(desk, tally):
    tally.press("F7")
    tally.type("Nia Newcombe")
    tally.press("Enter")
    expect(desk.locator("#new-contact")).to_be_focused()
    tally.type("nia@alderbrook.example")
    tally.press("Enter")
    expect(desk.locator(".who-for")).to_contain_text("Nia Newcombe")
    tally.type("2")
    tally.press("Enter")
    expect(basket(desk)).to_have_count(2)
    tally.note("phone, new customer, up to the tender", 60)


def test_two_customers_alike_are_chosen_by_arrow_keys(desk):
    desk.keyboard.press("F7")
    desk.keyboard.type("ida a")
    expect(desk.locator("#found-customers .result")).to_have_count(3)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("button", name=re.compile("Ida Archer"))).to_be_focused()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.locator(".who-for")).to_contain_text("Ida Ashdown")


def test_extras_and_details_and_parking(desk, axe):
    desk.keyboard.type("1")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="One Programme more").click()
    expect(desk.locator(".tot strong")).to_have_text("£23.00")
    desk.keyboard.press("F7")
    desk.keyboard.type("5678")
    axe(desk)
    desk.keyboard.press("Enter")
    expect(desk.locator(".who-for")).to_contain_text("Ida Archer")
    desk.get_by_role("button", name="Details").click()
    desk.get_by_label("Note for staff and the door").fill("Comes late")
    desk.get_by_label(re.compile("May we e-mail you")).check()
    axe(desk)
    desk.get_by_role("button", name="Keep these details").click()
    expect(desk.locator(".cust .notice")).to_contain_text("Comes late")
    desk.keyboard.press("Control+.")
    desk.keyboard.press("Enter")
    expect(basket(desk)).to_have_count(0)
    desk.keyboard.press("Control+.")
    axe(desk)
    desk.get_by_role("button", name="Take up Ida Archer").click()
    expect(basket(desk)).to_have_count(1)
    expect(desk.locator(".who-for")).to_contain_text("Ida Archer")


@pytest.mark.parametrize("look", ["light", "dark", "forced"])
@pytest.mark.parametrize("width", [1366, 390])
def test_nobody_is_kept_out_of_a_full_basket(desk, axe, look, width):
    page = desk
    page.emulate_media(color_scheme="dark" if look == "dark" else "light",
                       forced_colors="active" if look == "forced" else "none")  # fmt: skip
    page.set_viewport_size({"width": width, "height": 768})
    page.locator("#party").fill("2a2c")
    page.locator("#party").press("Enter")
    expect(basket(page)).to_have_count(4)
    replaced = ["color-contrast"] if look == "forced" else []  # axe reads the colours that forced ones replace
    axe(page, without=replaced)
    page.locator("#party").fill("9q")
    page.locator("#party").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("cannot be read")
    axe(page, without=replaced)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 1366:
        assert page.evaluate("document.documentElement.scrollHeight") <= 768
