"""From a telephone to an envelope: Zoe books six market days on account, Fay bills them, and hers is in the pile."""

import io
import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.market_day import MARKET_WEEKDAY

pytestmark = pytest.mark.browser

NAME = "Zoe's Cheese"
ZOE = "from tests import cast; cast.trader('zoe')"
SIX_DAYS = "£147.00"


@pytest.fixture
def zoe(stage):
    """A trader of this test's own, so that the other tests' bookings are not on her bill."""
    stage.shell(ZOE)
    stage.emails["zoe"] = "zoe@alderbrook.example"
    return "zoe"


@pytest.fixture
def phone(stage, chrome, sign_in, zoe):
    context = chrome.new_context(base_url=stage.url, viewport={"width": 390, "height": 844}, locale="en-GB")
    page = context.new_page()
    sign_in(page, zoe)
    yield page
    context.close()


def book_six_days(page):
    page.get_by_role("link", name="Book market days").click()
    page.get_by_role("button", name=f"Choose every {MARKET_WEEKDAY}").click()
    expect(page.locator("[data-day-count]")).to_have_text("6 days chosen")
    page.get_by_role("button", name="Choose a pitch").click()
    page.wait_for_selector("[data-plan][data-ready]")
    page.get_by_role("button", name="List of pitches").click()
    page.locator(".seatlist summary").click()
    page.locator(".seatlist").locator("input:enabled").first.check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".basket .tot")).to_have_text(SIX_DAYS)
    page.get_by_role("button", name="Book on account").click()
    expect(page.get_by_text("Booked, and on your account")).to_be_visible()


def bill(page):
    """Choose, preview, issue; answers with the invoice's number."""
    page.get_by_role("link", name="New billing run").first.click()
    page.get_by_label("Bill charges up to").fill((date.today() + timedelta(days=300)).isoformat())
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".bills tr", has_text=NAME)).to_contain_text(SIX_DAYS.strip("£"))
    page.get_by_role("button", name=re.compile(r"Issue \d+ invoices?, £")).click()
    page.get_by_label("Find", exact=True).fill("zoe")
    page.get_by_role("button", name="Find", exact=True).click()
    return page.get_by_role("row", name=re.compile(NAME)).get_by_role("link", name=re.compile("INV-")).inner_text()


def pdf(page, link):
    answer = page.request.get(link.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return answer.body()


def test_what_a_trader_books_on_a_telephone_is_on_the_paper_in_her_envelope(page, sign_in, phone):
    book_six_days(phone)
    sign_in(page, "fay")
    number = bill(page)
    envelope = PdfReader(io.BytesIO(pdf(page, page.get_by_role("link", name=re.compile("as one PDF|as a PDF")))))
    sheets = [sheet.extract_text() for sheet in envelope.pages]
    hers = [sheet for sheet in sheets if number in sheet and NAME in sheet]
    assert len(hers) == 1
    assert hers[0].count("Thursday market") == 6
    assert SIX_DAYS in hers[0]
    page.get_by_role("link", name=number).click()
    printed = pdf(page, page.get_by_role("link", name="Print invoice"))
    phone.goto("/portal/invoices/")
    expect(phone.locator("main")).to_contain_text(f"You owe {SIX_DAYS}")
    assert pdf(phone, phone.get_by_role("link", name=re.compile(rf"^{number}"))) == printed
