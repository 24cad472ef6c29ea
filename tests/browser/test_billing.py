"""Fay bills a month, in a real browser: five presses to the printed invoices, progress that waits for her, no mouse."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# Traders of these tests' own, each with one charge a day for three days before the one given.
CHARGE = """
from datetime import timedelta
from django.utils.timezone import localdate
from events.models import Customer, VatDetermination
from events.models.vat import VatDetermination
from tests import cast
customer = Customer.objects.filter(name="{name}'s Cheese").first() or cast.trader("{low}")
fixed = VatDetermination.objects.first()
for day in range(3):
    customer.account.charge_for("Licence to trade", 2450, on=localdate() - timedelta(days=day), basis="net",
                                determination=fixed, budget_code="MKT-4410")
"""
RUN = """
from boxoffice.models import User
from django.utils.timezone import now
from invoicing.models import BillingRun, Job
fay = User.objects.get(email="fay@alderbrook.example")
run = BillingRun.objects.create(until="{until}", created_by=fay,
                                job=Job.objects.create(title="Issuing", wanted=137, done=86, by=fay, began_at=now()))
print(run.pk)
"""
ALL_PRINTED = """
from boxoffice.models import User
from invoicing import print_queue
fay = User.objects.get(email="fay@alderbrook.example")
if items := print_queue.waiting():
    print_queue.mark_printed(print_queue.make_batch([item.key for item in items], by=fay), by=fay)
"""
UNTIL = (date.today() + timedelta(days=1)).isoformat()


def charged(stage, name, more=""):
    stage.shell(CHARGE.format(name=name, low=name.lower()) + more)


@pytest.fixture
def fay(stage, page, sign_in):
    sign_in(page, "fay")
    expect(page.get_by_role("heading", level=1)).to_have_text("Invoices")
    return page


def step(page, words):
    expect(page.locator(".steps [aria-current=step]")).to_have_text(words, timeout=30_000)


def test_a_month_is_billed_printed_and_marked_in_few_presses(stage, fay):
    page = fay
    charged(stage, "Billy")
    page.goto("/finance/")
    page.get_by_role("link", name="New billing run").first.click()
    page.get_by_label("Bill charges up to").fill(UNTIL)
    page.get_by_role("button", name="Preview").click()
    step(page, "Preview")
    page.get_by_role("button", name=re.compile(r"Issue \d+ invoices?, £")).click()
    step(page, "Print and send")
    expect(page.get_by_role("region", name="Invoices of this run")).to_contain_text("Billy's Cheese")
    page.get_by_role("button", name=re.compile(r"Print \d+ for the post")).click()
    opener = page.get_by_role("link", name=re.compile("as one PDF"))
    answer = page.request.get(opener.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf" and answer.body()[:5] == b"%PDF-"
    expect(page.get_by_role("heading", name="Did they print?")).to_be_visible()
    page.get_by_role("button", name="Mark printed").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Print queue")
    expect(page.locator("main")).not_to_contain_text("Billy's Cheese")


def test_progress_is_there_again_after_leaving_and_the_page_turns_by_itself(stage, fay):
    page = fay
    run = stage.shell(RUN.format(until="2020-01-31"))
    for _ in range(2):
        page.goto(f"/finance/billing-runs/{run}/")
        expect(page.locator("#progress")).to_contain_text("86 of 137")
        expect(page.locator("#progress")).to_contain_text("You can leave this page")
        page.goto("/finance/")
    page.goto(f"/finance/billing-runs/{run}/")
    stage.shell(f"from invoicing.models import Job; Job.objects.filter(billing_run={run}).update(done=120)")
    expect(page.locator("#progress")).to_contain_text("120 of 137")
    stage.shell(f"from invoicing.models import BillingRun; BillingRun.objects.get(pk={run}).job.end('Done.')")
    step(page, "Preview")


def test_without_javascript_there_is_a_link_to_look_again(stage, chrome, sign_in):
    run = stage.shell(RUN.format(until="2020-02-29"))
    context = chrome.new_context(base_url=stage.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "fay")
    page.goto(f"/finance/billing-runs/{run}/")
    expect(page.locator("#progress")).to_contain_text("86 of 137")
    page.get_by_role("link", name="Look again").click()
    expect(page.locator("#progress")).to_contain_text("86 of 137")
    context.close()


def press(page, role, name, most=90):
    """Go to a control with Tab alone and press it with Enter."""
    wanted = page.get_by_role(role, name=name).first
    expect(wanted).to_be_visible()
    for _ in range(most):
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached with {most} presses of Tab")


def test_with_the_keyboard_alone_a_run_is_issued_and_printed(stage, fay):
    page = fay
    stage.shell(ALL_PRINTED)
    charged(stage, "Kay", "customer.account.needs_order_number = True\ncustomer.account.save()")
    page.goto("/finance/")
    press(page, "link", "New billing run")
    expect(page.get_by_role("heading", level=1)).to_have_text("Billing runs")
    press(page, "link", re.compile("^Bill up to today"))
    press(page, "button", "Preview")
    step(page, "Preview")
    field = page.get_by_label("Purchase order number of Kay's Cheese")
    for _ in range(60):
        if field.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("PO 4711")
    press(page, "button", "Add order number of Kay's Cheese")
    expect(page.locator(".bills")).to_contain_text("Kay's Cheese")
    press(page, "button", re.compile(r"^Issue \d+"))
    step(page, "Print and send")
    press(page, "button", re.compile(r"^Print \d+ for the post"))
    press(page, "button", "Mark printed")
    expect(page.locator("main")).to_contain_text("Nothing waits for the post")


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_every_page_is_open_to_all_and_nothing_spills(stage, fay, axe, theme, width):
    page = fay
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})

    def look():
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    held = "customer.account.delivery = 'both'\ncustomer.account.save()\ncustomer.email = ''\ncustomer.save()"
    charged(stage, "Wide")
    charged(stage, f"Held{theme}{width}", held)
    page.goto(f"/finance/billing-runs/?until={UNTIL}")
    look()
    page.get_by_role("button", name="Preview").click()
    page.locator(".held summary").first.click()
    page.locator(".bills summary").first.click()
    look()
    page.get_by_role("button", name=re.compile(r"^Leave out Held")).first.click()
    expect(page.get_by_role("heading", name=re.compile("left out of this run"))).to_be_visible()
    look()
    page.get_by_role("button", name=re.compile(r"^Issue \d+")).click()
    step(page, "Print and send")
    look()
    page.get_by_role("button", name=re.compile(r"^Print \d+")).click()
    look()
    for address in ("/finance/print-queue/", "/finance/print-queue/batches/", "/finance/billing-runs/"):
        page.goto(address)
        look()
    page.goto(f"/finance/billing-runs/{stage.shell(RUN.format(until='2020-03-31'))}/")
    expect(page.locator("#progress")).to_contain_text("86 of 137")
    look()
