"""Fay hands the journal over in a real browser: previewed, closed, taken twice with the same bytes; nobody kept out."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# Lena, a trader of these tests' own, with one more pitch on account; and everything that a page here may show.
BOOKS = """
from events.models import Booking, Customer, Occurrence, PriceType
from invoicing.ledger.draft import ensure_presets
from invoicing.models import ArrearsPolicy, ReminderStep
from tests import cast
ensure_presets()
lena = Customer.objects.filter(name="Lena's Cheese").first() or cast.trader("lena")
days = Occurrence.objects.filter(event__slug="thursday-market", cancelled_at=None)
free = ((day, place) for day in days.order_by("starts_at")
        for place in day.plan.places.select_related("area").exclude(pk__in=day.lines.live().values("place")))
wanted = [(*next(free), PriceType.objects.get(name="Regular"))]
lena.account.charge(Booking.objects.reserve(wanted, channel="portal", customer=lena))
if not ReminderStep.objects.exists():
    ReminderStep.objects.create(days_late=7, title="A reminder", text="Dear {name}, {total} is to pay.")
    ArrearsPolicy.objects.create(stop_credit_after=60, stop_casual_after=30)
"""


@pytest.fixture
def fay(stage, page, sign_in):
    stage.shell(BOOKS)
    sign_in(page, "fay")
    return page


def preview(page):
    page.goto("/finance/ledger/")
    page.get_by_role("link", name="Batches").click()
    page.get_by_label("Hand over everything").fill(date.today().isoformat())
    page.get_by_label("Layout").select_option(label="Journal as CSV")
    page.get_by_role("button", name="Preview").click()


def test_a_batch_is_closed_and_taken_twice_with_the_same_bytes(fay):
    page = fay
    preview(page)
    expect(page.locator(".kpi", has_text="Hash total")).to_be_visible()
    debits, credits = (page.locator(".kpi", has_text=side).locator("dd").inner_text() for side in ("Debits", "Credits"))
    assert debits == credits and debits.startswith("£")
    page.get_by_role("button", name=re.compile(r"Close batch, [\d,]+ postings?, £")).click()
    expect(page.locator("h1 + .badge")).to_have_text("Intact")
    expect(page.locator(".kpi", has_text="Debits").locator("dd")).to_have_text(debits)
    taken = []
    for _ in range(2):
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the file").click()
        taken.append(download.value.path().read_bytes())
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert taken[0] == taken[1] and taken[0].startswith("\ufeffBatch,Entry".encode())
    preview(page)
    expect(page.get_by_text("handed over already")).to_be_visible()


def test_a_figure_is_explained_down_to_its_rows(fay):
    page = fay
    page.goto("/finance/ledger/")
    figure = page.get_by_role("link", name="balance of UNBILLED: explain this figure")
    amount = figure.inner_text().splitlines()[0]
    figure.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Balance of UNBILLED")
    page.goto(f"{page.url}&page=999")  # the last one there is
    assert amount in page.locator(".table tbody tr").last.inner_text()


PAGES = ["ledger/", "ledger/explain/?code=UNBILLED", "ledger/vat/", "ledger/batches/", "ledger/layouts/",
         "ledger/layouts/1/", "budget-codes/", "budget-codes/new/", "budget-codes/form/", "budget-codes/emails/",
         "settings/", "settings/letterhead/", "settings/vat/", "settings/vat/new/", "settings/arrears/",
         "settings/reminders/new/"]  # fmt: skip


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_nobody_is_kept_out_and_nothing_spills(fay, axe, theme, width):
    page = fay
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    for address in PAGES:
        page.goto(f"/finance/{address}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.goto("/finance/settings/vat/new/")
    page.get_by_role("button", name="Record decision").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)
