"""Fay credits Cora's invoice without a mouse: four keys from the invoice to the credit note."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# A trader of these tests' own, with an invoice of her own for each of them.
CORA = """
from datetime import timedelta
from django.utils.timezone import localdate
from boxoffice.models import User
from events.models import Customer, VatDetermination
from invoicing.models import Invoice
from tests import cast
cora = Customer.objects.filter(name="Cora's Cheese").first() or cast.trader("cora")
hire = VatDetermination.objects.filter(charge_type="equipment").first() or cast.determination("equipment", "S", 2000)
charge = cora.account.charge_for("Trestle tables", 1200, on=localdate(), basis="net", determination=hire, quantity=4,
                                 budget_code="MKT-4420")
print(Invoice.objects.issue(cora.account, [charge], by=User.objects.get(email="fay@alderbrook.example")))
"""


@pytest.fixture
def number(stage):
    return stage.shell(CORA).splitlines()[-1]


@pytest.fixture
def fay(page, sign_in):
    sign_in(page, "fay")
    return page


def test_four_keys_credit_an_invoice(fay, number):
    page = fay
    page.goto(f"/finance/invoices/{number}/")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Credit {number}")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Issue credit note for £14.40")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Credit note CN-")
    page.goto(f"/finance/invoices/{number}/")
    expect(page.locator(".kpi", has_text="Owed").locator("dd")).to_have_text("£0.00")


def test_letters_are_left_to_whoever_types_and_can_be_turned_off(fay, number):
    page = fay
    page.goto(f"/finance/invoices/{number}/")
    page.get_by_label("Reference").press_sequentially("cep")
    expect(page.get_by_label("Reference")).to_have_value("cep")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Turn letter keys off").click()
    page.locator("h1").click()
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"invoice {number}")


def test_a_quantity_is_credited_and_too_many_are_refused(fay, number):
    page = fay
    page.goto(f"/finance/invoices/{number}/credit-notes/")
    page.get_by_label("How many of Trestle tables").fill("9")
    page.get_by_label("Goodwill").check()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("How many of Trestle tables").fill("2")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("button", name="Issue credit note for £7.20")).to_be_visible()


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_nobody_is_kept_out_and_nothing_spills(fay, number, axe, theme, width):
    page = fay
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})

    def look():
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url

    page.goto(f"/finance/invoices/{number}/credit-notes/")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look()
    page.get_by_label("How many of Trestle tables").fill("1")
    page.get_by_label("Goodwill").check()
    page.get_by_role("button", name="Preview").click()
    look()
    page.get_by_role("button", name="Issue credit note for").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Credit note CN-")
    look()
    page.goto(f"/finance/invoices/{number}/")
    look()
    page.get_by_role("link", name="Cora's Cheese").first.click()
    look()
    account = page.url
    for address in ("preferences/", "charges/", "holds/?cause=breathing", "holds/?cause=plan", "statements/"):
        page.goto(account + address)
        look()
    for address in ("credit-notes/", "market-days/", "approvals/", f"invoices/{number}/write-offs/"):
        page.goto(f"/finance/{address}")
        look()
