"""Fay bills what Tess was charged, in a real browser: chosen, previewed, issued, printed, paid."""

import io
import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser

CHARGE = """
from events.models import *
from tests import cast
customer = {customer}
days = Occurrence.objects.filter(event__slug="thursday-market", cancelled_at=None)
free = ((day, place) for day in days.order_by("starts_at")
        for place in day.plan.places.select_related("area").exclude(pk__in=day.lines.live().values("place")))
day, pitch = next(free)
wanted = [(day, pitch, PriceType.objects.get(name="Regular"))]
customer.account.charge(Booking.objects.reserve(wanted, channel="portal", customer=customer))
"""
# A trader of these tests' own: Amy's calendar belongs to test_trader.py.
TESS = CHARGE.format(customer='Customer.objects.filter(name="Tess\'s Cheese").first() or cast.trader("tess")')
HOMELESS = """
customer.address = customer.postcode = ""
customer.save()
"""


def homeless(name):
    """Code that charges a trader of this name, who has no address."""
    return CHARGE.format(customer=f'cast.trader("{name}")') + HOMELESS


@pytest.fixture
def fay(page, sign_in):
    sign_in(page, "fay")
    expect(page.get_by_role("heading", level=1)).to_have_text("Invoices")
    return page


def preview(page):
    """A run of everything charged up to a year from now."""
    page.goto("/finance/")
    page.get_by_role("link", name="New billing run").first.click()
    page.get_by_label("Bill charges up to").fill((date.today() + timedelta(days=300)).isoformat())
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".steps [aria-current=step]")).to_have_text("Preview")


def issue(page):
    page.get_by_role("button", name=re.compile(r"Issue \d+ invoices?, £")).click()
    expect(page.locator(".steps [aria-current=step]")).to_have_text("Print and send")


def pdf_words(page, link):
    answer = page.request.get(link.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages)


def test_from_a_charge_to_a_printed_and_paid_invoice(stage, fay):
    page = fay
    stage.shell(TESS)
    preview(page)
    page.locator(".bills summary", has_text="Tess's Cheese").click()
    expect(page.locator(".billlines li").first).to_contain_text("Thursday market")
    assert "Tess's Cheese" in pdf_words(page, page.get_by_role("link", name="PDF sample for Tess's Cheese"))
    issue(page)
    expect(page.get_by_role("region", name="Invoices of this run")).to_contain_text("Tess's Cheese")
    assert "Tess's Cheese" in pdf_words(page, page.get_by_role("link", name=re.compile("as one PDF|as a PDF")))
    page.get_by_role("row", name=re.compile("Tess's Cheese")).get_by_role("link", name=re.compile("INV-")).click()
    total = page.locator(".kpi", has_text="Total").locator("dd").inner_text()
    assert total in pdf_words(page, page.get_by_role("link", name="Print invoice"))
    page.get_by_label("Reference").fill(f"statement {page.url}")
    page.get_by_label("Amount in pounds").fill("9,999")
    page.get_by_role("button", name="Record payment").click()
    expect(page.get_by_role("alert")).to_contain_text("is too much")
    page.get_by_label("Amount in pounds").fill(total)
    page.get_by_role("button", name="Record payment").click()
    expect(page.locator("h1 + .badge")).to_have_text("Paid")
    expect(page.get_by_role("button", name="Record payment")).to_have_count(0)


def test_who_is_held_back_is_freed_without_leaving_the_run(stage, fay):
    page = fay
    stage.shell(homeless("hal"))
    preview(page)
    held = page.locator(".held li", has_text="Hal's Cheese")
    expect(held).to_contain_text("has no postal address")
    held.locator("summary").click()
    held.get_by_label("Address", exact=True).fill("2 Low Road\nTown")
    held.get_by_label("Postcode").fill("ab12cd")
    held.get_by_role("button", name="Save address").click()
    expect(page.locator(".bills")).to_contain_text("Hal's Cheese")
    expect(page.locator(".held li", has_text="Hal's Cheese")).to_have_count(0)
    issue(page)
    expect(page.get_by_role("region", name="Invoices of this run")).to_contain_text("Hal's Cheese")


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_nobody_is_kept_out_and_nothing_spills(stage, fay, axe, theme, width):
    page = fay
    stage.shell(TESS)
    stage.shell(homeless(f"una{theme}{width}"))
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})

    def look():
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    preview(page)
    page.locator(".bills summary").first.click()
    page.locator(".held summary").first.click()
    look()
    issue(page)
    look()
    page.locator("th a[href*='/invoices/INV-']").first.click()
    look()
    page.get_by_role("button", name="Record payment").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look()
    page.locator(".kv a[href*='/accounts/']").click()
    look()
    for address in ("/finance/", "/finance/?view=overdue", "/finance/?q=nobody", "/finance/billing-runs/"):
        page.goto(address)
        look()
