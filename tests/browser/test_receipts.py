"""Fay takes in a bank file, accepts what is exact in one press, and deals with the rest by keyboard."""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.test_first_invoice import CHARGE

pytestmark = pytest.mark.browser

# Traders of these tests' own, each with one invoice; what is owed on it is printed as [[number, pence, name]].
BILLED = """
import json
from boxoffice.models import User
from invoicing.models import Account, Invoice
owed = []
for name in {names!r}:
{charge}
    account = Account.objects.get(customer=customer)
    fay = User.objects.get(email="fay@alderbrook.example")
    invoice = Invoice.objects.issue(account, list(account.charges.filter(invoice=None)), by=fay)
    owed.append([invoice.number, invoice.owing_total(), customer.name])
print(json.dumps(owed))
"""
IMPORTS, _, EACH = CHARGE.format(customer="cast.trader(name)").strip().partition("customer =")


def billed(stage, *names):
    charge = "\n".join(f"    {line}" for line in f"customer ={EACH}".splitlines())
    return json.loads(stage.shell(IMPORTS + BILLED.format(names=names, charge=charge)))


def statement(*rows):
    """A bank's CSV: rows are (reference, payer, pence)."""
    lines = [f"{date.today():%d/%m/%Y},{ref},{payer},{pence // 100}.{pence % 100:02d}" for ref, payer, pence in rows]
    return "\n".join(["Date,Description,Name,Amount", *lines]).encode()


def choose_file(page, data):
    page.goto("/finance/receipts/")
    page.get_by_role("link", name="Import a bank file").first.click()
    file = {"name": "week.csv", "mimeType": "text/csv", "buffer": data}
    page.get_by_label("Bank file", exact=True).set_input_files(file)
    page.get_by_role("button", name="Import", exact=True).click()


def bring_in(page, data):
    choose_file(page, data)
    expect(page.get_by_role("heading", level=1)).to_have_text("Columns of week.csv")
    page.get_by_role("button", name=re.compile(r"Import \d+ line")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Match receipts")


@pytest.fixture
def fay(page, sign_in):
    sign_in(page, "fay")
    return page


def line_of(page, words):
    return page.get_by_role("row", name=re.compile(words)).locator("a[data-line]")


def test_from_a_bank_file_to_settled_invoices(stage, fay):
    page = fay
    rex, ros, rik, raj = billed(stage, "rex", "ros", "rik", "raj")
    bring_in(page, statement(
        (rex[0], "REX", rex[1]), (ros[0], "ROS", ros[1]), (rik[0], "RIK CHEESE", rik[1] + 500),
        ("GIFT", "QQ XX", 123), (raj[0], "RAJ", raj[1]),
    ))  # fmt: skip
    page.get_by_label("from RAJ").uncheck()
    accept = page.get_by_role("button", name="Accept 2 exact matches")
    expect(accept).to_contain_text(f"£{(rex[1] + ros[1]) / 100:.2f}")
    line_of(page, "QQ XX").click()
    expect(page.locator("#chosen")).to_contain_text("Nothing in this line says whose it is")
    page.keyboard.press("k")
    expect(page.locator("#chosen h2")).to_contain_text("RIK CHEESE")
    expect(page.locator("#chosen")).to_contain_text("£5.00 is more than is owed and stays as credit")
    page.keyboard.press("a")
    expect(page.locator(".toast")).to_contain_text("Matched")
    expect(page.get_by_label("from RAJ")).not_to_be_checked()  # as it was left
    page.get_by_role("button", name="Accept 2 exact matches").click()
    expect(page.locator(".toast")).to_contain_text("Matched 2 lines")
    line_of(page, "QQ XX").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#chosen h2")).to_contain_text("QQ XX")
    expect(page.locator("#chosen")).to_have_attribute("data-line", re.compile(r"\d"))
    page.keyboard.press("s")
    page.keyboard.type("A gift for the bandstand")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Set aside £1.23")
    page.goto(f"/finance/invoices/{rik[0]}/")
    expect(page.locator("h1 + .badge")).to_have_text("Paid")
    page.goto("/finance/receipts/?view=credit&q=rik")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("5.00")


def test_a_match_is_taken_back_and_the_money_is_used_anew(stage, fay):
    page = fay
    ((number, owing, _),) = billed(stage, "rue")
    bring_in(page, statement((number, "RUE", owing), ("HOLD", "ZZ", 1)))
    line_of(page, "RUE").click()
    page.get_by_role("button", name=re.compile("^Allocate")).first.click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("stays as credit on account")
    page.get_by_role("link", name=re.compile("^Allocate £")).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_file_that_breaks_off_names_the_line_and_the_same_file_is_refused(stage, fay):
    page = fay
    data = statement(("ONCE", "YY", 2))
    choose_file(page, data + b"\nrubbish,x,y,z")
    expect(page.get_by_role("alert")).to_contain_text("Line 3")
    choose_file(page, data)
    page.get_by_role("button", name="Import 1 line").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Match receipts")
    choose_file(page, data)
    expect(page.get_by_role("alert")).to_contain_text("This file was imported on")


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_nobody_is_kept_out_and_nothing_spills(stage, fay, axe, theme, width):
    page = fay
    ((number, owing, name),) = billed(stage, f"ray{theme}{width}")
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})

    def look():
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    choose_file(page, statement((number, name.upper(), owing), (f"GIFT {theme}{width}", "", 4)))
    look()
    page.get_by_role("button", name=re.compile("Import 2 lines")).click()
    look()
    line_of(page, f"GIFT {theme}{width}").click()
    expect(page.locator("#chosen h2")).to_contain_text("somebody")
    page.get_by_label("Account or invoice").fill(name)
    page.locator("#chosen").get_by_role("button", name="Find").click()
    look()
    page.locator(".found a").first.click()
    look()
    page.locator("summary", has_text="Set aside").click()
    look()
    for address in ("", "?view=credit", "?q=nothing", "bank-files/", "bank-files/1/", "by-hand/", "by-hand/?q=ray"):
        page.goto(f"/finance/receipts/{address}")
        look()
    page.locator(".found a").first.click()
    page.get_by_role("button", name="Record receipt").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look()
    page.get_by_label("Amount in pounds", exact=True).fill("1")
    page.get_by_label("Reference", exact=True).fill(f"slip {theme} {width}")
    page.get_by_role("button", name="Record receipt").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("£1.00 by bank transfer")
    look()
