"""The list of invoices by keyboard alone: three ticked and printed; nobody is kept out, nothing spills."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# Five traders of these tests' own, each with an invoice.
FIVE = """
from datetime import date, timedelta
from boxoffice.models import User
from events.models import *
from invoicing.models import BillingRun
from tests import cast
if not Customer.objects.filter(name="Ivy1's Cheese").exists():
    for n in range(1, 6):
        customer = cast.trader(f"ivy{n}")
        days = Occurrence.objects.filter(event__slug="thursday-market", cancelled_at=None)
        free = ((day, place) for day in days.order_by("-starts_at")
                for place in day.plan.places.select_related("area").exclude(pk__in=day.lines.live().values("place")))
        day, pitch = next(free)
        wanted = [(day, pitch, PriceType.objects.get(name="Regular"))]
        customer.account.charge(Booking.objects.reserve(wanted, channel="portal", customer=customer))
    fay = User.objects.get(email__startswith="fay@")
    run = BillingRun.objects.create(until=date.today() + timedelta(days=300), created_by=fay)
    run.issue(by=fay)
"""


@pytest.fixture
def desk(stage, page, sign_in):
    stage.shell(FIVE)
    sign_in(page, "fay")
    page.goto("/finance/?q=ivy&sort=number")
    return page


def test_three_are_ticked_and_printed_by_keyboard_alone(desk):
    page = desk
    page.locator("#q").focus()
    for _ in range(40):
        if page.evaluate("document.activeElement.matches('tbody tr')"):
            break
        page.keyboard.press("Tab")
    expect(page.locator("tbody tr").first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("Space")
    expect(page.get_by_role("status").filter(has_text="1 selected")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    page.keyboard.press("Shift+Space")
    expect(page.locator("[data-bulk-words]")).to_have_text(re.compile(r"3 selected, £\d+\.\d\d owed"))
    expect(page.locator("tbody tr.sel")).to_have_count(3)
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile(r"/finance/print-queue/batches/\d+/"))
    expect(page.locator("main")).to_contain_text("Ivy4's Cheese")
    expect(page.locator("main")).not_to_contain_text("Ivy5's Cheese")


def test_keys_belong_to_the_table(desk):
    page = desk
    page.locator("#q").focus()
    page.keyboard.press("End")
    page.keyboard.type("jp ")
    expect(page.locator("#q")).to_have_value("ivyjp ")
    page.locator("tbody tr").first.focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys in the table")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.locator("tbody tr").first.focus()
    page.keyboard.press("End")
    expect(page.locator("tbody tr").last).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/finance/invoices/INV-"))


def test_all_that_match_are_chosen_at_once(desk):
    page = desk
    page.locator("[data-select-all]").check()
    page.get_by_label(re.compile("Select all 5")).check()
    expect(page.locator("[data-bulk-words]")).to_have_text("All 5 selected")
    page.get_by_role("button", name="Print as one PDF").click()
    expect(page.locator("main")).to_contain_text("Ivy5's Cheese")


def test_a_view_is_saved_shown_and_deleted(desk):
    page = desk
    page.get_by_text("Save this view").click()
    page.get_by_label("Name of this view").fill("Ivies")
    page.get_by_role("button", name="Save view").click()
    expect(page.locator(".tabs [aria-current=page]")).to_have_text("Ivies5")
    page.get_by_role("button", name="Delete Ivies").click()
    expect(page.locator(".tabs")).not_to_contain_text("Ivies")


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_nobody_is_kept_out_and_nothing_spills(desk, axe, theme, width):
    page = desk
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("/finance/?q=ivy", "/finance/?view=overdue", "/finance/?q=nobody", "/finance/jobs/"):
        page.goto(address)
        if page.locator("[name=chosen]").count():
            page.locator("[name=chosen]").first.check()
            page.get_by_text("Save this view").click()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_same_form_has_its_buttons(stage, chrome, desk):
    context = chrome.new_context(base_url=stage.url, java_script_enabled=False,
                                 storage_state=desk.context.storage_state())  # fmt: skip
    page = context.new_page()
    page.goto("/finance/?q=ivy")
    page.locator("[name=chosen]").first.check()
    page.get_by_role("button", name="Print as one PDF").click()
    assert re.search(r"/finance/print-queue/batches/\d+/", page.url)
    context.close()
